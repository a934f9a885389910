package org.fieldledger.command;

import java.util.List;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.EventId;

/** A report from the field that asks to be recorded. Each chapter seals its own family of these. */
public interface FieldCommand {

    /** The circumstances, as the reporter states them. */
    Report report();

    /** The stream the decision belongs to. */
    StreamName stream();

    /** Streams the decision reads besides its own, the case, the approvals and the participants named in the report. */
    default List<StreamName> alsoReads() {
        return List.of();
    }

    /** Whether it may be recorded of somebody who was erased. */
    default boolean mayFollowErasure() {
        return false;
    }

    /** Events elsewhere in the log that the command points at and that must exist. */
    default List<EventId> pointsAt() {
        return List.of();
    }
}
