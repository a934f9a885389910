package org.fieldledger.events;

/** Where in the system a participant speaks from. */
public enum Level {
    MICRO,
    MESO,
    MACRO
}
