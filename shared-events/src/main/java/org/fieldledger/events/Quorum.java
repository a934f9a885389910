package org.fieldledger.events;

/** How many of those who may decide for a person have to say yes. */
public enum Quorum {
    ONE,
    ALL
}
