package org.fieldledger.query.audit;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fieldledger.query.Basis;
import org.fieldledger.query.Columns;
import org.fieldledger.query.WholeAnswer;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
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
        List<? extends Record> items)
        implements WholeAnswer {

    private static final ObjectWriter WRITER =
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter().without(StreamWriteFeature.AUTO_CLOSE_TARGET);

    @Override
    public void writeJson(Writer out) throws IOException {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("question", question);
        answer.put("asks", asks);
        answer.put("basis", basis);
        answer.put("judgedOn", judgedOn);
        answer.put("counts", counts);
        answer.put("unreadable", unreadable);
        answer.put("items", items);
        // Row by row: an answer about everybody is long, and is not held twice.
        WRITER.writeValue(out, answer);
        out.write('\n');
        out.flush();
    }

    @Override
    public void writeCsv(Writer out) throws IOException {
        Columns.writeCsv(out, row, items, basis.demonstration());
    }

    @Override
    public Map<String, String> headers() {
        return basis.headers();
    }
}
