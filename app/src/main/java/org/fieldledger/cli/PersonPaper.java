package org.fieldledger.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fieldledger.cli.Reports.AskedAsOf;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.audit.KnownCodes;
import org.fieldledger.query.audit.PersonPapers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is handed to a person about themselves, written to a file. */
abstract sealed class PersonPaper implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private AskedAsOf asked = new AskedAsOf();

    @Option(
            names = {"--person", "--participant"},
            required = true,
            paramLabel = "CODE",
            description = "about whom, such as CAFE-0042")
    private String person = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "where to; named after the person if left out")
    private @Nullable Path file;

    @Option(names = "--purpose", paramLabel = "TEXT", description = "what for, in a sentence kept in the access log")
    private @Nullable String purpose;

    /** Writes it, and says in a sentence what it is. */
    abstract String write(PersonPapers papers, ParticipantCode person, AskedAsOf asked, OutputStream out)
            throws IOException;

    abstract String fileName(String person);

    @Override
    public Integer call() throws IOException {
        var participant = Objects.requireNonNull(Reports.read("--person", person, ParticipantCode::new));
        var into = Objects.requireNonNullElseGet(file, () -> Path.of(fileName(person)));
        var out = spec.commandLine().getOut();
        try {
            var written = StoreReading.with(
                    options,
                    sentence -> spec.commandLine().getErr().println(sentence + "."),
                    store -> write(store, participant, into));
            out.printf("%s: %s.%n", into, written);
        } catch (BadQuestion | NothingKnown refused) {
            throw new StartRefused(String.valueOf(refused.getMessage()), refused);
        }
        out.flush();
        return 0;
    }

    private String write(StoreReading store, ParticipantCode participant, Path into) throws IOException {
        var papers = PersonPapers.ofEveryCase(store.log(), asked.zone(), store.database(), store.vault(), purpose);
        try {
            return whole(into, part -> write(papers, participant, asked, part));
        } catch (NothingKnown nobody) {
            new KnownCodes(store.log()).require(Map.of("participant", person));
            throw nobody;
        }
    }

    private interface Writing {
        String to(OutputStream out) throws IOException;
    }

    /** The file is there whole or not at all. */
    private static String whole(Path file, Writing writing) throws IOException {
        var absolute = file.toAbsolutePath();
        var part = Files.createTempFile(
                Objects.requireNonNull(absolute.getParent()), "." + absolute.getFileName(), ".part");
        try {
            String told;
            try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
                told = writing.to(out);
            }
            Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
            return told;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String operator() {
        return System.getProperty("user.name", "operator");
    }

    /** {@code ./fieldledger receipt}: what a person consented to, on paper or for programs. */
    @Command(
            name = "receipt",
            description = "Writes the receipt of what a person consented to, as a PDF or as JSON-LD.",
            mixinStandardHelpOptions = true)
    static final class OfConsent extends PersonPaper {

        /** How the receipt is written. */
        enum Format {
            pdf,
            jsonld
        }

        @Option(
                names = "--format",
                defaultValue = "pdf",
                paramLabel = "FORMAT",
                description = "pdf or jsonld (default: ${DEFAULT-VALUE})")
        private Format format = Format.pdf;

        @Override
        String write(PersonPapers papers, ParticipantCode person, AskedAsOf asked, OutputStream out)
                throws IOException {
            var receipt = papers.receipt(person, asked.asOf());
            out.write(
                    format == Format.pdf
                            ? papers.print(receipt, operator())
                            : receipt.jsonLd().getBytes(StandardCharsets.UTF_8));
            return "receipt %s for %s, %d modules"
                    .formatted(receipt.number(), person, receipt.parts().size());
        }

        @Override
        String fileName(String person) {
            return "consent-receipt-" + person + "." + format;
        }
    }

    /** {@code ./fieldledger everything-held}: a copy for a person of everything held on them. */
    @Command(
            name = "everything-held",
            description =
                    "Writes everything held on a person into one archive, to be read through before it is handed over.",
            mixinStandardHelpOptions = true)
    static final class OfEverything extends PersonPaper {

        @Override
        String write(PersonPapers papers, ParticipantCode person, AskedAsOf asked, OutputStream out)
                throws IOException {
            var copy = papers.everythingHeld(person, asked.asOf());
            copy.writeTo(out, operator());
            return "%,d entries on %s; read the free texts before you hand it over".formatted(copy.entries(), person);
        }

        @Override
        String fileName(String person) {
            return "everything-held-" + person + ".zip";
        }
    }
}
