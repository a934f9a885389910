package org.fieldledger.events;

/** What came of an objection to the use of a person's material. */
public enum ObjectionOutcome {
    /** The objection holds: what is held goes into no new dataset. */
    UPHELD,
    /** The objection fell: what stood before it stands again. */
    LIFTED
}
