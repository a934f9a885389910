package org.fieldledger.events;

/** What kind of extract was received. */
public enum DatasetKind {
    DATASET,
    WARD_REGISTER
}
