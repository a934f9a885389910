package org.fieldledger.consent;

import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.Occurred;

/** An event that stands, with the id by which others name it. */
public record Fact<E extends FieldEvent>(EventId id, E event) {

    public Occurred occurred() {
        return event.envelope().occurred();
    }
}
