package org.fieldledger.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Erasures.State;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger erase}: how far erasures have got, and carrying them on. Whom to erase is a command with its decision. */
@Command(
        name = "erase",
        description = "Tells how far erasures have got, and carries them on.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Erase.Status.class, Erase.Resume.class})
final class Erase {

    /** There is something left to be done. */
    private static final int NOT_DONE = 2;

    /** {@code ./fieldledger erase status}. Exit code 0: nothing is left; 2: something is. */
    @Command(
            name = "status",
            description = "Tells of each erasure what is done and what is left.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Override
        public Integer call() {
            return on(options, spec.commandLine().getOut(), false);
        }
    }

    /** {@code ./fieldledger erase resume}. Exit code 0: nothing is left; 2: something is. */
    @Command(
            name = "resume",
            description =
                    "Carries out what is on record and not done, also what was cut off; a running store does so by itself.",
            mixinStandardHelpOptions = true)
    static final class Resume implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Override
        public Integer call() {
            return on(options, spec.commandLine().getOut(), true);
        }
    }

    private static int on(StoreOptions options, PrintWriter out, boolean resume) {
        try (var store = options.openExisting(sentence -> out.println(sentence + "."));
                var database = store.pool(4)) {
            StoreSetup.open(database, StoreKind.ORDINARY);
            Vault.migrate(database);
            if (resume) resume(database);
            else note(database);
            var states = Erasures.states(database);
            for (var state : states) tell(state, out);
            if (states.isEmpty()) out.println("No erasure is under way, and none was carried out.");
            out.flush();
            return states.stream().allMatch(state -> state.carriedOut() && state.overwrittenAt() != null)
                    ? 0
                    : NOT_DONE;
        }
    }

    /** Needs no key: who destroys one need not have it. */
    static void resume(DataSource database) {
        try (var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
            var erasures = new Erasures(database, log);
            erasures.carryOutAgain();
            Rebuilding.forgetting(database);
            erasures.carryOutAgain();
        }
    }

    private static void note(DataSource database) {
        try (var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
            new Erasures(database, log).note();
        }
    }

    private static void tell(State state, PrintWriter out) {
        out.printf("%s, on record as event %s:%n", state.participant(), state.event());
        out.printf("  keys              %s%n", told(state.destroyedAt(), "destroyed"));
        out.printf("  table of keys     %s%n", told(state.rewrittenAt(), "written anew"));
        out.printf("  tables of answers %s%n", told(state.emptiedAt(), "emptied and written anew"));
        out.printf(
                "  write-ahead log   %s%n",
                state.leftOver() != null ? state.leftOver() : told(state.overwrittenAt(), "nothing left of before"));
    }

    private static String told(@Nullable Instant at, String what) {
        return at == null ? "not yet " + what : "%s at %s".formatted(what, at);
    }

    private Erase() {}
}
