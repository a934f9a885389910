package org.fieldledger.events;

/** What an amendment asks of people who had already decided. */
public enum ReconsentRule {
    NONE,
    NOTIFY,
    REQUIRED
}
