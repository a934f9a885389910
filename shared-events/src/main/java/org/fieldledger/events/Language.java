package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A language by its ISO 639-1 code. */
public record Language(@JsonValue String code) implements Comparable<Language> {

    private static final Code FORM = new Code("language", "[a-z]{2}(-[A-Z]{2})?", "sv");

    @JsonCreator
    public Language {
        FORM.require(code);
    }

    @Override
    public int compareTo(Language other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
