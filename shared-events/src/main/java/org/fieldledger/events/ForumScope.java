package org.fieldledger.events;

/** Who was invited to a Joint Interpretive Forum. */
public enum ForumScope {
    OPEN,
    SELECTED
}
