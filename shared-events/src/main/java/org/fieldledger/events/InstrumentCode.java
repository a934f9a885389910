package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An instrument: a measure, survey, questionnaire or assessment, whatever its version. */
public record InstrumentCode(@JsonValue String code) implements Comparable<InstrumentCode> {

    private static final Code FORM = new Code("instrument code", "[A-Z][A-Z0-9-]{1,38}", "ADAS-COG");

    @JsonCreator
    public InstrumentCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(InstrumentCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
