package org.fieldledger.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints how fast appends are beside plain inserts of the same rows into a table like the log, on the same PostgreSQL with
 * fsync on. A first look, not a benchmark: medians of seven runs of a second, after one to warm up.
 */
public final class AppendFigures {

    private static final String PAYLOAD = "{\"note\":\"" + "x".repeat(400) + "\",\"at\":\"2019-05-06\"}";
    private static final String METADATA =
            "{\"recorder\":\"R-17\",\"command\":\"5b6f1f3e-8f0c-4a0e-9a55-0c8a1b9a7b11\"}";
    private static final int ROUNDS = 8;
    private static final double SECONDS = 1;
    private static final AtomicLong NEXT = new AtomicLong();

    public static void main(String[] arguments) throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", "100")
                .start()) {
            var settings = new HikariConfig();
            settings.setDataSource(postgres.getPostgresDatabase());
            settings.setMaximumPoolSize(40);
            try (var pool = new HikariDataSource(settings)) {
                StoreSetup.open(pool, StoreKind.ORDINARY);
                prepare(pool);
                try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                    measure(pool, log);
                }
            }
        }
    }

    private static void prepare(HikariDataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table plain (like ledger.event including all)");
            for (var setting : List.of("fsync", "synchronous_commit", "data_checksums")) {
                var row = statement.executeQuery("show " + setting);
                row.next();
                System.out.println(setting + " = " + row.getString(1));
            }
        }
    }

    private static void measure(HikariDataSource pool, EventLog log) throws Exception {
        System.out.printf(
                "%-22s %10s %8s %8s   %10s %8s %8s   %6s%n",
                "events x callers", "plain/s", "p50 us", "p99 us", "log/s", "p50 us", "p99 us", "ratio");
        for (int callers : new int[] {1, 8, 32}) compare(pool, log, 1, callers);
        compare(pool, log, 100, 1);
        compare(pool, log, 1000, 1);
        long head = log.head();
        for (int run = 0; run < 3; run++) {
            long started = System.nanoTime();
            log.stream(0, head, event -> {});
            System.out.printf("%-34s %,12.0f%n", "log, streamed", head * 1e9 / (System.nanoTime() - started));
        }
    }

    private interface Load extends AutoCloseable {
        void once() throws Exception;

        @Override
        default void close() throws Exception {}
    }

    private interface Loads {
        Load next() throws Exception;
    }

    private static Load appending(EventLog log, int events) {
        return () -> {
            var stream = "s/" + NEXT.incrementAndGet();
            var batch = new ArrayList<NewEvent>(events);
            for (int n = 0; n < events; n++)
                batch.add(
                        new NewEvent(stream, n, UUID.randomUUID(), "NoteWritten", "1", "DJURSDALA", PAYLOAD, METADATA));
            log.append(new Append(batch, Map.of(), List.of()));
        };
    }

    private static Load inserting(HikariDataSource pool, int events) throws SQLException {
        var connection = pool.getConnection();
        var insert = connection.prepareStatement("""
                insert into plain
                select * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                                     ?::smallint[], ?::timestamptz[], ?::json[], ?::json[], ?::bytea[])
                """);
        var single = connection.prepareStatement(
                "insert into plain values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?)");
        return new Load() {
            @Override
            public void once() throws SQLException {
                if (events == 1) insertOne();
                else insertMany();
            }

            private void insertOne() throws SQLException {
                long n = NEXT.incrementAndGet();
                single.setLong(1, n);
                single.setString(2, "s/" + n);
                single.setLong(3, 0);
                single.setObject(4, UUID.randomUUID());
                single.setString(5, "NoteWritten");
                single.setString(6, "1");
                single.setString(7, "DJURSDALA");
                single.setShort(8, (short) 7);
                single.setObject(9, OffsetDateTime.now(Clock.systemUTC()));
                single.setString(10, PAYLOAD);
                single.setString(11, METADATA);
                single.setBytes(12, new byte[32]);
                single.executeUpdate();
            }

            private void insertMany() throws SQLException {
                long first = NEXT.getAndAdd(events);
                insert.setArray(1, array(connection, "int8", n -> first + n));
                insert.setArray(2, array(connection, "text", n -> "s/" + first));
                insert.setArray(3, array(connection, "int8", n -> (long) n));
                insert.setArray(4, array(connection, "uuid", n -> UUID.randomUUID()));
                insert.setArray(5, array(connection, "text", n -> "NoteWritten"));
                insert.setArray(6, array(connection, "text", n -> "1"));
                insert.setArray(7, array(connection, "text", n -> "DJURSDALA"));
                insert.setArray(8, array(connection, "int2", n -> (short) 7));
                insert.setArray(9, array(connection, "timestamptz", n -> "2026-01-01T00:00:00Z"));
                insert.setArray(10, array(connection, "text", n -> PAYLOAD));
                insert.setArray(11, array(connection, "text", n -> METADATA));
                insert.setArray(12, array(connection, "bytea", n -> "\\x" + "00".repeat(32)));
                insert.executeUpdate();
            }

            private java.sql.Array array(Connection on, String type, java.util.function.IntFunction<Object> value)
                    throws SQLException {
                var values = new Object[events];
                for (int n = 0; n < events; n++) values[n] = value.apply(n);
                return on.createArrayOf(
                        type, type.equals("text") ? Arrays.copyOf(values, events, String[].class) : values);
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    /** Turn and turn about, so that whatever else the machine is doing falls on both. */
    private static void compare(HikariDataSource pool, EventLog log, int events, int callers) throws Exception {
        var plain = new ArrayList<double[]>();
        var ours = new ArrayList<double[]>();
        for (int n = 0; n < ROUNDS; n++) {
            plain.add(figures(events, run(callers, () -> inserting(pool, events))));
            ours.add(figures(events, run(callers, () -> appending(log, events))));
        }
        var p = median(plain);
        var o = median(ours);
        System.out.printf(
                "%-22s %,10.0f %,8.0f %,8.0f   %,10.0f %,8.0f %,8.0f   %6.2f%n",
                events + " x " + callers, p[0], p[1], p[2], o[0], o[1], o[2], o[0] / p[0]);
    }

    private static double[] figures(int events, long[] nanos) {
        return new double[] {
            nanos.length * (double) events / SECONDS,
            nanos[nanos.length / 2] / 1e3,
            nanos[(int) (nanos.length * 0.99)] / 1e3
        };
    }

    private static double[] median(List<double[]> runs) {
        var sorted = runs.stream()
                .skip(1)
                .sorted((a, b) -> Double.compare(a[0], b[0]))
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    private static long[] run(int threads, Loads loads) throws Exception {
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        var times = new ArrayList<Long>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<List<Long>>>();
            for (int n = 0; n < threads; n++)
                running.add(pool.submit(() -> {
                    var mine = new ArrayList<Long>();
                    try (var load = loads.next()) {
                        while (System.nanoTime() < end) {
                            long started = System.nanoTime();
                            load.once();
                            mine.add(System.nanoTime() - started);
                        }
                    }
                    return mine;
                }));
            for (var each : running) times.addAll(each.get());
        }
        var sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private AppendFigures() {}
}
