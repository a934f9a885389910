package org.fieldledger.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Properties;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.vault.VaultRefused;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.TypeConversionException;

/** The program: {@code ./fieldledger demo}, {@code ./fieldledger serve} and the commands of the trade. */
@Command(
        name = "fieldledger",
        description = "A research data store that remembers what was known when.",
        mixinStandardHelpOptions = true,
        versionProvider = Fieldledger.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Demo.class,
            Serve.class,
            Rebuild.class,
            Divisions.class,
            ReportingTools.class,
            Imports.class,
            Programmes.class,
            Verify.class,
            Audits.class,
            Tasks.class,
            PersonPaper.OfConsent.class,
            PersonPaper.OfEverything.class,
            Reports.class,
            Erase.class,
            DataReleases.class,
            Backups.Take.class,
            Backups.Bring.class
        })
public final class Fieldledger {

    private static final int REFUSED = 1;

    private Fieldledger() {}

    public static void main(String... arguments) {
        stayQuietOutside();
        stayQuietInside();
        int exitCode = commandLine().execute(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Axon would report its use to its makers and print an advertisement: neither happens here. */
    static void stayQuietOutside() {
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
    }

    /** Until the application brings its own settings, the console shows warnings only. */
    private static void stayQuietInside() {
        var logging = LoggingSystem.get(Fieldledger.class.getClassLoader());
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        // The log cuts its listening connection on purpose when it closes.
        logging.setLogLevel("com.zaxxer.hikari.pool.ProxyConnection", LogLevel.ERROR);
    }

    /** The command line as {@link #main} runs it; a refusal is one sentence on the error stream and exit code 1. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(Fieldledger.class, new Commands());
        line.registerConverter(ResearcherCode.class, Fieldledger::researcher);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            PrintWriter errors = failed.getErr();
            errors.println(refusal(failure).orElseGet(() -> unexpected(failure)));
            errors.flush();
            return REFUSED;
        });
        return line;
    }

    private static ResearcherCode researcher(String written) {
        try {
            return new ResearcherCode(written);
        } catch (IllegalArgumentException refused) {
            throw new TypeConversionException(String.valueOf(refused.getMessage()));
        }
    }

    /** What the operator is told where something refused, also while the application was being put together. */
    private static Optional<String> refusal(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused refused) {
                return Optional.ofNullable(refused.getMessage());
            }
            if (cause instanceof VaultRefused refused) {
                return Optional.of(refused.getMessage() + ".");
            }
        }
        return Optional.empty();
    }

    private static String unexpected(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return "Fieldledger stopped on an error it did not expect: "
                + root.getClass().getSimpleName() + ": " + root.getMessage() + ". The log file tells more.";
    }

    /** Makes the commands; this class has no instance of its own to run. */
    private static final class Commands implements CommandLine.IFactory {

        private final CommandLine.IFactory standard = CommandLine.defaultFactory();

        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == Fieldledger.class ? type.cast(new Fieldledger()) : standard.create(type);
        }
    }

    /** The version of this build and of what it runs on. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream file = Fieldledger.class.getResourceAsStream("/META-INF/build-info.properties")) {
                if (file != null) {
                    build.load(file);
                }
            }
            return new String[] {
                "Fieldledger " + build.getProperty("build.version", "(a build without a version)"),
                "Java " + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch")
            };
        }
    }
}
