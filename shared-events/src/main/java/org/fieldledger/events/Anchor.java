package org.fieldledger.events;

/** The moment in a person's course from which a timepoint is counted. */
public enum Anchor {
    ENROLMENT,
    ALLOCATION,
    DISCHARGE,
    INTERVENTION
}
