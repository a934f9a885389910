package org.fieldledger.events;

/** How a consent decision was expressed. */
public enum ConsentMethod {
    WRITTEN,
    ORAL_WITNESSED,
    ELECTRONIC
}
