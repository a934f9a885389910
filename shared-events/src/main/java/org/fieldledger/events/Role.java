package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a participant is in a case: patient, relative, staff, key leader and so on. Programmes name their own. */
public record Role(@JsonValue String code) implements Comparable<Role> {

    private static final Code FORM = new Code("participant role", "[a-z][a-z0-9-]{1,38}", "key-leader");

    /** The role whose holders are interviewed as leaders at least once in every programme year. */
    public static final Role KEY_LEADER = new Role("key-leader");

    @JsonCreator
    public Role {
        FORM.require(code);
    }

    @Override
    public int compareTo(Role other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
