package org.fieldledger.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** A store of its own for one test, on a real PostgreSQL that all tests of a run share. */
final class Ledger implements AutoCloseable {

    private static final EmbeddedPostgres POSTGRES = start();

    private final String database =
            "ledger_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final List<AutoCloseable> open = new ArrayList<>();
    /** What the first log opened here measures. */
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Ledger(StoreKind kind) throws SQLException {
        try (var connection = POSTGRES.getPostgresDatabase().getConnection();
                var create = connection.createStatement()) {
            create.execute("create database " + database);
        }
        StoreSetup.open(source(), kind);
    }

    /** Plain connections, unpooled. */
    DataSource source() {
        return POSTGRES.getDatabase("postgres", database);
    }

    /** Another log on the same store with a pool of its own, as another process would have. */
    EventLog open(Clock clock) {
        var settings = new HikariConfig();
        settings.setDataSource(source());
        settings.setMaximumPoolSize(6);
        var pool = new HikariDataSource(settings);
        open.addFirst(pool);
        var log = EventLog.open(pool, clock, open.size() == 1 ? meters : new SimpleMeterRegistry());
        open.addFirst(log);
        return log;
    }

    EventLog open() {
        return open(Clock.systemUTC());
    }

    @Override
    public void close() throws Exception {
        for (var each : open) each.close();
    }

    static NewEvent event(String stream, long sequence) {
        return new NewEvent(
                stream, sequence, UUID.randomUUID(), "InterviewRecorded", "1", "DJURSDALA", "{\"note\": \"n\"}", "{}");
    }

    static Append append(NewEvent... events) {
        return new Append(List.of(events), Map.of(), List.of());
    }

    static AcceptedCommand command(UUID id) {
        return new AcceptedCommand(id, new byte[] {1, 2, 3}, "{\"accepted\":true}");
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
