package org.fieldledger.query.release;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as CSV in UTF-8: values exactly as they are, an empty field where there is none. */
final class CsvTable implements AutoCloseable {

    private final CsvWriter csv;

    CsvTable(OutputStream out, List<Column> columns) {
        this.csv = writer(out);
        csv.writeRecord(columns.stream().map(Column::name).toList());
    }

    /** The one way in which CSV of a release is written. */
    static CsvWriter writer(OutputStream out) {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    void row(@Nullable Object[] values) {
        var fields = new @Nullable String[values.length];
        for (int n = 0; n < values.length; n++) fields[n] = Column.written(values[n]);
        csv.writeRecord(fields);
    }

    /** Ends the file, and closes what it is written to. */
    @Override
    public void close() throws IOException {
        csv.close();
    }
}
