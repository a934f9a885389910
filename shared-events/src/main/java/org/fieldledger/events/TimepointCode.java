package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A planned moment at which an instrument is due, as the schedule names it. */
public record TimepointCode(@JsonValue String code) implements Comparable<TimepointCode> {

    private static final Code FORM = new Code("timepoint", "[a-z0-9][a-z0-9-]{0,38}", "week-8");

    @JsonCreator
    public TimepointCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(TimepointCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
