package org.fieldledger.query.audit;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.query.Basis;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to an audit question: what was asked, what it rests on, the figures of the whole, and a row for each finding.
 * Written the same, byte for byte, wherever it is asked.
 *
 * @param judgedOn the day on which it is judged what has expired and who is appointed: that of {@code trueAt}, or the day of
 *     the last event known
 * @param unreadable positions of events that this version cannot read and that the answer therefore lacks; to be looked into
 */
public record AuditAnswer(
        String question,
        String asks,
        Basis basis,
        String judgedOn,
        Map<String, Long> counts,
        List<Long> unreadable,
        Class<? extends Record> row,
        List<? extends Record> items) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a spreadsheet would take for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    public void writeJson(Writer out) throws IOException {
        var answer = JSON.createObjectNode();
        answer.put("question", question);
        answer.put("asks", asks);
        answer.set("basis", JSON.valueToTree(basis));
        answer.put("judgedOn", judgedOn);
        answer.set("counts", JSON.valueToTree(counts));
        answer.set("unreadable", JSON.valueToTree(unreadable));
        answer.set("items", JSON.valueToTree(items));
        out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        out.write('\n');
        out.flush();
    }

    /** A line of names and a line for each row; several values in one field are parted by a semicolon. */
    public void writeCsv(Writer out) throws IOException {
        var columns = row.getRecordComponents();
        var csv = CsvWriter.builder().build(out);
        csv.writeRecord(Stream.concat(Arrays.stream(columns).map(AuditAnswer::heading), Stream.of("demonstration"))
                .toArray(String[]::new));
        for (var item : items)
            csv.writeRecord(Stream.concat(
                            Arrays.stream(columns).map(column -> text(value(item, column))),
                            Stream.of(Boolean.toString(basis.demonstration())))
                    .toArray(String[]::new));
        csv.flush();
    }

    static String heading(RecordComponent column) {
        return column.getName().equals("caseCode")
                ? "case"
                : column.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    static String text(@Nullable Object value) {
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

    static @Nullable Object value(Record row, RecordComponent column) {
        try {
            var accessor = column.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s of %s cannot be read".formatted(column, row.getClass()), e);
        }
    }
}
