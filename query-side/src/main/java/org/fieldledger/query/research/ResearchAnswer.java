package org.fieldledger.query.research;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fieldledger.query.Basis;
import org.fieldledger.query.Columns;
import org.fieldledger.query.WholeAnswer;
import org.fieldledger.query.comparison.Design;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a question about the course of things: what was asked, what it rests on, the figures of the whole, what was
 * left out and why, and the rows. Written the same, byte for byte, wherever it is asked.
 *
 * @param differences where several cases stand side by side, in what they differ; nothing is averaged over it
 * @param leftOut how many were left out, by why: what stands in the way of their use (quarantined, on-hold and so on), that they lie
 *     outside the window asked for, or that the question does not compare such a kind of data
 */
public record ResearchAnswer(
        String question,
        String asks,
        Basis basis,
        Map<String, Long> counts,
        Map<String, Long> leftOut,
        List<String> differences,
        Class<? extends Record> row,
        List<? extends Record> items)
        implements WholeAnswer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public void writeJson(Writer out) throws IOException {
        var answer = JSON.createObjectNode();
        answer.put("question", question);
        answer.put("asks", asks);
        answer.set("basis", JSON.valueToTree(basis));
        answer.set("counts", JSON.valueToTree(counts));
        answer.set("leftOut", JSON.valueToTree(leftOut));
        if (!differences.isEmpty()) answer.set("differences", JSON.valueToTree(differences));
        answer.set("items", JSON.valueToTree(items));
        out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        out.write('\n');
        out.flush();
    }

    /** Where several cases stand side by side and differ, every row says in what before anything else: nobody reads over it. */
    @Override
    public void writeCsv(Writer out) throws IOException {
        Columns.writeCsv(
                out,
                differences.isEmpty() ? Map.of() : Map.of("differences", String.join(" | ", differences)),
                row,
                items,
                basis.demonstration());
    }

    /** The basis, what was left out, and in what cases differ, for an answer that has no room for them. */
    @Override
    public Map<String, String> headers() {
        var headers = new LinkedHashMap<>(basis.headers(leftOut));
        if (!differences.isEmpty())
            headers.put(
                    "Fieldledger-Differences",
                    differences.stream()
                            .map(one -> one.substring(Design.DIFFERENT.length(), one.indexOf(':')))
                            .collect(Collectors.joining(", ")));
        return headers;
    }

    /** The rows of a page, as what they are. */
    public <R extends Record> List<R> rows(Class<R> kind) {
        return items.stream().map(kind::cast).toList();
    }

    /** All of what was left out. */
    public long leftOutAltogether() {
        return leftOut.values().stream().mapToLong(Long::longValue).sum();
    }
}
