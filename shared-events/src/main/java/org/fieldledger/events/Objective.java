package org.fieldledger.events;

/** The four objectives of the programme, used everywhere as tags. */
public enum Objective {
    MEASUREMENT,
    MECHANISMS,
    MANAGEMENT,
    MODEL
}
