package org.fieldledger.events;

/** What a withdrawal means for future collection and for what is already held. */
public enum WithdrawalKind {
    /** Dissent within a session: that session stops. */
    DISSENT_IN_SESSION,
    /** Less, or in another way; what is held stays as it is. */
    REDUCE_OR_CHANGE_MODE,
    /** Not to be contacted again; passive sources only if agreed. */
    NO_CONTACT,
    /** Nothing more is collected; what is held stays usable. */
    NO_FURTHER_COLLECTION,
    /** Nothing more is collected, and what is held goes into no new dataset. */
    NO_NEW_USE,
    /** Nothing more is collected, and what is held is destroyed. */
    DESTROY,
    /** On hold, future and past, until the objection is decided. */
    RESTRICT_OR_OBJECT
}
