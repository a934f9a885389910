package org.fieldledger.events;

/** Before or after an intervention was introduced. */
public enum Phase {
    PRE,
    POST
}
