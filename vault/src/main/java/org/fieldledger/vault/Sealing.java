package org.fieldledger.vault;

import java.util.List;
import java.util.UUID;
import org.fieldledger.events.FieldEvent;

/** Seals what is personal in events on its way into the log, and marks content without telling what it is. */
public interface Sealing {

    /** An event and its identity, to which its texts are bound. */
    record Identified(UUID id, FieldEvent event) {}

    /**
     * The same events in the same order, their personal texts sealed with the keys of everyone they concern, or, where that is
     * nobody in particular, with a key of the event's own. At most one round trip to the database.
     */
    List<FieldEvent> seal(List<Identified> events);

    /**
     * A mark by which the same content is known again: the same in every process with this master key, another for another use,
     * and to whoever lacks the key it confirms nothing, not even to somebody who has the content. 32 bytes.
     */
    byte[] mark(String use, byte[] content);
}
