package org.fieldledger.events;

/** How exactly a time in the field is known. A date is a whole day, not its midnight. */
public enum Precision {
    MINUTE,
    DAY,
    MONTH,
    YEAR
}
