package org.fieldledger.query.release;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.Language;
import org.fieldledger.events.ReleaseTable;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a release mean, and the instruments answered in it: each item with its words in every language, its range
 * and choices, what the missing codes stand for and which items a score adds up. For programs and to be read.
 */
record Codebook(List<ReleaseTable> tables, Collection<InstrumentVersionReleased> instruments) {

    private static final List<String> HEADING = List.of(
            "what",
            "table",
            "instrument",
            "version",
            "code",
            "language",
            "meaning",
            "type",
            "least",
            "greatest",
            "choices",
            "items");

    /** One line for each thing and language. */
    void writeCsv(OutputStream out) throws IOException {
        try (var csv = CsvTable.writer(out)) {
            csv.writeRecord(HEADING);
            for (var table : tables)
                for (var column : Tables.columns(table))
                    line(
                            csv,
                            "column",
                            Tables.name(table),
                            null,
                            column.name(),
                            null,
                            column.meaning(),
                            column.kind().frictionless(),
                            null,
                            "");
            for (var instrument : instruments) instrument(csv, instrument);
        }
    }

    private static void instrument(CsvWriter csv, InstrumentVersionReleased instrument) {
        inEachLanguage(
                instrument.title(),
                (language, words) -> line(
                        csv,
                        "instrument",
                        null,
                        instrument,
                        null,
                        language,
                        words,
                        lower(instrument.kind()),
                        null,
                        ""));
        for (var item : instrument.items())
            inEachLanguage(
                    item.text(),
                    (language, words) -> line(
                            csv,
                            "item",
                            null,
                            instrument,
                            item.code(),
                            language,
                            words,
                            item.freeText() ? "text" : "number",
                            item,
                            ""));
        for (var missing : instrument.missingCodes())
            inEachLanguage(
                    missing.meaning(),
                    (language, words) ->
                            line(csv, "missing", null, instrument, missing.code(), language, words, null, null, ""));
        for (var score : instrument.scores())
            inEachLanguage(
                    score.title(),
                    (language, words) -> line(
                            csv,
                            "score",
                            null,
                            instrument,
                            score.code(),
                            language,
                            words,
                            "number",
                            null,
                            String.join(";", score.items())));
    }

    private static void line(
            CsvWriter csv,
            String what,
            @Nullable String table,
            @Nullable InstrumentVersionReleased instrument,
            @Nullable String code,
            @Nullable Language language,
            @Nullable String meaning,
            @Nullable String type,
            @Nullable Item item,
            String items) {
        csv.writeRecord(
                what,
                table,
                instrument == null ? null : instrument.instrument().code(),
                instrument == null ? null : instrument.version(),
                code,
                language == null ? null : language.code(),
                meaning,
                type,
                item == null ? null : Column.written(item.least()),
                item == null ? null : Column.written(item.greatest()),
                item == null ? null : choices(item),
                items);
    }

    private interface InLanguage {
        void say(@Nullable Language language, @Nullable String words);
    }

    /** Once without a language, where nothing is said in any. */
    private static void inEachLanguage(Map<Language, String> words, InLanguage saying) {
        if (words.isEmpty()) saying.say(null, null);
        new TreeMap<>(words).forEach(saying::say);
    }

    private static String choices(Item item) {
        return item.choices().stream().map(BigDecimal::toPlainString).collect(Collectors.joining(";"));
    }

    /** The same to be read, with the tables first. */
    void writeMarkdown(OutputStream out, String title) throws IOException {
        try (var page = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            page.write("# Codebook of " + plain(title) + "\n");
            page.write("""

                    CSV files are UTF-8, with a comma between values, a line feed after each row and an empty field where there is no
                    value. Read them as data: a text that somebody wrote may begin with a sign that a spreadsheet takes for a formula.
                    The Parquet files hold the same rows; a number is the nearest double there, and as it was written in the CSV.
                    """);
            for (var table : tables) table(page, table);
            for (var instrument : instruments) instrument(page, instrument);
        }
    }

    private static void table(Writer page, ReleaseTable table) throws IOException {
        page.write("\n## %s\n\n%s. One row: %s.\n\n"
                .formatted(Tables.name(table), Tables.title(table), String.join(" and ", Tables.key(table))));
        page.write("| column | type | always there | meaning |\n|---|---|---|---|\n");
        for (var column : Tables.columns(table))
            page.write("| %s | %s | %s | %s |\n"
                    .formatted(
                            column.name(),
                            column.kind().frictionless(),
                            column.required() ? "yes" : "no",
                            plain(column.meaning())));
    }

    private static void instrument(Writer page, InstrumentVersionReleased instrument) throws IOException {
        page.write("\n## %s %s\n\n%s\n"
                .formatted(instrument.instrument(), plain(instrument.version()), words(instrument.title())));
        page.write("\n| item | words | values |\n|---|---|---|\n");
        for (var item : instrument.items())
            page.write("| %s | %s | %s |\n".formatted(plain(item.code()), words(item.text()), values(item)));
        if (!instrument.missingCodes().isEmpty()) {
            page.write("\n| missing code | why there is no answer |\n|---|---|\n");
            for (var missing : instrument.missingCodes())
                page.write("| %s | %s |\n".formatted(plain(missing.code()), words(missing.meaning())));
        }
        if (!instrument.scores().isEmpty()) {
            page.write("\n| score | what it is | the sum of |\n|---|---|---|\n");
            for (var score : instrument.scores())
                page.write("| %s | %s | %s |\n"
                        .formatted(plain(score.code()), words(score.title()), plain(String.join(", ", score.items()))));
        }
    }

    private static String values(Item item) {
        if (item.freeText()) return "in their own words";
        if (!item.choices().isEmpty())
            return item.choices().stream().map(BigDecimal::toPlainString).collect(Collectors.joining(", "));
        var parts = new ArrayList<String>();
        if (item.least() != null) parts.add("from " + Column.written(item.least()));
        if (item.greatest() != null) parts.add("to " + Column.written(item.greatest()));
        return parts.isEmpty() ? "any number" : String.join(" ", parts);
    }

    private static String words(Map<Language, String> words) {
        return words.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(one -> "%s: %s".formatted(one.getKey(), plain(one.getValue())))
                .collect(Collectors.joining(" · "));
    }

    /** Within a cell of a table, and with nothing that Markdown or HTML would act on. */
    private static String plain(String text) {
        return text.replaceAll("[\\r\\n]+", " ")
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
