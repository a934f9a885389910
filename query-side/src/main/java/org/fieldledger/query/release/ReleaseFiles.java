package org.fieldledger.query.release;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.FrozenRelease.ReleasedFile;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.audit.Trails;
import org.fieldledger.query.release.Gathered.Gone;
import org.fieldledger.query.release.Withholding.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a release into a folder, row by row as the log is read: each table as CSV and as Parquet, the codebook, what
 * was left out, and the descriptor. The same release makes the same bytes wherever and whenever it is written, save for what
 * was destroyed.
 */
final class ReleaseFiles {

    static final String DESCRIPTOR = "datapackage.json";

    /** What is written beside the rest where something of the release is gone. */
    static final String DESTROYED = "destroyed.csv";

    /** What came of it. */
    record Written(Gathered gathered, List<ReleasedFile> files) {}

    private final Path folder;
    private final Named release;
    private final boolean demonstration;
    private final List<ReleasedFile> files = new ArrayList<>();

    ReleaseFiles(Path folder, Named release, boolean demonstration) {
        this.folder = folder;
        this.release = release;
        this.demonstration = demonstration;
    }

    /**
     * @param lastKnown when the last event that the release rests on was recorded
     * @param since what was destroyed after it was made
     * @param leftOut what was left out of it, where that is on record: of what is destroyed since nobody could count the rows
     */
    Written write(Trails trails, Instant lastKnown, Destroyed since, Optional<List<Withheld>> leftOut)
            throws IOException {
        var definition = release.definition();
        ReleaseReading reading;
        Gathered gathered;
        try (var tables =
                new Open(definition.tables().stream().sorted().distinct().toList())) {
            reading = new ReleaseReading(trails, definition, demonstration, since, tables);
            gathered = reading.read(lastKnown);
            tables.close();
            tables.done(gathered);
        } catch (UncheckedIOException full) {
            throw Objects.requireNonNull(full.getCause());
        }
        var used = gathered.instruments().stream()
                .flatMap(one -> Stream.ofNullable(reading.instruments().get(one.instrument() + " " + one.version())))
                .toList();
        var codebook =
                new Codebook(definition.tables().stream().sorted().distinct().toList(), used);
        file("codebook.csv", null, codebook::writeCsv);
        file("codebook.md", null, out -> codebook.writeMarkdown(out, release.release()));
        var withheld = leftOut.orElseGet(gathered::withheld);
        file("withheld.csv", null, out -> withheld(out, withheld));
        file(
                DESCRIPTOR,
                null,
                out -> new Descriptor(release, demonstration, gathered.rows(), withheld, List.copyOf(files))
                        .write(out));
        if (!gathered.gone().isEmpty())
            try (var out = new HashedFile(folder, DESTROYED)) {
                destroyed(out, gathered.gone());
            }
        return new Written(gathered, List.copyOf(files));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private void file(String name, @Nullable Long rows, Writing writing) throws IOException {
        var file = new HashedFile(folder, name);
        try (file) {
            writing.to(file);
        }
        files.add(file.done(rows));
    }

    private static void withheld(OutputStream out, List<Withheld> withheld) throws IOException {
        try (var csv = CsvTable.writer(out)) {
            csv.writeRecord("table", "case", "reason", "why", "entries", "rows", "people");
            for (var one : withheld)
                csv.writeRecord(
                        Tables.name(one.table()),
                        one.caseStudy() == null ? null : one.caseStudy().code(),
                        one.reason(),
                        Reason.of(one.reason()).words(),
                        Long.toString(one.entries()),
                        Long.toString(one.rows()),
                        Long.toString(one.people()));
        }
    }

    private static void destroyed(OutputStream out, List<Gone> gone) throws IOException {
        try (var csv = CsvTable.writer(out)) {
            csv.writeRecord(
                    "table",
                    "case",
                    "participant",
                    "event",
                    "part",
                    "rows",
                    "erasure",
                    "decided_by",
                    "reason",
                    "legal_basis",
                    "reference");
            for (var one : gone)
                csv.writeRecord(
                        one.table().name().toLowerCase(Locale.ROOT),
                        Column.written(one.caseCode()),
                        Column.written(one.participant()),
                        Column.written(one.event()),
                        one.part(),
                        Column.written(one.rows()),
                        Column.written(one.erasure()),
                        one.decidedBy(),
                        one.reason(),
                        one.legalBasis(),
                        one.reference());
        }
    }

    /** The files of the tables, while rows come. */
    private final class Open implements ReleaseReading.Into, AutoCloseable {

        private record Table(HashedFile csvFile, CsvTable csv, HashedFile parquetFile, ParquetTable parquet) {}

        private final Map<ReleaseTable, Table> open = new EnumMap<>(ReleaseTable.class);
        private boolean closed;

        Open(List<ReleaseTable> tables) throws IOException {
            for (var table : tables) {
                var csv = new HashedFile(folder, Tables.name(table) + ".csv");
                var parquet = new HashedFile(folder, Tables.name(table) + ".parquet");
                open.put(
                        table,
                        new Table(
                                csv,
                                new CsvTable(csv, Tables.columns(table)),
                                parquet,
                                new ParquetTable(parquet, Tables.columns(table))));
            }
        }

        @Override
        public void row(ReleaseTable table, @Nullable Object[] values) {
            var into = Objects.requireNonNull(open.get(table));
            try {
                into.csv().row(values);
                into.parquet().row(values);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        void done(Gathered gathered) {
            open.forEach((table, written) -> {
                files.add(written.csvFile().done(gathered.rows(table)));
                files.add(written.parquetFile().done(gathered.rows(table)));
            });
        }

        @Override
        public void close() throws IOException {
            if (closed) return;
            closed = true;
            for (var table : open.values()) {
                table.csv().close();
                table.parquet().close();
            }
        }
    }
}
