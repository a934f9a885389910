package org.fieldledger.events;

/** The country whose rules on research and consent apply. */
public enum Country {
    SE,
    GB,
    US
}
