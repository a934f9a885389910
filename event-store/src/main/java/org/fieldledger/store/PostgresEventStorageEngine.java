package org.fieldledger.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * The log as Axon sees it. An aggregate identifier is a stream, a tracking token a position, and the timestamp of a message
 * read from here is the time of recording.
 *
 * <p>All events of a unit of work, with its {@link AppendTerms}, are appended in one go when it commits. Where Axon asks for
 * an aggregate's type it is given the stream's name up to the first slash: aggregates that share a stream's name space are
 * not told apart by class. This engine waits for new events itself; give an {@code EmbeddedEventStore} on top of it a fetch
 * delay of a few milliseconds, or it sleeps through what other processes append.
 */
public final class PostgresEventStorageEngine implements EventStorageEngine {

    private static final int PAGE = 1_000;
    private static final Duration WAIT_AT_MOST = Duration.ofSeconds(1);

    private final EventLog log;
    private final Serializer serializer;
    private final EventUpcaster upcaster;
    private final Function<EventMessage<?>, @Nullable String> caseCode;

    /**
     * @param serializer for payload, metadata and snapshots; must write JSON text
     * @param upcaster every step from older revisions to the present
     * @param caseCode says which case an event concerns, or null where it concerns none or several
     */
    public PostgresEventStorageEngine(
            EventLog log,
            Serializer serializer,
            EventUpcaster upcaster,
            Function<EventMessage<?>, @Nullable String> caseCode) {
        this.log = log;
        this.serializer = serializer;
        this.upcaster = upcaster;
        this.caseCode = caseCode;
    }

    /**
     * Stages the events for the commit of the current unit of work, or appends them at once where there is none.
     *
     * @throws ConcurrencyException (at the commit) caused by {@link StreamMovedOn}
     * @throws AppendRefused (at the commit) for any other reason
     */
    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        if (events.isEmpty()) return;
        var stored = events.stream()
                .map(event -> asNewEvent(event, caseCode.apply(event)))
                .toList();
        if (!CurrentUnitOfWork.isStarted()) {
            withAxonsWord(() -> log.append(new Append(stored, Map.of(), List.of())));
            return;
        }
        var root = CurrentUnitOfWork.get().root();
        var terms = AppendTerms.of(root);
        if (terms.stage(stored)) root.onCommit(unit -> withAxonsWord(() -> terms.commitTo(log)));
    }

    private static void withAxonsWord(Runnable append) {
        try {
            append.run();
        } catch (StreamMovedOn moved) {
            throw new ConcurrencyException(moved.getMessage(), moved);
        }
    }

    private NewEvent asNewEvent(EventMessage<?> message, @Nullable String concerned) {
        var event = EventUtils.asDomainEventMessage(message);
        var payload = event.serializePayload(serializer, String.class);
        return new NewEvent(
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                UUID.fromString(event.getIdentifier()),
                payload.getType().getName(),
                payload.getType().getRevision(),
                concerned,
                payload.getData(),
                event.serializeMetaData(serializer, String.class).getData());
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        var events = log.streamsAfter(Map.of(aggregateIdentifier, firstSequenceNumber - 1))
                .getOrDefault(aggregateIdentifier, List.of());
        return EventStreamUtils.upcastAndDeserializeDomainEvents(
                events.stream().map(AsAxonReadsIt::new), serializer, upcaster);
    }

    /** Everything after the token up to the head; where that is nothing and it may block, waits a second for more. */
    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(
            @Nullable TrackingToken trackingToken, boolean mayBlock) {
        long after = positionOf(trackingToken);
        if (mayBlock) log.awaitBeyond(after, WAIT_AT_MOST);
        var events = StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages(after), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
        return EventUtils.upcastAndDeserializeTrackedEvents(events.map(AsAxonReadsIt::new), serializer, upcaster);
    }

    private static long positionOf(@Nullable TrackingToken token) {
        if (token == null) return 0;
        return WrappedToken.unwrapLowerBound(token)
                .position()
                .orElseThrow(() -> new IllegalArgumentException("Not a token of this log: " + token));
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        log.keepSnapshot(asNewEvent(snapshot, null));
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return log.snapshot(aggregateIdentifier)
                .map(kept -> EventStreamUtils.upcastAndDeserializeDomainEvents(
                        Stream.of(new AsAxonReadsIt(kept)), serializer, upcaster))
                .filter(DomainEventStream::hasNext)
                .map(DomainEventStream::next);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return log.lastSequence(aggregateIdentifier);
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(log.head());
    }

    /** A token from which everything recorded at {@code dateTime} or later is read. */
    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return new GlobalSequenceTrackingToken(log.positionAsOf(dateTime.minus(1, ChronoUnit.MICROS)));
    }

    /** Walks the log a page at a time, without keeping a transaction open. */
    private final class Pages implements Iterator<StoredEvent> {

        private long position;
        private Iterator<StoredEvent> page = List.<StoredEvent>of().iterator();
        private boolean more = true;

        Pages(long after) {
            this.position = after;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && more) {
                var next = log.after(position, PAGE);
                more = next.size() == PAGE;
                page = next.iterator();
            }
            return page.hasNext();
        }

        @Override
        public StoredEvent next() {
            var event = page.next();
            position = event.position();
            return event;
        }
    }

    private record AsAxonReadsIt(StoredEvent event) implements TrackedEventData<String>, DomainEventData<String> {

        @Override
        public TrackingToken trackingToken() {
            return new GlobalSequenceTrackingToken(event.position());
        }

        @Override
        public String getType() {
            int slash = event.stream().indexOf('/');
            return slash < 0 ? event.stream() : event.stream().substring(0, slash);
        }

        @Override
        public String getAggregateIdentifier() {
            return event.stream();
        }

        @Override
        public long getSequenceNumber() {
            return event.sequence();
        }

        @Override
        public String getEventIdentifier() {
            return event.eventId().toString();
        }

        @Override
        public Instant getTimestamp() {
            return event.recordedAt();
        }

        @Override
        public SerializedObject<String> getMetaData() {
            return new SerializedMetaData<>(event.metadata(), String.class);
        }

        @Override
        @SuppressWarnings("NullAway") // Axon's revision is null where an event has none
        public SerializedObject<String> getPayload() {
            return new SimpleSerializedObject<>(event.payload(), String.class, event.type(), event.revision());
        }
    }
}
