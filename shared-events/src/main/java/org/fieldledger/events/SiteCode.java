package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A place of fieldwork within a case: a ward, a clinic, a village hall. */
public record SiteCode(@JsonValue String code) implements Comparable<SiteCode> {

    private static final Code FORM = new Code("site code", "[A-Z0-9][A-Z0-9-]{0,38}", "WARD-A");

    @JsonCreator
    public SiteCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(SiteCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
