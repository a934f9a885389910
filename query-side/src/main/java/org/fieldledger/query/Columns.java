package org.fieldledger.query;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The components of a record as columns: how they are headed, and how what stands in them is written in a table. */
public final class Columns {

    /** What a spreadsheet would take for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    /** A line of names and a line for each row; several values in one field are parted by a semicolon. */
    public static void writeCsv(
            Writer out, Class<? extends Record> row, List<? extends Record> items, boolean demonstration)
            throws IOException {
        writeCsv(out, Map.of(), row, items, demonstration);
    }

    /** The same, with what is to be borne in mind of every row in columns before all others. */
    public static void writeCsv(
            Writer out,
            Map<String, String> before,
            Class<? extends Record> row,
            List<? extends Record> items,
            boolean demonstration)
            throws IOException {
        var columns = row.getRecordComponents();
        var csv = CsvWriter.builder().build(out);
        csv.writeRecord(Stream.of(
                        before.keySet().stream(),
                        Arrays.stream(columns).map(Columns::heading),
                        Stream.of("demonstration"))
                .flatMap(Function.identity())
                .toArray(String[]::new));
        for (var item : items)
            csv.writeRecord(Stream.of(
                            before.values().stream().map(Columns::text),
                            Arrays.stream(columns).map(column -> text(value(item, column))),
                            Stream.of(Boolean.toString(demonstration)))
                    .flatMap(Function.identity())
                    .toArray(String[]::new));
        csv.flush();
    }

    /** The name of a column: caseCode is case, recordedAt is recorded_at. */
    public static String heading(RecordComponent column) {
        return column.getName().equals("caseCode")
                ? "case"
                : column.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** A value as it stands in a field; empty for none. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Collection<?> several ->
                harmless(several.stream().map(String::valueOf).collect(Collectors.joining("; ")));
            case String text -> harmless(text);
            default -> value.toString();
        };
    }

    /** A leading apostrophe keeps a spreadsheet from running text that somebody wrote as if it were a formula. */
    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    public static @Nullable Object value(Record row, RecordComponent column) {
        try {
            var accessor = column.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s of %s cannot be read".formatted(column, row.getClass()), e);
        }
    }

    private Columns() {}
}
