package org.fieldledger.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.policy.WhenCoverWasTakenAwayLate;
import org.fieldledger.definition.DefinitionRefused;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.imports.ImportRefused;
import org.fieldledger.imports.TableImport;
import org.fieldledger.imports.TableImport.Order;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger import}: data from elsewhere, through the same gate as everything else. */
@Command(
        name = "import",
        description = "Takes over data from elsewhere.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = Imports.OfTable.class)
final class Imports {

    /** What is done with what the gate does not cover. */
    enum Uncovered {
        report,
        quarantine
    }

    /** {@code ./fieldledger import table}. Exit code 0: every row was taken over; 2: some were not; 1: it did not run. */
    @Command(
            name = "table",
            description =
                    "Takes over tables (CSV, CDISC Dataset-JSON) as a mapping says. Running it again adds nothing.",
            mixinStandardHelpOptions = true)
    static final class OfTable implements Callable<Integer> {

        private static final int SOME_ROWS_REFUSED = 2;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Option(
                names = "--mapping",
                required = true,
                paramLabel = "FILE",
                description = "how the tables are to be read")
        @SuppressWarnings("NullAway.Init") // required
        private Path mapping;

        @Option(
                names = "--data",
                required = true,
                arity = "1..*",
                paramLabel = "FILE",
                description = "the tables: .json is CDISC Dataset-JSON, anything else CSV in UTF-8")
        private List<Path> data = List.of();

        @Option(names = "--dry-run", description = "decides everything and writes nothing but the report")
        private boolean dryRun;

        @Option(
                names = "--uncovered",
                defaultValue = "report",
                paramLabel = "report|quarantine",
                description = "what to do with what the gate does not cover: report it row by row (the default),"
                        + " or keep it as quarantined deviations")
        private Uncovered uncovered = Uncovered.report;

        @Option(
                names = "--reason",
                defaultValue = "Took place in the source without cover in this store",
                description = "why it is kept, with --uncovered=quarantine (default: ${DEFAULT-VALUE})")
        private String reason = "";

        @Option(
                names = "--batch",
                defaultValue = "500",
                description = "commands decided together (default: ${DEFAULT-VALUE})")
        private int batch;

        @Option(
                names = "--report",
                defaultValue = "import-report.csv",
                paramLabel = "FILE",
                description = "every row that was not taken over, and why (default: ${DEFAULT-VALUE})")
        private Path report = Path.of("import-report.csv");

        @Option(
                names = "--recorded-by",
                defaultValue = "data-manager",
                paramLabel = "CODE",
                description = "under whose code it is recorded (default: ${DEFAULT-VALUE})")
        private ResearcherCode recordedBy = new ResearcherCode("data-manager");

        @Override
        public Integer call() throws IOException {
            var out = spec.commandLine().getOut();
            if (batch < 1 || batch > 10_000) throw new StartRefused("--batch is a number from 1 to 10,000.");
            var order = new Order(
                    mapping,
                    data,
                    dryRun,
                    uncovered == Uncovered.quarantine ? reason : null,
                    batch,
                    report,
                    recordedBy);
            try (var application = RunningApplication.start(
                            options.open(sentence -> out.println(sentence + ".")), WebApplicationType.NONE, Map.of());
                    var bar = new Bar()) {
                var importing = new TableImport(
                        application.context().getBean(Desk.class),
                        application.context().getBean(EventLog.class));
                var outcome = importing.run(order, bar);
                if (!dryRun)
                    application
                            .context()
                            .getBean(WhenCoverWasTakenAwayLate.class)
                            .catchUp();
                bar.close();
                outcome.lines().forEach(out::println);
                out.flush();
                return outcome.rowsRefused() == 0 ? 0 : SOME_ROWS_REFUSED;
            } catch (ImportRefused | DefinitionRefused refused) {
                throw new StartRefused(String.valueOf(refused.getMessage()), refused);
            }
        }

        /** On the error stream, so that the output stays clean. */
        private static final class Bar implements TableImport.Progress, AutoCloseable {

            private @Nullable ProgressBar bar;

            @Override
            public void begin(long rows) {
                bar = new ProgressBarBuilder()
                        .setTaskName("Importing")
                        .setUnit(" rows", 1)
                        .setInitialMax(rows)
                        .build();
            }

            @Override
            public void read(long rows) {
                if (bar != null) bar.stepTo(rows);
            }

            @Override
            public void close() {
                if (bar != null) bar.close();
                bar = null;
            }
        }
    }
}
