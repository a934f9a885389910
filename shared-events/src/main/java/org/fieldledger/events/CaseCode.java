package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The short code a case study goes by. */
public record CaseCode(@JsonValue String code) implements Comparable<CaseCode> {

    private static final Code FORM = new Code("case code", "[A-Z][A-Z0-9-]{1,30}", "CAFE");

    @JsonCreator
    public CaseCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(CaseCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
