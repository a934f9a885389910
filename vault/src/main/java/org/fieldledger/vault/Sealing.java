package org.fieldledger.vault;

import java.util.List;
import java.util.UUID;
import org.fieldledger.events.FieldEvent;

/** Seals the personal texts of events on their way into the log. */
public interface Sealing {

    /** An event and its identity, to which its texts are bound. */
    record Identified(UUID id, FieldEvent event) {}

    /**
     * The same events in the same order, their personal texts sealed with the keys of everyone they concern, or, where that is
     * nobody in particular, with a key of the event's own. At most one round trip to the database.
     */
    List<FieldEvent> seal(List<Identified> events);
}
