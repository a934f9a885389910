package org.fieldledger.query.projection;

import java.time.Instant;
import java.util.UUID;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.store.StoredEvent;

/**
 * An event with its place in the log and the instant at which the store came to know it.
 *
 * @param sealed whether its answers are sealed in the log, whatever they read as here
 */
public record Recorded(StoredEvent stored, FieldEvent event, boolean sealed) implements LogEntry {

    public Recorded(StoredEvent stored, FieldEvent event) {
        this(stored, event, false);
    }

    public Envelope envelope() {
        return event.envelope();
    }

    public UUID eventId() {
        return stored.eventId();
    }

    public Instant recordedAt() {
        return stored.recordedAt();
    }

    /** The kind of event: the name it is stored under. */
    public String kind() {
        return stored.type();
    }

    /** The chapter of fieldwork it belongs to. */
    public String chapter() {
        return FieldEvents.chapter(event.getClass());
    }

    /** Whether it happened without full cover, and so counts only for those who ask for such events too. */
    public boolean quarantined() {
        var deviation = envelope().deviation();
        return deviation != null && !deviation.uncovered().isEmpty();
    }
}
