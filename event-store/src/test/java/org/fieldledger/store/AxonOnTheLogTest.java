package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Axon's own event store, command bus and repository, working on the log. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AxonOnTheLogTest {

    private static final Serializer JSON = Jackson3Serializer.builder().build();
    private static final Instant START = Instant.parse("2019-01-07T08:00:00Z");

    private Ledger ledger;
    private EventLog log;
    private PostgresEventStorageEngine engine;
    private Configuration axon;
    private CommandGateway commands;

    @BeforeEach
    void open() throws Exception {
        ledger = new Ledger(StoreKind.DEMONSTRATION);
        log = ledger.open(new DemonstrationClock(START));
        engine = new PostgresEventStorageEngine(
                log, JSON, new EventUpcasterChain(new TextBecameNote()), event -> "DJURSDALA");
        axon = DefaultConfigurer.defaultConfiguration()
                .configureSerializer(configuration -> JSON)
                .configureEventStore(configuration -> EmbeddedEventStore.builder()
                        .storageEngine(engine)
                        .fetchDelay(5)
                        .build())
                .configureAggregate(Notebook.class)
                .start();
        commands = axon.commandGateway();
    }

    @AfterEach
    void close() throws Exception {
        axon.shutdown();
        ledger.close();
    }

    @Test
    void a_command_is_decided_on_what_the_log_holds_and_its_events_go_in_together() {
        commands.sendAndWait(new WriteNotes("notebook/1", List.of("first", "second"), List.of()));
        commands.sendAndWait(new WriteNotes("notebook/1", List.of("third"), List.of()));

        var stored = log.streams(List.of("notebook/1")).getOrDefault("notebook/1", List.of());
        assertThat(stored).extracting(StoredEvent::sequence).containsExactly(0L, 1L, 2L);
        assertThat(stored)
                .extracting(StoredEvent::payload)
                .last()
                .isEqualTo("{\"notebook\":\"notebook/1\",\"note\":\"third\",\"after\":2}");
        assertThat(stored.getFirst().caseCode()).isEqualTo("DJURSDALA");
        assertThat(stored.getFirst().revision()).isEqualTo("2");
        assertThat(ledger.meters.get("fieldledger.append.batch").summary().count())
                .isEqualTo(2);
    }

    @Test
    void a_unit_of_work_that_rests_on_a_stream_that_moved_on_stores_nothing() {
        commands.sendAndWait(new WriteNotes("notebook/1", List.of("first"), List.of()));

        var stale =
                new WriteNotes("notebook/2", List.of("resting"), List.of(new Condition("notebook/1", Append.NONE_YET)));
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> commands.sendAndWait(stale))
                .withCauseInstanceOf(StreamMovedOn.class);
        assertThat(log.head()).isEqualTo(1);

        commands.sendAndWait(new WriteNotes("notebook/2", List.of("resting"), List.of(new Condition("notebook/1", 0))));
        assertThat(log.head()).isEqualTo(2);
    }

    @Test
    void a_command_answered_once_is_not_stored_again() {
        var id = UUID.randomUUID();
        commands.sendAndWait(new AnswerOnce("notebook/1", id));

        assertThatExceptionOfType(CommandRepeated.class)
                .isThrownBy(() -> commands.sendAndWait(new AnswerOnce("notebook/2", id)));
        assertThat(log.head()).isEqualTo(1);
        assertThat(log.commands(List.of(id))).containsKey(id);
    }

    @Test
    void an_older_revision_is_read_as_the_present_one_at_the_time_it_was_recorded() {
        log.append(new Append(
                List.of(new NewEvent(
                        "notebook/1",
                        0,
                        UUID.randomUUID(),
                        NoteWritten.class.getName(),
                        "1",
                        null,
                        "{\"notebook\":\"notebook/1\",\"text\":\"old\",\"after\":0}",
                        "{\"by\":\"R1\"}")),
                Map.of(),
                List.of()));

        var event = engine.readEvents("notebook/1", 0).next();
        assertThat(event.getPayload()).isEqualTo(new NoteWritten("notebook/1", "old", 0));
        assertThat(event.getTimestamp()).isEqualTo(START);
        assertThat(event.getMetaData()).containsEntry("by", "R1");
    }

    @Test
    void a_tracking_stream_hears_of_what_another_process_appends() throws Exception {
        try (var stream = axon.eventStore().openStream(null)) {
            var elsewhere = ledger.open(new DemonstrationClock(START));
            for (long sequence = 0; sequence < 3; sequence++) {
                elsewhere.append(Ledger.append(new NewEvent(
                        "notebook/9",
                        sequence,
                        UUID.randomUUID(),
                        NoteWritten.class.getName(),
                        "2",
                        null,
                        "{\"notebook\":\"notebook/9\",\"note\":\"n\",\"after\":" + sequence + "}",
                        "{}")));
                assertThat(stream.hasNextAvailable(10, TimeUnit.SECONDS)).isTrue();
                TrackedEventMessage<?> event = stream.nextAvailable();
                assertThat(event.trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(sequence + 1));
            }
        }
    }

    @Test
    void a_log_longer_than_a_page_is_read_to_its_end_and_from_any_token() {
        commands.sendAndWait(new WriteNotes(
                "notebook/1", Stream.generate(() -> "n").limit(2_500).toList(), List.of()));

        assertThat(engine.readEvents(null, false).count()).isEqualTo(2_500);
        assertThat(engine.readEvents(new GlobalSequenceTrackingToken(2_400), false)
                        .count())
                .isEqualTo(100);
        assertThat(engine.createHeadToken()).isEqualTo(new GlobalSequenceTrackingToken(2_500));
        assertThat(engine.createTokenAt(START)).isEqualTo(engine.createTailToken());
        assertThat(engine.createTokenAt(START.plusSeconds(1))).isEqualTo(engine.createHeadToken());
        assertThat(engine.lastSequenceNumberFor("notebook/1")).contains(2_499L);
        assertThat(engine.lastSequenceNumberFor("notebook/2")).isEmpty();
    }

    @Test
    void the_latest_snapshot_is_kept() {
        engine.storeSnapshot(
                new GenericDomainEventMessage<>("notebook", "notebook/1", 7, new NoteWritten("notebook/1", "b", 7)));
        engine.storeSnapshot(
                new GenericDomainEventMessage<>("notebook", "notebook/1", 3, new NoteWritten("notebook/1", "a", 3)));

        var snapshot = engine.readSnapshot("notebook/1").orElseThrow();
        assertThat(snapshot.getSequenceNumber()).isEqualTo(7);
        assertThat(snapshot.getPayload()).isEqualTo(new NoteWritten("notebook/1", "b", 7));
        assertThat(engine.readSnapshot("notebook/2")).isEmpty();
    }

    record Condition(String stream, long last) {}

    record WriteNotes(@TargetAggregateIdentifier String notebook, List<String> notes, List<Condition> restingOn) {}

    record AnswerOnce(@TargetAggregateIdentifier String notebook, UUID commandId) {}

    @Revision("2")
    record NoteWritten(String notebook, String note, int after) {}

    /** The smallest entity that depends on its own history. */
    @SuppressWarnings("NullAway.Init") // Axon fills it from the events
    static class Notebook {

        @AggregateIdentifier
        private String id;

        private int notes;

        @CommandHandler
        @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
        void handle(WriteNotes command) {
            var terms = AppendTerms.of(CurrentUnitOfWork.get());
            command.restingOn().forEach(condition -> terms.restsOn(condition.stream(), condition.last()));
            for (var note : command.notes()) apply(new NoteWritten(command.notebook(), note, notes));
        }

        @CommandHandler
        @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
        void handle(AnswerOnce command) {
            AppendTerms.of(CurrentUnitOfWork.get()).answers(Ledger.command(command.commandId()));
            apply(new NoteWritten(command.notebook(), "once", notes));
        }

        @EventSourcingHandler
        void on(NoteWritten event) {
            id = event.notebook();
            notes++;
        }
    }

    /** Revision 1 said text where revision 2 says note. */
    private record TextBecameNote() implements EventUpcaster {

        @Override
        public Stream<IntermediateEventRepresentation> upcast(Stream<IntermediateEventRepresentation> events) {
            var old = new SimpleSerializedType(NoteWritten.class.getName(), "1");
            var present = new SimpleSerializedType(NoteWritten.class.getName(), "2");
            return events.map(event -> event.getType().equals(old)
                    ? event.upcastPayload(present, JsonNode.class, payload -> {
                        ((ObjectNode) payload).set("note", ((ObjectNode) payload).remove("text"));
                        return payload;
                    })
                    : event);
        }
    }
}
