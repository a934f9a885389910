package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A member of the research team: the one who did the fieldwork or the one who recorded it. */
public record ResearcherCode(@JsonValue String code) implements Comparable<ResearcherCode> {

    private static final Code FORM = new Code("researcher code", "[a-z][a-z0-9.-]{1,38}", "fieldworker-3");

    @JsonCreator
    public ResearcherCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(ResearcherCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
