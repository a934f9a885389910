package org.fieldledger.query.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.fieldledger.query.Standing;
import org.fieldledger.query.When;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened.
 *
 * @param underWay true where it had begun by the time in the field that is asked about, and need not have been over; else absent
 * @param uncovered the rules that did not hold when it happened; then it is quarantined
 * @param corrects the event that this one replaces or declares an error
 * @param use what may be done with what it took from people, where that was asked about
 * @param useBefore the same in the earlier of two pictures, where two are asked for and it was there
 * @param change how it differs from the earlier of two pictures; absent where only one is asked for
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Line(
        String kind,
        String chapter,
        String title,
        When occurred,
        @Nullable Boolean underWay,
        Standing record,
        String recordedBy,
        List<String> performedBy,
        List<String> participants,
        List<String> objectives,
        List<String> levels,
        @Nullable String mode,
        List<String> uncovered,
        @Nullable UUID corrects,
        @Nullable String caseCode,
        @Nullable String use,
        @Nullable String useBefore,
        @Nullable Change change) {

    /** The same, with what may be done with what it took. */
    public Line usedAs(@Nullable String use) {
        return changed(use, null, change);
    }

    /** The same, with what became of it from one picture to a later one. */
    public Line changed(@Nullable String use, @Nullable String useBefore, @Nullable Change change) {
        return new Line(
                kind,
                chapter,
                title,
                occurred,
                underWay,
                record,
                recordedBy,
                performedBy,
                participants,
                objectives,
                levels,
                mode,
                uncovered,
                corrects,
                caseCode,
                use,
                useBefore,
                change);
    }
}
