package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One exact text of a consent form: its version, language and variant together. */
public record FormVersionCode(@JsonValue String code) implements Comparable<FormVersionCode> {

    private static final Code FORM = new Code("consent form version", "[A-Z][A-Za-z0-9.-]{2,60}", "CAFE-ADULT-1.0-sv");

    @JsonCreator
    public FormVersionCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(FormVersionCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
