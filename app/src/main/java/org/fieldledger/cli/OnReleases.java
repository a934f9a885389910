package org.fieldledger.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.release.CannotBeMade;
import org.fieldledger.query.release.NoSuchRelease;
import org.fieldledger.query.release.Releases;
import org.fieldledger.release.RecordedRelease;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands about releases do alike: open the store, and say in one sentence why they refuse. */
abstract class OnReleases implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Option(names = "--purpose", paramLabel = "TEXT", description = "what for, in a sentence kept in the access log")
    private @Nullable String purpose;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    interface Work {
        int on(Releases releases, @Nullable RecordedRelease desk) throws IOException;
    }

    /** On the log alone, which needs no application. */
    int reading(ZoneId zone, Work work) throws IOException {
        return StoreReading.with(
                options,
                this::say,
                store -> told(
                        work,
                        Releases.ofEveryCase(
                                store.log(), zone, store.database(), store.vault(), Clock.systemUTC(), purpose),
                        null));
    }

    /** With the desk, to put something on record. */
    int recording(ZoneId zone, Work work) throws IOException {
        try (var application =
                RunningApplication.start(options.openExisting(this::say), WebApplicationType.NONE, Map.of())) {
            var context = application.context();
            return told(
                    work,
                    Releases.ofEveryCase(
                            context.getBean(EventLog.class),
                            zone,
                            context.getBean(DataSource.class),
                            context.getBean(Vault.class),
                            context.getBean(Clock.class),
                            purpose),
                    new RecordedRelease(context.getBean(Desk.class)));
        }
    }

    private int told(Work work, Releases releases, @Nullable RecordedRelease desk) throws IOException {
        try {
            return work.on(releases, desk);
        } catch (BadQuestion refused) {
            throw new StartRefused(String.valueOf(refused.getMessage()), refused);
        } catch (CannotBeMade | NoSuchRelease refused) {
            throw new StartRefused(refused.getMessage() + ".", refused);
        } finally {
            out().flush();
        }
    }

    private void say(String sentence) {
        spec.commandLine().getErr().println(sentence + ".");
    }
}
