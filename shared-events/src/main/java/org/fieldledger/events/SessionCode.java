package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One meeting of a group of people. */
public record SessionCode(@JsonValue String code) implements Comparable<SessionCode> {

    private static final Code FORM = new Code("session code", "[A-Z0-9][A-Z0-9-]{2,60}", "CAFE-FG-2021-03");

    @JsonCreator
    public SessionCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(SessionCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
