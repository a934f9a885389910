package org.fieldledger.consent;

/** Where a person stands with one module. */
public enum State {
    NOT_ASKED,
    REQUESTED,
    DEFERRED,
    GIVEN,
    REAFFIRMED,
    /** Given on a text that an amendment put out of use: a new decision is required before anything more is collected. */
    RECONSENT_DUE,
    SUSPENDED,
    REFUSED,
    WITHDRAWN,
    EXPIRED,
    INVALIDATED;

    /** Whether something may be collected on it. */
    public boolean permits() {
        return this == GIVEN || this == REAFFIRMED;
    }

    /** Whether nothing has been decided so far. */
    boolean undecided() {
        return this == NOT_ASKED || this == REQUESTED || this == DEFERRED || this == INVALIDATED;
    }
}
