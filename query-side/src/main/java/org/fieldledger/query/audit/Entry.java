package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.audit.AcrossCases.Correction;
import org.jspecify.annotations.Nullable;

/**
 * One event of the log with when the store came to know it and, as far as was known, what superseded it.
 *
 * @param supersededBy the first correction of it; absent while it stands
 */
public record Entry(
        long position,
        UUID id,
        Instant recordedAt,
        FieldEvent event,
        @Nullable Instant supersededAt,
        @Nullable UUID supersededBy) {

    /** Whether it counts: neither superseded, nor itself only the note that something else was an error. */
    public boolean stands() {
        return supersededAt == null && !(event instanceof EnteredInError);
    }

    Entry supersededBy(@Nullable Correction correction) {
        if (correction == null && supersededAt == null) return this;
        return correction == null
                ? new Entry(position, id, recordedAt, event, null, null)
                : new Entry(position, id, recordedAt, event, correction.recordedAt(), correction.by());
    }

    /** The same entry in these words. */
    Entry saying(FieldEvent words) {
        return words == event ? this : new Entry(position, id, recordedAt, words, supersededAt, supersededBy);
    }

    public Occurred occurred() {
        return event.envelope().occurred();
    }

    public String kind() {
        return event.getClass().getSimpleName();
    }

    /** The code of its case; empty for what concerns no single case. */
    public String caseCode() {
        return Objects.toString(event.envelope().caseStudy(), "");
    }

    /** Recorded as a deviation: without full cover, and kept apart. */
    public boolean quarantined() {
        var deviation = event.envelope().deviation();
        return deviation != null && !deviation.uncovered().isEmpty();
    }
}
