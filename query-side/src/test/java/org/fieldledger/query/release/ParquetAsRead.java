package org.fieldledger.query.release;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Parquet file as a program of others reads it, written as the CSV beside it writes the same. */
final class ParquetAsRead {

    static List<Map<String, String>> rows(Path file, List<Column> columns) throws IOException {
        var rows = new ArrayList<Map<String, String>>();
        try (var parquet = ParquetFileReader.open(InputFile.of(file));
                var reader = parquet.rowReader()) {
            while (reader.hasNext()) {
                reader.next();
                var row = new LinkedHashMap<String, String>();
                for (var column : columns) row.put(column.name(), value(reader, column));
                rows.add(row);
            }
        }
        return rows;
    }

    private static String value(RowReader row, Column column) {
        var name = column.name();
        if (row.isNull(name)) return "";
        return switch (column.kind()) {
            case TEXT -> row.getString(name);
            case NUMBER ->
                BigDecimal.valueOf(row.getDouble(name)).stripTrailingZeros().toPlainString();
            case INTEGER -> Long.toString(row.getLong(name));
            case BOOLEAN -> Boolean.toString(row.getBoolean(name));
            case MOMENT -> row.getTimestamp(name).toString();
        };
    }

    private ParquetAsRead() {}
}
