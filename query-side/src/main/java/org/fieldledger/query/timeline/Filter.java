package org.fieldledger.query.timeline;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in a timeline; what is absent is not asked.
 *
 * @param consent the decision that somebody's part rests on
 * @param withHistory also what was superseded, with when and by which event
 */
public record Filter(
        @Nullable String kind,
        @Nullable String chapter,
        @Nullable String participant,
        @Nullable String objective,
        @Nullable String level,
        @Nullable UUID consent,
        @Nullable String instrument,
        boolean withHistory) {
    public static final Filter NONE = new Filter(null, null, null, null, null, null, null, false);

    /** The same of every chapter. */
    public Filter ofEveryChapter() {
        return new Filter(kind, null, participant, objective, level, consent, instrument, withHistory);
    }
}
