package org.fieldledger.query;

/** What became of something that fieldwork owes, as of a day. */
public enum CellStatus {
    /** Nothing was owed. */
    NOT_OWED,
    /** Its time has not begun. */
    NOT_DUE_YET,
    /** Its time is running, and it is still to be done. */
    DUE,
    /** Its time is over, and it is still to be done. */
    LATE,
    /** It did not take place, and a reason was recorded. */
    MISSED,
    /** Whoever it concerns died, left or withdrew before it was done. */
    IMPOSSIBLE,
    /** It was not done, and no ethics approval allowed it at any time so far. */
    NOT_APPROVED,
    /** It was done. */
    DONE
}
