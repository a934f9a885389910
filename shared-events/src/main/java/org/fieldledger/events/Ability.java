package org.fieldledger.events;

/** Whether a person can decide for themselves about what they are asked. */
public enum Ability {
    WITH,
    WITHOUT
}
