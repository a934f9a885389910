package org.fieldledger.query.timeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of an entry from one picture to a later one. */
public enum Change {
    /** The store did not know of it yet. */
    BECAME_KNOWN,
    /** It was on record for a day that had not come. */
    ITS_DAY_CAME,
    /** Another entry took its place. */
    CORRECTED,
    /** It was declared an error. */
    DECLARED_AN_ERROR,
    /** It lies after the day of the later picture. */
    LIES_LATER,
    /** It stands, and less may be done with what it took from people than before. */
    USE_RESTRICTED,
    /** It stands, and more may be done with what it took from people than before. */
    USE_RESTORED;

    /** Whether the later picture shows it. */
    public boolean isThereNow() {
        return this != CORRECTED && this != DECLARED_AN_ERROR && this != LIES_LATER;
    }

    /** Whether there is less of it than before. */
    public boolean isLoss() {
        return !isThereNow() || this == USE_RESTRICTED;
    }

    /** Whether it stands as before and may be used otherwise. */
    public boolean isOfUse() {
        return this == USE_RESTRICTED || this == USE_RESTORED;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
