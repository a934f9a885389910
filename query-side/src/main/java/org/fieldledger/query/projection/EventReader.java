package org.fieldledger.query.projection;

import java.util.List;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.store.StoredEvent;
import org.springframework.stereotype.Component;

/** Reads stored events as the records of today, on several cores at once; the one that cannot be read stops no other. */
@Component
class EventReader {

    private final FieldEventReader reader = new FieldEventReader();

    /** The same events in the same order. */
    List<LogEntry> read(List<StoredEvent> stored) {
        return stored.parallelStream().map(this::read).toList();
    }

    LogEntry read(StoredEvent stored) {
        try {
            return new Recorded(stored, reader.read(stored.type(), stored.revision(), stored.payload()));
        } catch (RuntimeException fault) {
            return new LogEntry.Unreadable(stored, fault);
        }
    }
}
