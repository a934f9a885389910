package org.fieldledger.query.projection;

import org.fieldledger.store.StoredEvent;

/** One event of the log as the projections meet it: read, or unreadable, which parks its case and stops nothing else. */
sealed interface LogEntry permits Recorded, LogEntry.Unreadable {

    /** The event as it is stored. */
    StoredEvent stored();

    /** Whose events are held back when this one cannot be applied: the case, or {@code ""} for the programme as a whole. */
    default String parkingKey() {
        var caseCode = stored().caseCode();
        return caseCode == null ? "" : caseCode;
    }

    default long position() {
        return stored().position();
    }

    /** An event that does not read as any known kind. */
    record Unreadable(StoredEvent stored, RuntimeException fault) implements LogEntry {}
}
