package org.fieldledger.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL on which everything is measured. It refuses to start unless it keeps what it has been told to keep. */
final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();

    /** @param stored how many events it is to hold at the most: half a gigabyte of buffers for each million of them, and never more than 5 */
    Postgres(int stored) throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", 512 * Math.clamp(stored / 1_000_000, 1, 10) + "MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", "500")
                // As the store's own PostgreSQL runs.
                .setServerConfig("max_parallel_workers_per_gather", "0")
                .setServerConfig("jit", "off")
                .start();
        for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums"))
            if (!one(server.getPostgresDatabase(), "show " + setting).equals("on"))
                throw new IllegalStateException(setting + " is off: figures from such a server mean nothing");
    }

    /** A database of its own behind a pool. */
    HikariDataSource fresh() throws SQLException {
        var name = "bench_" + databases.incrementAndGet();
        run(server.getPostgresDatabase(), "create database " + name);
        var settings = new HikariConfig();
        settings.setDataSource(server.getDatabase("postgres", name));
        settings.setMaximumPoolSize(48);
        return new HikariDataSource(settings);
    }

    /** Where that database is found, for whoever brings a pool of its own. */
    String url(HikariDataSource database) throws SQLException {
        return server.getJdbcUrl("postgres", one(database, "select current_database()"));
    }

    /** Bytes of write-ahead log written since the server was made. */
    long walPosition() throws SQLException {
        return Long.parseLong(
                one(server.getPostgresDatabase(), "select (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint"));
    }

    String version() throws SQLException {
        return one(server.getPostgresDatabase(), "show server_version");
    }

    static void run(javax.sql.DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String one(javax.sql.DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            if (!row.next()) throw new IllegalStateException("Nothing came back from: " + sql);
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
