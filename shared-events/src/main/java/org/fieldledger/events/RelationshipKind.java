package org.fieldledger.events;

/** In what relation somebody may decide for, or advise on, a participant. */
public enum RelationshipKind {
    GUARDIAN,
    CONSULTEE
}
