package org.fieldledger.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.fieldledger.events.ParticipantCode;
import org.jspecify.annotations.Nullable;

/** The report of an import: every row that was not taken over as it stands, with where it is, why, and the way out. */
final class RejectedRows implements AutoCloseable {

    private final CsvWriter csv;

    RejectedRows(Path file) {
        try {
            csv = CsvWriter.builder().build(file);
            csv.writeRecord("table", "row", "place", "participant", "rule", "reason", "way out");
        } catch (IOException e) {
            throw new ImportRefused(
                    "The report cannot be written to " + file + "; choose another file with --report", e);
        }
    }

    void row(TableRow row, @Nullable ParticipantCode person, String rule, String reason, String wayOut) {
        csv.writeRecord(
                row.table(),
                Long.toString(row.number()),
                row.place(),
                person == null ? "" : person.code(),
                rule,
                reason,
                wayOut);
    }

    @Override
    public void close() {
        try {
            csv.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
