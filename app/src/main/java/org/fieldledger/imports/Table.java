package org.fieldledger.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** A table in a file, read row by row and never held as a whole: CSV with a header, or CDISC Dataset-JSON 1.1. */
final class Table {

    private final Path file;
    private final String name;
    private final List<String> columns;

    private Table(Path file, String name, List<String> columns) {
        this.file = file;
        this.name = name;
        this.columns = columns;
    }

    /** Opens a file and reads what it says of itself. Throws {@link ImportRefused} naming the file and what is wrong. */
    static Table open(Path file) {
        if (!Files.isRegularFile(file))
            throw new ImportRefused("There is no file " + file + "; check the path after --data");
        try {
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? datasetJson(file) : csv(file);
        } catch (CharacterCodingException e) {
            throw notUtf8(file, e);
        } catch (IOException | UncheckedIOException e) {
            throw new ImportRefused(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The name by which a mapping calls it: that of the dataset, or of the file without its ending. */
    String name() {
        return name;
    }

    List<String> columns() {
        return columns;
    }

    /** Hands over every row in order. Throws {@link ImportRefused} naming the place from which on it cannot be read. */
    void rows(Consumer<TableRow> each) {
        try {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) datasetJsonRows(each);
            else csvRows(each);
        } catch (CharacterCodingException e) {
            throw notUtf8(file, e);
        } catch (IOException e) {
            throw new ImportRefused(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Table csv(Path file) throws IOException {
        try (var reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            var rows = reader.iterator();
            var header = rows.hasNext() ? rows.next().getHeader() : List.<String>of();
            if (header.isEmpty()) throw new ImportRefused(file + " holds no rows below a header line");
            if (new HashSet<>(header).size() < header.size())
                throw new ImportRefused(file + " names a column twice in its header line; give each a name of its own");
            var ending = file.getFileName().toString();
            var dot = ending.lastIndexOf('.');
            return new Table(file, dot < 0 ? ending : ending.substring(0, dot), header);
        } catch (CsvParseException e) {
            throw new ImportRefused(file + " is not CSV: " + e.getMessage(), e);
        }
    }

    private void csvRows(Consumer<TableRow> each) throws IOException {
        long number = 0;
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (var row : reader) {
                number++;
                if (row.getFieldCount() != columns.size())
                    throw new ImportRefused("%s line %d has %d cells where the header has %d; put the line right"
                            .formatted(file, row.getStartingLineNumber(), row.getFieldCount(), columns.size()));
                each.accept(new TableRow(
                        name,
                        number,
                        "%s line %d".formatted(file.getFileName(), row.getStartingLineNumber()),
                        row.getFieldsAsMap()));
            }
        } catch (CsvParseException e) {
            throw new ImportRefused("%s is not CSV after row %d: %s".formatted(file, number, e.getMessage()), e);
        }
    }

    private static Table datasetJson(Path file) throws IOException {
        var columns = new ArrayList<String>();
        String name = null;
        try (var json = parser(file)) {
            if (json.nextToken() != JsonToken.START_OBJECT) throw notDatasetJson(file);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                var key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "name" -> name = json.getString();
                    case "columns" -> {
                        while (json.nextToken() == JsonToken.START_OBJECT)
                            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                                var property = json.currentName();
                                json.nextToken();
                                if (property.equals("name")) columns.add(json.getString());
                                else json.skipChildren();
                            }
                    }
                    case "rows" -> {
                        if (name == null || columns.isEmpty()) throw notDatasetJson(file);
                        return new Table(file, name, List.copyOf(columns));
                    }
                    default -> json.skipChildren();
                }
            }
            throw notDatasetJson(file);
        } catch (JacksonException e) {
            throw broken(file, e);
        }
    }

    private void datasetJsonRows(Consumer<TableRow> each) throws IOException {
        long number = 0;
        try (var json = parser(file)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME
                    && !json.currentName().equals("rows")) {
                json.nextToken();
                json.skipChildren();
            }
            json.nextToken();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                number++;
                var cells = new HashMap<String, String>();
                int column = 0;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (column == columns.size()) throw wrongWidth(number);
                    if (json.currentToken() != JsonToken.VALUE_NULL) cells.put(columns.get(column), text(json));
                    column++;
                }
                if (column != columns.size()) throw wrongWidth(number);
                each.accept(new TableRow(name, number, "%s row %d".formatted(file.getFileName(), number), cells));
            }
            if (json.currentToken() != JsonToken.END_ARRAY) throw notDatasetJson(file);
        } catch (JacksonException e) {
            throw new ImportRefused(
                    "%s breaks off after row %d: %s; get the whole file"
                            .formatted(file, number, broken(file, e).getMessage()),
                    e);
        }
    }

    /** Numbers as they are written, so that 3 stays 3 and 3.0 stays 3.0. */
    private static String text(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(json.getString()).toPlainString();
            default -> json.getString();
        };
    }

    private static JsonParser parser(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return JsonMapper.shared().createParser(in);
    }

    private ImportRefused wrongWidth(long number) {
        return new ImportRefused(
                "%s row %d does not have %d values, one for each column".formatted(file, number, columns.size()));
    }

    private static ImportRefused notDatasetJson(Path file) {
        return new ImportRefused(
                file
                        + " is not CDISC Dataset-JSON: it needs name, columns and rows, in this order; other tables come as CSV");
    }

    private static ImportRefused broken(Path file, JacksonException e) {
        return new ImportRefused(
                "%s is not JSON from line %d, column %d on"
                        .formatted(
                                file,
                                e.getLocation().getLineNr(),
                                e.getLocation().getColumnNr()),
                e);
    }

    private static ImportRefused notUtf8(Path file, Exception e) {
        return new ImportRefused(file + " is not UTF-8; save it as UTF-8 and try again", e);
    }

    /** Throws {@link ImportRefused} naming the columns that a mapping speaks of and this table does not have. */
    void require(Set<String> wanted) {
        var absent = wanted.stream()
                .filter(column -> !columns.contains(column))
                .sorted()
                .toList();
        if (!absent.isEmpty())
            throw new ImportRefused("%s has no column %s, which the mapping speaks of; it has %s"
                    .formatted(file, String.join(", ", absent), String.join(", ", columns)));
    }
}
