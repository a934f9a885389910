package org.fieldledger.query.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.fieldledger.query.release.Column.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A table as an Apache Parquet file: one page for each column of a group of rows, texts by dictionary, nothing compressed and
 * nothing said of the program that wrote it. So its bytes follow from its rows alone, on any machine and under any version of
 * any library, which is why it is written here and not by a library whose versions write different bytes.
 *
 * <p>Numbers are the nearest double; the CSV beside it has them as they were written.
 */
final class ParquetTable implements AutoCloseable {

    /** Rows that are held in memory at a time. */
    private static final int GROUP = 65_536;

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    // The numbers of parquet.thrift, in the order in which they stand there.
    private static final int BOOLEAN = 0;
    private static final int INT64 = 2;
    private static final int DOUBLE = 5;
    private static final int BYTE_ARRAY = 6;
    private static final int REQUIRED = 0;
    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0;
    private static final int TIMESTAMP_MICROS = 10;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int UNCOMPRESSED = 0;

    private final OutputStream out;
    private final List<Column> columns;
    private final List<@Nullable Object[]> waiting = new ArrayList<>();
    private final List<Consumer<Thrift>> groups = new ArrayList<>();
    private long position;
    private long rows;

    ParquetTable(OutputStream out, List<Column> columns) throws IOException {
        this.out = out;
        this.columns = columns;
        write(MAGIC);
    }

    /** Adds a row: a value for each column. */
    void row(@Nullable Object[] values) throws IOException {
        waiting.add(values);
        if (waiting.size() == GROUP) group();
    }

    /** Ends the file, and closes what it is written to. */
    @Override
    public void close() throws IOException {
        try (out) {
            if (!waiting.isEmpty()) group();
            var footer = Thrift.struct(file -> file.i32(1, 1)
                    .structs(2, schema())
                    .i64(3, rows)
                    .structs(4, groups)
                    .text(6, "fieldledger"));
            write(footer);
            write(littleEndian(4).putInt(footer.length).array());
            write(MAGIC);
        }
    }

    private List<Consumer<Thrift>> schema() {
        var schema = new ArrayList<Consumer<Thrift>>();
        schema.add(root -> root.text(4, "row").i32(5, columns.size()));
        for (var column : columns)
            schema.add(element -> {
                element.i32(1, type(column))
                        .i32(3, column.required() ? REQUIRED : OPTIONAL)
                        .text(4, column.name());
                if (column.kind() == Kind.TEXT)
                    element.i32(6, UTF8).struct(10, logical -> logical.struct(1, text -> {}));
                if (column.kind() == Kind.MOMENT)
                    element.i32(6, TIMESTAMP_MICROS)
                            .struct(
                                    10,
                                    logical -> logical.struct(
                                            8,
                                            timestamp -> timestamp
                                                    .bool(1, true)
                                                    .struct(2, unit -> unit.struct(2, micros -> {}))));
            });
        return schema;
    }

    private static int type(Column column) {
        return switch (column.kind()) {
            case TEXT -> BYTE_ARRAY;
            case NUMBER -> DOUBLE;
            case INTEGER, MOMENT -> INT64;
            case BOOLEAN -> BOOLEAN;
        };
    }

    private void group() throws IOException {
        var count = waiting.size();
        var began = position;
        var chunks = new ArrayList<Consumer<Thrift>>();
        for (int at = 0; at < columns.size(); at++) chunks.add(chunk(columns.get(at), at));
        var size = position - began;
        groups.add(group -> group.structs(1, chunks).i64(2, size).i64(3, count));
        rows += count;
        waiting.clear();
    }

    /** Writes the values of one column, and tells where they are. */
    private Consumer<Thrift> chunk(Column column, int at) throws IOException {
        var began = position;
        var present = new ArrayList<Object>(waiting.size());
        var levels = new int[waiting.size()];
        for (int row = 0; row < levels.length; row++) {
            var value = waiting.get(row)[at];
            if (value == null && column.required())
                throw new IllegalStateException("Column %s has no value in row %d".formatted(column.name(), row));
            if (value == null) continue;
            levels[row] = 1;
            present.add(value);
        }
        var byDictionary = column.kind() == Kind.TEXT && !present.isEmpty();
        var body = new ByteArrayOutputStream();
        if (!column.required()) {
            var defined = hybrid(levels, 1);
            body.writeBytes(littleEndian(4).putInt(defined.length).array());
            body.writeBytes(defined);
        }
        if (byDictionary) {
            var dictionary = new LinkedHashMap<Object, Integer>();
            var indexes = new int[present.size()];
            for (int n = 0; n < indexes.length; n++)
                indexes[n] = dictionary.computeIfAbsent(present.get(n), text -> dictionary.size());
            var texts = plain(column, new ArrayList<>(dictionary.keySet()));
            page(
                    DICTIONARY_PAGE,
                    texts,
                    header -> header.struct(
                            7, page -> page.i32(1, dictionary.size()).i32(2, PLAIN)));
            int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(dictionary.size() - 1));
            body.write(width);
            body.writeBytes(hybrid(indexes, width));
        } else body.writeBytes(plain(column, present));
        var dataAt = position;
        page(
                DATA_PAGE,
                body.toByteArray(),
                header -> header.struct(
                        5,
                        page -> page.i32(1, levels.length)
                                .i32(2, byDictionary ? RLE_DICTIONARY : PLAIN)
                                .i32(3, RLE)
                                .i32(4, RLE)));
        var size = position - began;
        return chunk -> chunk.i64(2, began).struct(3, meta -> {
            meta.i32(1, type(column))
                    .i32s(2, byDictionary ? List.of(PLAIN, RLE, RLE_DICTIONARY) : List.of(PLAIN, RLE))
                    .texts(3, List.of(column.name()))
                    .i32(4, UNCOMPRESSED)
                    .i64(5, levels.length)
                    .i64(6, size)
                    .i64(7, size)
                    .i64(9, dataAt);
            if (byDictionary) meta.i64(11, began);
        });
    }

    private void page(int type, byte[] body, Consumer<Thrift> kind) throws IOException {
        write(Thrift.struct(header -> {
            header.i32(1, type).i32(2, body.length).i32(3, body.length);
            kind.accept(header);
        }));
        write(body);
    }

    private static byte[] plain(Column column, List<Object> values) {
        var bytes = new ByteArrayOutputStream();
        switch (column.kind()) {
            case TEXT -> {
                for (var value : values) {
                    var text = value.toString().getBytes(StandardCharsets.UTF_8);
                    bytes.writeBytes(littleEndian(4).putInt(text.length).array());
                    bytes.writeBytes(text);
                }
            }
            case NUMBER -> {
                for (var value : values)
                    bytes.writeBytes(littleEndian(8)
                            .putDouble(((BigDecimal) value).doubleValue())
                            .array());
            }
            case INTEGER -> {
                for (var value : values)
                    bytes.writeBytes(littleEndian(8)
                            .putLong(((Number) value).longValue())
                            .array());
            }
            case MOMENT -> {
                for (var value : values)
                    bytes.writeBytes(littleEndian(8)
                            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value))
                            .array());
            }
            case BOOLEAN -> {
                int bits = 0;
                for (int n = 0; n < values.size(); n++) {
                    if ((Boolean) values.get(n)) bits |= 1 << n % 8;
                    if (n % 8 == 7 || n == values.size() - 1) {
                        bytes.write(bits);
                        bits = 0;
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    /** Numbers of so many bits: the same one many times over as a run, others packed by eights. */
    private static byte[] hybrid(int[] values, int width) {
        var bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < values.length) {
            int run = run(values, at);
            if (run >= 8) {
                Thrift.varint(bytes, (long) run << 1);
                for (int bits = 0; bits < width; bits += 8) bytes.write(values[at] >>> bits);
                at += run;
            } else {
                int from = at;
                while (at < values.length && run(values, at) < 8) at += 8;
                packed(bytes, values, from, Math.min(at, values.length), width);
            }
        }
        return bytes.toByteArray();
    }

    private static int run(int[] values, int from) {
        int end = from + 1;
        while (end < values.length && values[end] == values[from]) end++;
        return end - from;
    }

    private static void packed(ByteArrayOutputStream bytes, int[] values, int from, int until, int width) {
        int eights = (until - from + 7) / 8;
        Thrift.varint(bytes, (long) eights << 1 | 1);
        long bits = 0;
        int held = 0;
        for (int n = 0; n < eights * 8; n++) {
            long value = from + n < until ? values[from + n] : 0;
            bits |= value << held;
            held += width;
            while (held >= 8) {
                bytes.write((int) bits);
                bits >>>= 8;
                held -= 8;
            }
        }
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
