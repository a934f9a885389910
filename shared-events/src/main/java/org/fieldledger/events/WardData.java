package org.fieldledger.events;

/** The kinds of data that each ward owes, before its intervention and after. */
public enum WardData {
    QUALITATIVE,
    QUANTITATIVE,
    SELF_REPORT,
    REGISTER
}
