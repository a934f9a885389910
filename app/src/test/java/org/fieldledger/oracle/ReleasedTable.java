package org.fieldledger.oracle;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.events.ReleaseTable;
import org.jspecify.annotations.Nullable;

/** A table of a release, as others read its files. */
final class ReleasedTable {

    /** A row of a table as it is in its file. */
    record Row(NamedCsvRecord cells) {
        String get(String column) {
            return cells.getField(column);
        }

        /** Nothing where the cell is empty. */
        @Nullable
        String orNull(String column) {
            return get(column).isEmpty() ? null : get(column);
        }

        /** Without the noughts at its end. */
        @Nullable
        String figures(String column) {
            return get(column).isEmpty() ? null : PlainHistory.figures(new BigDecimal(get(column)));
        }
    }

    private final String name;
    private final Path parquet;

    /** In the order of the file. */
    final List<Row> rows = new ArrayList<>();

    ReleasedTable(Path folder, ReleaseTable table) throws IOException {
        this.name = PlainCourse.written(table);
        this.parquet = folder.resolve(name + ".parquet");
        try (var csv = CsvReader.builder().ofNamedCsvRecord(folder.resolve(name + ".csv"))) {
            csv.forEach(row -> rows.add(new Row(row)));
        }
    }

    /** Every row of the Parquet file that is another than that of the CSV, and every one that is in only one of the two. */
    Stream<String> otherwiseInParquet() throws IOException {
        var otherwise = new ArrayList<String>();
        try (var file = ParquetFileReader.open(InputFile.of(parquet));
                var reader = file.rowReader()) {
            var columns = file.getFileSchema().getColumns();
            var read = 0;
            for (; reader.hasNext(); read++) {
                reader.next();
                var inParquet = new ArrayList<String>();
                var inCsv = new ArrayList<String>();
                for (var column : columns) {
                    var value = reader.getValue(column.name());
                    inParquet.add(column.name() + "=" + written(value));
                    if (read >= rows.size()) continue;
                    var cell = value instanceof Double
                            ? rows.get(read).figures(column.name())
                            : rows.get(read).orNull(column.name());
                    inCsv.add(column.name() + "=" + cell);
                }
                if (!inParquet.equals(inCsv))
                    otherwise.add("%s, row %d: %s in Parquet, %s in CSV".formatted(name, read, inParquet, inCsv));
            }
            for (; read < rows.size(); read++) otherwise.add("%s, row %d: not in Parquet".formatted(name, read));
        }
        return otherwise.stream();
    }

    private static @Nullable String written(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number -> PlainHistory.figures(BigDecimal.valueOf(number));
            default -> value.toString();
        };
    }
}
