package org.fieldledger.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of its own, as durable as a real one, for tests that kill it and start it again on the same files. */
final class FaultyServer implements AutoCloseable {

    private final Path files;
    private final int port;
    private EmbeddedPostgres server;

    FaultyServer(Path files) throws IOException {
        this.files = files;
        try (var free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.server = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .start();
    }

    DataSource source() {
        return source(port);
    }

    /** The same server through another port. */
    static DataSource source(int port) {
        var source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
        source.setConnectTimeout(5);
        return source;
    }

    static HikariDataSource pooled(DataSource source) {
        var settings = new HikariConfig();
        settings.setDataSource(source);
        settings.setMaximumPoolSize(6);
        settings.setConnectionTimeout(5_000);
        return new HikariDataSource(settings);
    }

    int port() {
        return port;
    }

    /** The pid of a server process that is serving a client other than the one that asks. */
    long anyBackend() throws SQLException {
        try (var connection = source().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select pid from pg_stat_activity
                         where backend_type = 'client backend' and pid <> pg_backend_pid() and query like '%ledger.append%'
                         order by pid limit 1
                        """)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Ends the whole server as the loss of its machine would, without a word of farewell, and starts it again. */
    void killAndRestart() throws Exception {
        kill(Long.parseLong(
                Files.readAllLines(files.resolve("postmaster.pid")).getFirst().trim()));
        server.close(); // lets go of the lock that the library keeps on the files
        // The processes it leaves notice within moments; until then a new server will not touch the files.
        for (int attempt = 1; ; attempt++) {
            try {
                server = start();
                return;
            } catch (IOException | IllegalStateException stillBusy) {
                if (attempt == 20) throw stillBusy;
            }
        }
    }

    static void kill(long pid) throws Exception {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
