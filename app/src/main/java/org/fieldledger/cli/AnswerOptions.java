package org.fieldledger.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.query.audit.Audit;
import org.fieldledger.query.audit.Audit.Askable;
import org.fieldledger.query.audit.AuditAnswer;
import org.fieldledger.query.audit.AuditTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a question about people is answered at the command line: in which form, where to, and what for. */
final class AnswerOptions {

    /** How an answer is written. */
    enum Format {
        table,
        csv,
        json
    }

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "table, csv or json (default: ${DEFAULT-VALUE})")
    private Format format = Format.table;

    @Option(names = "--purpose", paramLabel = "TEXT", description = "what for, in a sentence kept in the access log")
    private @Nullable String purpose;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "where to; shown here if left out")
    private @Nullable Path file;

    /** Asks on the store, and writes what it is answered. */
    void answer(
            CommandLine line, StoreOptions options, ZoneId zone, Askable question, Function<Audit, AuditAnswer> asking)
            throws IOException {
        var answer = StoreReading.with(
                options,
                sentence -> line.getErr().println(sentence + "."),
                store -> asking.apply(Audit.ofEveryCase(store.log(), zone, store.database(), store.vault(), purpose)));
        if (file == null) write(question, answer, line.getOut());
        else {
            try (var into = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                write(question, answer, into);
                if (into.checkError()) throw new StartRefused(file + " could not be written whole.");
            }
            line.getOut().printf("%s: %s%n", file, rows(answer));
        }
        line.getOut().flush();
    }

    private void write(Askable question, AuditAnswer answer, PrintWriter out) throws IOException {
        switch (format) {
            case table -> table(question, answer, out);
            case csv -> answer.writeCsv(out);
            case json -> answer.writeJson(out);
        }
        out.flush();
    }

    private static void table(Askable question, AuditAnswer answer, PrintWriter out) {
        var basis = answer.basis();
        out.println(question.number() > 0 ? question.number() + ". " + question.asks() : question.asks());
        out.printf(
                "As it was %s, as far as was known by %s; judged on %s; the log up to position %,d.%n",
                basis.trueAt() == null ? "at the latest" : "on " + basis.trueAt(),
                Objects.requireNonNullElse(basis.knownAt(), "the beginning"),
                answer.judgedOn(),
                basis.position());
        if (basis.demonstration()) out.println("Demonstration: everybody and everything in it is invented.");
        if (!answer.counts().isEmpty())
            out.println(answer.counts().entrySet().stream()
                    .map(count -> "%s %,d".formatted(AuditTable.words(count.getKey()), count.getValue()))
                    .collect(Collectors.joining(" · ")));
        if (!answer.unreadable().isEmpty())
            out.printf(
                    "NOT complete: this version cannot read the events at position %s.%n",
                    answer.unreadable().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        out.println();
        if (!answer.items().isEmpty()) TableForPeople.asWideAsTheWindow().print(AuditTable.of(answer), out);
        out.println(rows(answer));
    }

    private static String rows(AuditAnswer answer) {
        return switch (answer.items().size()) {
            case 0 -> "Nothing was found.";
            case 1 -> "1 row.";
            default -> "%,d rows.".formatted(answer.items().size());
        };
    }
}
