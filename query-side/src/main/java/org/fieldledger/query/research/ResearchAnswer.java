package org.fieldledger.query.research;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.fieldledger.query.Basis;
import org.fieldledger.query.Columns;
import org.fieldledger.query.WholeAnswer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a question about the course of things: what was asked, what it rests on, the figures of the whole, what was
 * left out and why, and the rows. Written the same, byte for byte, wherever it is asked.
 *
 * @param differences where several cases stand side by side, in what they differ; nothing is averaged over it
 * @param leftOut how many were left out because they may not be used, by what stands in the way: quarantined, on-hold and so on
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

    @Override
    public void writeCsv(Writer out) throws IOException {
        Columns.writeCsv(out, row, items, basis.demonstration());
    }

    /** The basis, and what was left out, for an answer that has no room for them. */
    @Override
    public Map<String, String> headers() {
        return basis.headers(leftOut);
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
