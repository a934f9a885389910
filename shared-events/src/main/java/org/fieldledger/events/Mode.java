package org.fieldledger.events;

/** How people met, or how an answer reached the researcher. */
public enum Mode {
    IN_PERSON,
    TELEPHONE,
    VIDEO,
    PAPER,
    WEB
}
