package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The pseudonym a participant is known by. Who that is never stands in an event. */
public record ParticipantCode(@JsonValue String code) implements Comparable<ParticipantCode> {

    private static final Code FORM = new Code("participant code", "[A-Z0-9][A-Z0-9-]{2,38}", "CAFE-0042");

    @JsonCreator
    public ParticipantCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(ParticipantCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
