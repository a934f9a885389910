package org.fieldledger.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.fieldledger.access.ReadLog;
import org.fieldledger.store.LogVerification;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger verify}: the whole log and the access log held against their hashes. Exit code 2: something is not as it was stored. */
@Command(
        name = "verify",
        description = "Checks that the whole log is as it was stored; also while the store is in use.",
        mixinStandardHelpOptions = true)
final class Verify implements Callable<Integer> {

    private static final int NOT_INTACT = 2;
    private static final int PART = 50_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        long faults = 0;
        long head;
        try (var store = options.openExisting(sentence -> out.println(sentence + "."));
                var database = store.pool(1)) {
            var verification = new LogVerification(database);
            head = verification.head();
            try (var bar = new ProgressBarBuilder()
                    .setTaskName("Verifying")
                    .setUnit(" events", 1)
                    .setInitialMax(head)
                    .build()) {
                for (long at = 0; at < head; ) {
                    var checked = verification.check(at, PART);
                    for (var fault : checked.faults())
                        out.printf("Position %,d: %s.%n", fault.position(), fault.what());
                    faults += checked.faults().size();
                    at = checked.upTo();
                    bar.stepTo(at);
                }
            }
            if (accessLog(database)) {
                var reads = new ReadLog(database, Clock.systemUTC());
                for (var fault : reads.faults()) {
                    out.printf("Access log, %s.%n", fault);
                    faults++;
                }
                reads.head(null)
                        .ifPresent(last -> out.printf(
                                "The access log ends with read %,d, checkpoint %s.%n", last.number(), last.hash()));
            }
        }
        out.printf(
                faults == 0
                        ? "The log is intact: %,d events, each as it was stored, none missing.%n"
                        : "What was recorded is NOT intact; see above. The log ends at %,d.%n",
                head);
        out.flush();
        return faults == 0 ? 0 : NOT_INTACT;
    }

    /** A store that nobody has been let into yet has none. */
    private static boolean accessLog(DataSource database) {
        return JdbcClient.create(database)
                .sql("select to_regclass('access.material_read') is not null")
                .query(Boolean.class)
                .single();
    }
}
