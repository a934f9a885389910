package org.fieldledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Sends rows as arrays, column by column, for {@code unnest} to put together again: one statement however many rows. */
record Columns(Connection connection, PreparedStatement statement) {

    <T> void texts(int parameter, List<T> rows, Function<T, @Nullable String> column) throws SQLException {
        set(parameter, "text", rows.stream().map(column).toArray(String[]::new));
    }

    <T> void numbers(int parameter, List<T> rows, ToLongFunction<T> column) throws SQLException {
        set(parameter, "int8", rows.stream().mapToLong(column).toArray());
    }

    <T> void ids(int parameter, List<T> rows, Function<T, UUID> column) throws SQLException {
        set(parameter, "uuid", rows.stream().map(column).toArray(UUID[]::new));
    }

    <T> void bytes(int parameter, List<T> rows, Function<T, byte[]> column) throws SQLException {
        set(parameter, "bytea", rows.stream().map(column).toArray(byte[][]::new));
    }

    void turns(int parameter, List<Integer> turns) throws SQLException {
        set(parameter, "int4", turns.stream().mapToInt(Integer::intValue).toArray());
    }

    private void set(int parameter, String type, Object values) throws SQLException {
        // PostgreSQL's driver takes arrays of primitives and sends them in binary.
        statement.setArray(
                parameter, connection.unwrap(org.postgresql.PGConnection.class).createArrayOf(type, values));
    }
}
