package org.fieldledger.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.FieldEventSerializer;
import org.fieldledger.store.NewEvent;

/** Axon's own JDBC engine and pooled processor: A as they come, A′ with larger batches. */
final class Axon {

    private final HikariDataSource database;
    private final JdbcEventStorageEngine asItComes;
    private final JdbcEventStorageEngine tuned;
    private final UnitOfWorkAwareConnectionProviderWrapper connections;
    private final FieldEventSerializer serializer = new FieldEventSerializer();
    private final FieldEventReader reader = new FieldEventReader();

    Axon(HikariDataSource database) {
        this.database = database;
        this.connections = new UnitOfWorkAwareConnectionProviderWrapper(database::getConnection);
        this.asItComes = engine(100);
        this.tuned = engine(5_000);
        asItComes.createSchema(PostgresEventTableFactory.INSTANCE);
    }

    private JdbcEventStorageEngine engine(int batch) {
        return JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(connections)
                .transactionManager(NoTransactionManager.INSTANCE)
                .batchSize(batch)
                .build();
    }

    /** A: so many events in one unit of work. */
    Load appending(Samples samples, int events) {
        return () -> append(samples.stream(events));
    }

    /** A with an aggregate, a command at a time. */
    AxonCommands commands(FieldEvent note) {
        return new AxonCommands(asItComes, note);
    }

    void append(List<NewEvent> events) {
        var unit = DefaultUnitOfWork.startAndGet(null);
        unit.execute(
                () -> asItComes.appendEvents(events.stream().map(this::message).toList()));
    }

    private DomainEventMessage<FieldEvent> message(NewEvent event) {
        return new GenericDomainEventMessage<>(
                "note",
                event.stream(),
                event.sequence(),
                reader.read(event.type(), event.revision(), event.payload()),
                MetaData.with("command", "5b6f1f3e-8f0c-4a0e-9a55-0c8a1b9a7b11"));
    }

    /** A: pooled processor as it comes, one segment batch of one event. */
    void replay(int events) throws Exception {
        replay(events, asItComes, 1, 16);
    }

    /** A′: batches of 1,000, JDBC batches of 5,000, four segments. */
    void replayTuned(int events) throws Exception {
        replay(events, tuned, 1_000, 4);
    }

    private void replay(int events, JdbcEventStorageEngine engine, int batch, int segments) throws Exception {
        var left = new CountDownLatch(events);
        var tokens = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .build();
        Postgres.run(database, "drop table if exists TokenEntry");
        tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
        var store = EmbeddedEventStore.builder().storageEngine(engine).build();
        try (var coordinator = Executors.newScheduledThreadPool(1);
                var workers = Executors.newScheduledThreadPool(4)) {
            var processor = PooledStreamingEventProcessor.builder()
                    .name("replay")
                    .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                            .eventHandlers(new Counting(left))
                            .build())
                    .errorHandler(PropagatingErrorHandler.INSTANCE)
                    .messageSource(store)
                    .tokenStore(tokens)
                    .transactionManager(NoTransactionManager.INSTANCE)
                    .coordinatorExecutor(coordinator)
                    .workerExecutor(workers)
                    .batchSize(batch)
                    .initialSegmentCount(segments)
                    .initialToken(source -> source.createTailToken())
                    .build();
            processor.start();
            if (!left.await(2, TimeUnit.MINUTES)) throw new IllegalStateException("Axon's replay did not end");
            processor.shutDown();
        } finally {
            store.shutDown();
        }
    }

    /** Does nothing with what it is given but count. */
    static final class Counting {
        private final CountDownLatch left;
        private final AtomicLong seen = new AtomicLong();

        Counting(CountDownLatch left) {
            this.left = left;
        }

        @EventHandler
        void on(EventMessage<FieldEvent> event) {
            if (event.getPayload() != null) seen.incrementAndGet();
            left.countDown();
        }
    }
}
