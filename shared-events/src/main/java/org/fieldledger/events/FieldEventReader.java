package org.fieldledger.events;

import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.AnnotationRevisionResolver;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.jspecify.annotations.Nullable;

/** Reads a stored event as the record it is today, whatever revision it was stored in. Thread safe. */
public final class FieldEventReader {

    private final FieldEventSerializer serializer = new FieldEventSerializer();
    private final EventUpcasterChain upcasters = Upcasters.chain();
    private final AnnotationRevisionResolver revisions = new AnnotationRevisionResolver();

    /** Throws {@link IllegalArgumentException} for a type that no record bears, or JSON that the record cannot hold. */
    public FieldEvent read(String type, @Nullable String revision, String payload) {
        var kind = FieldEvents.BY_NAME.get(type);
        if (kind == null) throw new IllegalArgumentException("No kind of event is stored as " + type);
        if (Objects.equals(revision, revisions.revisionOf(kind))) return EventJson.MAPPER.readValue(payload, kind);
        return upcast(type, revision, payload);
    }

    private FieldEvent upcast(String type, @Nullable String revision, String payload) {
        var stored = new GenericDomainEventEntry<>("", "", 0, "", Instant.EPOCH, type, revision, payload, "{}");
        var current = upcasters
                .upcast(Stream.of(new InitialEventRepresentation(stored, serializer)))
                .collect(Collectors.toList());
        return serializer.deserialize(current.getFirst().getData());
    }
}
