package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The SHA-256 of the exact bytes of a file or text, in lower-case hexadecimal. */
public record Sha256(@JsonValue String code) implements Comparable<Sha256> {

    private static final Code FORM = new Code("SHA-256", "[0-9a-f]{64}", "a 64-digit hexadecimal number");

    @JsonCreator
    public Sha256 {
        FORM.require(code);
    }

    @Override
    public int compareTo(Sha256 other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
