package org.fieldledger.events;

/** In what capacity somebody decided about consent. */
public enum DeciderCapacity {
    SELF,
    GUARDIAN,
    PARENT,
    CONSULTEE
}
