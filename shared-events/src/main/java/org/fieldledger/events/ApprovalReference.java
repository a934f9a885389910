package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The reference under which an ethics authority gave its approval. */
public record ApprovalReference(@JsonValue String code) implements Comparable<ApprovalReference> {

    private static final Code FORM = new Code("approval reference", "[A-Za-z0-9][A-Za-z0-9./ -]{2,60}", "2019-00042");

    @JsonCreator
    public ApprovalReference {
        FORM.require(code);
    }

    @Override
    public int compareTo(ApprovalReference other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
