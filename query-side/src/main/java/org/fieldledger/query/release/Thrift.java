package org.fieldledger.query.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/** Writes structures in the compact protocol of Apache Thrift, which Parquet's own metadata are in. */
final class Thrift {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int LONG_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ArrayDeque<Integer> outer = new ArrayDeque<>();
    private int lastField;

    /** The bytes of one structure. */
    static byte[] struct(Consumer<Thrift> fields) {
        var thrift = new Thrift();
        fields.accept(thrift);
        thrift.out.write(0);
        return thrift.out.toByteArray();
    }

    Thrift i32(int field, int value) {
        header(field, I32);
        varint(zigzag(value));
        return this;
    }

    Thrift i64(int field, long value) {
        header(field, I64);
        varint(zigzag(value));
        return this;
    }

    Thrift bool(int field, boolean value) {
        header(field, value ? TRUE : FALSE);
        return this;
    }

    Thrift text(int field, String value) {
        header(field, BINARY);
        bytes(value);
        return this;
    }

    Thrift struct(int field, Consumer<Thrift> fields) {
        header(field, STRUCT);
        nested(fields);
        return this;
    }

    Thrift i32s(int field, List<Integer> values) {
        list(field, I32, values.size());
        for (int value : values) varint(zigzag(value));
        return this;
    }

    Thrift texts(int field, List<String> values) {
        list(field, BINARY, values.size());
        values.forEach(this::bytes);
        return this;
    }

    Thrift structs(int field, List<Consumer<Thrift>> structs) {
        list(field, STRUCT, structs.size());
        structs.forEach(this::nested);
        return this;
    }

    private void nested(Consumer<Thrift> fields) {
        outer.push(lastField);
        lastField = 0;
        fields.accept(this);
        out.write(0);
        lastField = outer.pop();
    }

    private void header(int field, int type) {
        int step = field - lastField;
        if (step < 1 || step > 15)
            throw new IllegalArgumentException("Fields are written in order, without great gaps");
        out.write(step << 4 | type);
        lastField = field;
    }

    private void list(int field, int type, int size) {
        header(field, LIST);
        if (size < LONG_LIST) out.write(size << 4 | type);
        else {
            out.write(LONG_LIST << 4 | type);
            varint(size);
        }
    }

    private void bytes(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void varint(long value) {
        varint(out, value);
    }

    /** An unsigned number, seven bits to a byte, the lowest first. */
    static void varint(ByteArrayOutputStream into, long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            into.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        into.write((int) left);
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }
}
