package org.fieldledger.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two appends cross: the one that began first commits last. A reader passes between. Axon's own JDBC engine then never reads
 * the first (AxonFramework issue 4829, where the events' own times lie back, as in an import); the log does.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AxonBaselineTest {

    private static final Instant LONG_AGO = Instant.parse("2021-03-04T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void axons_own_engine_skips_an_event_that_commits_late_and_the_log_does_not() throws Exception {
        try (var postgres = TestDatabase.in(folder);
                var database = database(postgres)) {
            StoreSetup.open(database, StoreKind.ORDINARY);
            assertThat(readByAxon(database)).as("Axon's engine").containsExactly("second");
            assertThat(readFromTheLog(database)).as("the log").containsExactly("first", "second");
        }
    }

    private static List<String> readByAxon(HikariDataSource database) throws Exception {
        try (var first = database.getConnection();
                var second = database.getConnection();
                var reader = database.getConnection()) {
            engine(second).createSchema(PostgresEventTableFactory.INSTANCE);
            first.setAutoCommit(false);
            engine(first).appendEvents(message("first"));
            engine(second).appendEvents(message("second"));
            var read = new ArrayList<String>();
            var token = read(reader, null, read);
            first.commit();
            read(reader, token, read);
            return read;
        }
    }

    private static @Nullable TrackingToken read(
            Connection connection, @Nullable TrackingToken after, List<String> read) {
        TrackingToken last = after;
        try (var events = engine(connection).readEvents(after, false)) {
            for (var event : events.toList()) {
                read.add(String.valueOf(event.getMetaData().get("name")));
                last = ((TrackedEventMessage<?>) event).trackingToken();
            }
        }
        return last;
    }

    /** The same crossing. Here the second cannot commit before the first has, so there is nothing to pass by. */
    private static List<String> readFromTheLog(HikariDataSource database) throws Exception {
        try (var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry());
                var first = database.getConnection()) {
            first.setAutoCommit(false);
            HeldAppend.on(first, "first");
            var second = CompletableFuture.runAsync(() -> log.append(append("second")));
            await().atMost(Duration.ofSeconds(10)).until(() -> waiting(database));
            var read = new ArrayList<String>();
            log.after(0, 10).forEach(event -> read.add(event.stream()));
            first.commit();
            second.join();
            log.after(read.size(), 10).forEach(event -> read.add(event.stream()));
            return read;
        }
    }

    private static boolean waiting(HikariDataSource database) throws Exception {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select exists (select from pg_locks where not granted)");
                var row = select.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Append append(String stream) {
        return new Append(
                List.of(new NewEvent(stream, 0, UUID.randomUUID(), "FaultTried", null, null, "{}", "{}")),
                Map.of(),
                List.of());
    }

    private static GenericDomainEventMessage<String> message(String name) {
        return new GenericDomainEventMessage<>(
                "Faults",
                name,
                0,
                name,
                MetaData.with("name", name),
                UUID.randomUUID().toString(),
                LONG_AGO);
    }

    private static JdbcEventStorageEngine engine(Connection connection) {
        var stays = (Connection) Proxy.newProxyInstance(
                AxonBaselineTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) return null;
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        return JdbcEventStorageEngine.builder()
                .connectionProvider(() -> stays)
                .transactionManager(NoTransactionManager.INSTANCE)
                .eventSerializer(Jackson3Serializer.builder().build())
                .snapshotSerializer(Jackson3Serializer.builder().build())
                .build();
    }

    private static HikariDataSource database(EmbeddedDatabase postgres) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(postgres.jdbcUrl());
        settings.setUsername(postgres.username());
        settings.setPassword(postgres.password());
        settings.setMaximumPoolSize(6);
        return new HikariDataSource(settings);
    }
}
