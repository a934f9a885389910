package org.fieldledger.events;

/** What a person asks of the material of a session they said no to. */
public enum Held {
    KEEP,
    KEEP_IN_PART,
    DESTROY
}
