package org.fieldledger.events;

/** How the observer stood to what was observed. */
public enum ObservationKind {
    PARTICIPANT,
    NON_PARTICIPANT,
    STRUCTURED
}
