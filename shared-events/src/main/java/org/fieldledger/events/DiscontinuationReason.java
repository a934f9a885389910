package org.fieldledger.events;

/** Why a participant's part in a case ended. */
public enum DiscontinuationReason {
    COMPLETED,
    WITHDREW_CONSENT,
    ADVERSE_EVENT,
    LACK_OF_EFFICACY,
    LOST_TO_FOLLOW_UP,
    MOVED_AWAY,
    DIED,
    EXCLUDED,
    PROTOCOL_VIOLATION,
    RESEARCHER_DECISION,
    SPONSOR_DECISION,
    OTHER
}
