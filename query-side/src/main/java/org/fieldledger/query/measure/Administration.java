package org.fieldledger.query.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.fieldledger.query.Standing;
import org.fieldledger.query.When;
import org.fieldledger.query.measure.MeasureView.Answered;
import org.fieldledger.query.measure.MeasureView.Scored;
import org.jspecify.annotations.Nullable;

/**
 * An instrument answered once.
 *
 * @param arm what the participant was allocated to, as of the same two times
 * @param session the session at which it was handed out, where nobody's name is on it
 * @param withheld why the answers are not here, such as that the person was erased; absent where they are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Administration(
        String kind,
        @Nullable String caseCode,
        @Nullable String participant,
        @Nullable String session,
        @Nullable String arm,
        String instrument,
        String version,
        @Nullable String timepoint,
        When occurred,
        Standing record,
        @Nullable String withheld,
        List<Answered> responses,
        List<Scored> scores) {

    Administration answered(List<Answered> other) {
        return with(record, other);
    }

    /** The same, marked as quarantined by what came to be known after it was recorded. */
    public Administration inQuarantine() {
        return with(record.inQuarantine(), responses);
    }

    private Administration with(Standing record, List<Answered> responses) {
        return new Administration(
                kind,
                caseCode,
                participant,
                session,
                arm,
                instrument,
                version,
                timepoint,
                occurred,
                record,
                withheld,
                responses,
                scores);
    }
}
