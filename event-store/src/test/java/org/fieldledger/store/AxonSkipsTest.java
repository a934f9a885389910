package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * Why this engine exists: an insert held open while a later one commits is skipped for ever by a reader on Axon's own JDBC
 * engine (AxonFramework issue 4829), and never by one on the log.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AxonSkipsTest {

    @Test
    void a_reader_on_axons_engine_never_sees_what_commits_late_beside_an_event_with_an_old_timestamp()
            throws Exception {
        try (var ledger = new Ledger(StoreKind.ORDINARY);
                var slow = ledger.source().getConnection()) {
            slow.setAutoCommit(false);
            var quickEngine = engine(() -> ledger.source().getConnection());
            quickEngine.createSchema(PostgresEventTableFactory.INSTANCE);

            // The first takes number 1 and does not commit; the second, a late entry, takes 2 and commits.
            engine(() -> new KeptOpen(slow).connection())
                    .appendEvents(List.of(message("late", Instant.now(Clock.systemUTC()))));
            quickEngine.appendEvents(
                    List.of(message("early", Instant.now(Clock.systemUTC()).minus(Duration.ofHours(1)))));
            var seen = quickEngine.readEvents((TrackingToken) null, false).toList();
            assertThat(seen).hasSize(1);
            slow.commit();

            assertThat(quickEngine.readEvents(seen.getLast().trackingToken(), false))
                    .as("what a reader that goes on from its token gets to see of the late commit")
                    .isEmpty();
            assertThat(quickEngine.readEvents((TrackingToken) null, false))
                    .as("what is stored")
                    .hasSize(2);
        }
    }

    @Test
    void a_reader_on_the_log_sees_it() throws Exception {
        try (var ledger = new Ledger(StoreKind.ORDINARY);
                var here = ledger.open();
                var there = ledger.open();
                var slow = ledger.source().getConnection()) {
            here.append(Ledger.append(Ledger.event("before", 0)));
            slow.setAutoCommit(false);
            try (var hold = slow.prepareStatement("select from ledger.store for update")) {
                hold.executeQuery();
            }
            var late = CompletableFuture.supplyAsync(() -> there.append(Ledger.append(Ledger.event("late", 0))));
            var early = CompletableFuture.supplyAsync(() -> here.append(Ledger.append(Ledger.event("early", 0))));
            assertThat(here.after(0, 10)).hasSize(1);
            slow.commit();
            late.join();
            early.join();

            assertThat(here.after(1, 10)).extracting(StoredEvent::position).containsExactly(2L, 3L);
            assertThat(here.streams(List.of("late", "early"))).containsOnlyKeys("late", "early");
        }
    }

    private static JdbcEventStorageEngine engine(ConnectionProvider connections) {
        var serializer = Jackson3Serializer.builder().build();
        return JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(connections)
                .transactionManager(NoTransactionManager.INSTANCE)
                .build();
    }

    private static GenericDomainEventMessage<String> message(String stream, Instant at) {
        return new GenericDomainEventMessage<>(
                "t", stream, 0, new GenericMessage<>("n", MetaData.emptyInstance()), () -> at);
    }

    /** A connection that stays open and uncommitted whatever its user does with it. */
    private record KeptOpen(Connection real) {
        Connection connection() {
            return (Connection) Proxy.newProxyInstance(
                    KeptOpen.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "close", "commit", "setAutoCommit" -> null;
                        default -> method.invoke(real, arguments);
                    });
        }
    }
}
