package org.fieldledger.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoredEvent;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * The database's own speed: the same rows into, and out of, a table with the columns and indexes of the log, with no check,
 * no order, no hash and no answer owed to anybody.
 */
final class Plain {

    private final DataSource database;
    private final AtomicLong position = new AtomicLong();

    Plain(DataSource database) throws SQLException {
        this.database = database;
        Postgres.run(database, "create table plain (like ledger.event including all)");
    }

    /** W: one row, one commit. */
    Load single(Samples samples) throws SQLException {
        var connection = database.getConnection();
        var insert = connection.prepareStatement(
                "insert into plain values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?)");
        return new Load() {
            @Override
            public void once() throws SQLException {
                var event = samples.stream(1).getFirst();
                insert.setLong(1, position.incrementAndGet());
                insert.setString(2, event.stream());
                insert.setLong(3, event.sequence());
                insert.setObject(4, event.eventId());
                insert.setString(5, event.type());
                insert.setString(6, event.revision());
                insert.setString(7, event.caseCode());
                insert.setShort(8, (short) 7);
                insert.setObject(9, OffsetDateTime.now(Clock.systemUTC()));
                insert.setString(10, event.payload());
                insert.setString(11, event.metadata());
                insert.setBytes(12, hash());
                insert.executeUpdate();
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    /** B: arrays unnested into rows, so many in each transaction. */
    Load unnested(Samples samples, int events) throws SQLException {
        var connection = database.getConnection();
        var insert = connection.prepareStatement("""
                insert into plain
                select * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                                     ?::smallint[], ?::timestamptz[], ?::json[], ?::json[], ?::bytea[])
                """);
        return new Load() {
            @Override
            public void once() throws SQLException {
                var rows = samples.stream(events);
                long first = position.getAndAdd(events) + 1;
                var now = Instant.now(Clock.systemUTC()).toString();
                insert.setArray(1, longs(rows, event -> first + event.sequence()));
                insert.setArray(2, texts(rows, NewEvent::stream));
                insert.setArray(3, longs(rows, NewEvent::sequence));
                insert.setArray(
                        4, of("uuid", rows.stream().map(NewEvent::eventId).toArray(UUID[]::new)));
                insert.setArray(5, texts(rows, NewEvent::type));
                insert.setArray(6, texts(rows, NewEvent::revision));
                insert.setArray(7, texts(rows, NewEvent::caseCode));
                insert.setArray(
                        8, of("int2", rows.stream().map(event -> (short) 7).toArray(Short[]::new)));
                insert.setArray(9, texts(rows, event -> now));
                insert.setArray(10, texts(rows, NewEvent::payload));
                insert.setArray(11, texts(rows, NewEvent::metadata));
                insert.setArray(
                        12, of("bytea", rows.stream().map(event -> hash()).toArray(byte[][]::new)));
                insert.executeUpdate();
            }

            private java.sql.Array longs(List<NewEvent> rows, Function<NewEvent, Long> column) throws SQLException {
                return of("int8", rows.stream().mapToLong(column::apply).toArray());
            }

            private java.sql.Array texts(List<NewEvent> rows, Function<NewEvent, String> column) throws SQLException {
                return of("text", rows.stream().map(column).toArray(String[]::new));
            }

            private java.sql.Array of(String type, Object values) throws SQLException {
                return connection.unwrap(PGConnection.class).createArrayOf(type, values);
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    /** C: all rows in one COPY, one transaction. */
    void copy(List<NewEvent> rows) throws SQLException, IOException {
        try (var connection = database.getConnection()) {
            copy(connection, rows);
        }
    }

    private void copy(Connection connection, List<NewEvent> rows) throws SQLException, IOException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy plain from stdin");
        var now = Instant.now(Clock.systemUTC()).toString();
        var lines = new StringBuilder();
        for (var event : rows) {
            lines.append(position.incrementAndGet()).append('\t');
            lines.append(event.stream()).append('\t');
            lines.append(event.sequence()).append('\t');
            lines.append(event.eventId()).append('\t');
            lines.append(event.type()).append("\t\\N\t");
            lines.append(event.caseCode()).append("\t7\t");
            lines.append(now).append('\t');
            lines.append(event.payload()).append('\t');
            lines.append(event.metadata()).append("\t\\\\x");
            for (byte each : hash())
                lines.append(Character.forDigit((each >> 4) & 15, 16)).append(Character.forDigit(each & 15, 16));
            lines.append('\n');
            if (lines.length() > 60_000) send(copy, lines);
        }
        send(copy, lines);
        copy.endCopy();
    }

    private static void send(org.postgresql.copy.CopyIn copy, StringBuilder lines) throws SQLException {
        var bytes = lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }

    /** S: a cursor over the log itself in binary transfer. */
    static void scan(DataSource database, Consumer<StoredEvent> each) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var select = connection.prepareStatement("""
                    select position, stream, sequence, event_id, type, revision, case_code, recorded_at, payload, metadata
                      from ledger.event order by position
                    """)) {
                select.unwrap(PGStatement.class).setPrepareThreshold(-1);
                select.setFetchSize(2_000);
                try (var row = select.executeQuery()) {
                    while (row.next())
                        each.accept(new StoredEvent(
                                row.getLong(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getObject(4, UUID.class),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getObject(8, OffsetDateTime.class)
                                        .withOffsetSameInstant(ZoneOffset.UTC)
                                        .toInstant(),
                                row.getString(9),
                                row.getString(10)));
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static byte[] hash() {
        var hash = new byte[32];
        ThreadLocalRandom.current().nextBytes(hash);
        return hash;
    }
}
