package org.fieldledger.events;

/** What a workshop was for. */
public enum WorkshopKind {
    CODESIGN,
    MEASURE,
    LEADERSHIP,
    OTHER
}
