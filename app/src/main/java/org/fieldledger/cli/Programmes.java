package org.fieldledger.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.definition.DefinitionRefused;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.programme.ProgrammeApplied;
import org.fieldledger.programme.ProgrammeDefinition;
import org.fieldledger.programme.ProgrammeFile;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger programme}: a research programme set up from its definition. */
@Command(
        name = "programme",
        description = "Sets a research programme up from its definition.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = Programmes.Apply.class)
final class Programmes {

    /** {@code ./fieldledger programme apply}. */
    @Command(
            name = "apply",
            description = "Records the modules, approvals, consent forms, instruments and cases of a definition file."
                    + " Running it again adds only what is new in the file.",
            mixinStandardHelpOptions = true)
    static final class Apply implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Parameters(paramLabel = "FILE", description = "the definition, in YAML")
        @SuppressWarnings("NullAway.Init") // required
        private Path file;

        @Option(names = "--dry-run", description = "says what would be recorded, and records nothing")
        private boolean dryRun;

        @Option(
                names = "--recorded-by",
                defaultValue = "data-manager",
                paramLabel = "CODE",
                description = "under whose code it is recorded (default: ${DEFAULT-VALUE})")
        private ResearcherCode recordedBy = new ResearcherCode("data-manager");

        @Override
        public Integer call() throws IOException {
            var programme = read();
            var out = spec.commandLine().getOut();
            try (var application = RunningApplication.start(
                    options.open(sentence -> out.println(sentence + ".")), WebApplicationType.NONE, Map.of())) {
                var context = application.context();
                var today = LocalDate.now(context.getBean(Clock.class).withZone(programme.zone()));
                var applied = ProgrammeApplied.to(context.getBean(Desk.class), programme, today, recordedBy, dryRun);
                if (!applied.refused().isEmpty())
                    throw new StartRefused("Nothing was recorded, because %s cannot be applied to this store:%n%s"
                            .formatted(file, String.join(System.lineSeparator(), applied.refused())));
                out.printf(
                        "%s: %,d %s, %,d there already.%n",
                        programme.title(),
                        applied.added(),
                        dryRun ? "would be recorded" : "recorded",
                        applied.thereAlready());
                if (applied.nextDay() != null)
                    out.printf(
                            "%,d lie ahead; run this again when their day has come, the first on %s.%n",
                            applied.ahead(), applied.nextDay());
                out.flush();
                return 0;
            }
        }

        private ProgrammeDefinition read() throws IOException {
            try (var text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return ProgrammeFile.read(file.getFileName().toString(), text);
            } catch (NoSuchFileException e) {
                throw new StartRefused("There is no file " + file + ".", e);
            } catch (DefinitionRefused refused) {
                throw new StartRefused(String.valueOf(refused.getMessage()), refused);
            }
        }
    }
}
