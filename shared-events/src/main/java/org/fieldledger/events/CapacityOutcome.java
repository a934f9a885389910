package org.fieldledger.events;

/** What an assessment of capacity for one decision found. */
public enum CapacityOutcome {
    HAS_CAPACITY,
    LACKS_CAPACITY
}
