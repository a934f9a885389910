package org.fieldledger.query;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.serialization.SerializedObject;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventSerializer;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Sealing;
import org.fieldledger.vault.Sealing.Identified;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A real PostgreSQL with a log that tests write to, at recorded times that they choose. Times never run backwards. */
public final class Ledger implements AutoCloseable {

    private static final EmbeddedPostgres POSTGRES = start();
    private static final FieldEventSerializer SERIALIZER = new FieldEventSerializer();

    private final HikariDataSource database;
    private final EventLog log;
    private final ChosenClock clock = new ChosenClock();
    private long sequence;

    /** A database of its own, empty. */
    public Ledger() {
        database = fresh();
        StoreSetup.open(database, StoreKind.ORDINARY);
        log = EventLog.open(database, clock, new SimpleMeterRegistry());
    }

    /** Closing it closes nothing, so that an application may come and go. */
    public DataSource database() {
        return new DelegatingDataSource(database);
    }

    public EventLog log() {
        return log;
    }

    /** Records one event at that time. */
    public EventId record(FieldEvent event, Instant recordedAt) {
        return record(List.of(event), recordedAt).getFirst();
    }

    /** Records several events together at that time. */
    public List<EventId> record(List<? extends FieldEvent> events, Instant recordedAt) {
        return record(events, recordedAt, UUID::randomUUID);
    }

    /** The same, under ids that a test chooses. */
    public List<EventId> record(List<? extends FieldEvent> events, Instant recordedAt, Supplier<UUID> ids) {
        var appended = new ArrayList<NewEvent>();
        for (var event : events) appended.add(newEvent(ids.get(), event));
        return append(appended, recordedAt);
    }

    /** Records one event at that time, sealed as the command side would. */
    public EventId record(Sealing sealing, FieldEvent event, Instant recordedAt) {
        var id = UUID.randomUUID();
        var sealed = sealing.seal(List.of(new Identified(id, event))).getFirst();
        return append(List.of(newEvent(id, sealed)), recordedAt).getFirst();
    }

    /** For what no record could have written. */
    public EventId stored(String type, @Nullable String caseCode, String payload, Instant recordedAt) {
        return append(List.of(newEvent(UUID.randomUUID(), type, null, caseCode, payload)), recordedAt)
                .getFirst();
    }

    private NewEvent newEvent(UUID id, FieldEvent event) {
        SerializedObject<String> json = SERIALIZER.serialize(event, String.class);
        var caseCode = event.envelope().caseStudy();
        return newEvent(
                id,
                json.getType().getName(),
                json.getType().getRevision(),
                caseCode == null ? null : caseCode.code(),
                json.getData());
    }

    private NewEvent newEvent(
            UUID id, String type, @Nullable String revision, @Nullable String caseCode, String payload) {
        return new NewEvent("test", sequence++, id, type, revision, caseCode, payload, "{}");
    }

    private List<EventId> append(List<NewEvent> events, Instant recordedAt) {
        clock.now = recordedAt;
        log.append(new Append(events, Map.of(), List.of()));
        return events.stream().map(event -> new EventId(event.eventId())).toList();
    }

    @Override
    public void close() {
        log.close();
        database.close();
    }

    private static final class ChosenClock extends Clock {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HikariDataSource fresh() {
        var name = "ledger_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var database = new HikariDataSource();
        database.setJdbcUrl(POSTGRES.getJdbcUrl("postgres", name));
        database.setMaximumPoolSize(8);
        return database;
    }
}
