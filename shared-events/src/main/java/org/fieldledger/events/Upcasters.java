package org.fieldledger.events;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads events of older revisions as the present ones. Stored bytes are never rewritten. */
public final class Upcasters {

    /** Every upcaster, oldest revision first. */
    public static EventUpcasterChain chain() {
        return new EventUpcasterChain(WAVE_BECAME_TIMEPOINT);
    }

    /** Revision 1 of MeasureAdministered called the timepoint a wave, and knew it under no other name. */
    private static final EventUpcaster WAVE_BECAME_TIMEPOINT = new Step("MeasureAdministered", null, "2", event -> {
        var wave = event.remove("wave");
        if (wave != null) event.set("timepoint", wave);
    });

    private record Step(String type, @Nullable String from, String to, Consumer<ObjectNode> change)
            implements EventUpcaster {

        @Override
        public Stream<IntermediateEventRepresentation> upcast(Stream<IntermediateEventRepresentation> events) {
            var older = new SimpleSerializedType(type, from);
            var newer = new SimpleSerializedType(type, to);
            return events.map(event -> event.getType().equals(older)
                    ? event.upcastPayload(newer, JsonNode.class, payload -> {
                        change.accept((ObjectNode) payload);
                        return payload;
                    })
                    : event);
        }
    }

    private Upcasters() {}
}
