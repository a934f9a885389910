package org.fieldledger.benchmarks;

import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.fieldledger.events.FieldEvent;
import org.jspecify.annotations.Nullable;

/** A: the same field note as an Axon aggregate on Axon's engine. It has nothing to load and no gate to pass. */
final class AxonCommands implements AutoCloseable {

    private final EmbeddedEventStore store;
    private final CommandGateway gateway;
    private final FieldEvent note;

    AxonCommands(EventStorageEngine engine, FieldEvent note) {
        this.note = note;
        store = EmbeddedEventStore.builder().storageEngine(engine).build();
        var bus = SimpleCommandBus.builder().build();
        AggregateAnnotationCommandHandler.<Note>builder()
                .aggregateType(Note.class)
                .repository(EventSourcingRepository.builder(Note.class)
                        .eventStore(store)
                        .build())
                .build()
                .subscribe(bus);
        gateway = DefaultCommandGateway.builder().commandBus(bus).build();
    }

    void write() {
        gateway.sendAndWait(new Write(UUID.randomUUID().toString(), note));
    }

    record Write(String note, FieldEvent event) {}

    /** One field note. */
    static final class Note {

        @AggregateIdentifier
        private @Nullable String id;

        @SuppressWarnings("unused") // Axon's, for loading
        Note() {}

        @CommandHandler
        Note(Write command) {
            AggregateLifecycle.apply(command.event(), MetaData.with("note", command.note()));
        }

        @EventSourcingHandler
        void on(FieldEvent event, @MetaDataValue("note") String note) {
            id = note;
        }

        @Nullable
        String id() {
            return id;
        }
    }

    @Override
    public void close() {
        store.shutDown();
    }
}
