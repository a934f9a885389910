package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One thing a person can consent to, apart from the others: an action on a category of data for a purpose. */
public record ModuleCode(@JsonValue String code) implements Comparable<ModuleCode> {

    private static final Code FORM = new Code("consent module", "[a-z][a-z0-9-]{1,38}", "audio");

    @JsonCreator
    public ModuleCode {
        FORM.require(code);
    }

    @Override
    public int compareTo(ModuleCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
