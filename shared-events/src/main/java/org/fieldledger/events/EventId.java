package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The identity of one recorded event, by which corrections, evidence and consent decisions point at it. */
public record EventId(@JsonValue UUID value) {

    @JsonCreator
    public EventId {}

    public static EventId of(String text) {
        return new EventId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
