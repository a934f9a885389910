package org.fieldledger.events;

/** Which kind of data a ward observation yields. */
public enum Strand {
    QUALITATIVE,
    QUANTITATIVE
}
