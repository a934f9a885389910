package org.fieldledger.command.desk;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.fieldledger.command.Problem;
import org.fieldledger.events.EventId;
import org.jspecify.annotations.Nullable;

/** What becomes of a submission. */
public sealed interface Answer {

    UUID commandId();

    /**
     * Recorded, for good.
     *
     * @param stream the stream it was decided in, and {@code version} that stream's version now
     * @param events the events that followed; none when what was asked for already held
     * @param recordedAt the store's time of recording
     * @param repeated whether this is the answer to an earlier submission under the same key
     */
    record Accepted(
            UUID commandId, String stream, long version, List<EventId> events, Instant recordedAt, boolean repeated)
            implements Answer {}

    /**
     * Not recorded, with every reason.
     *
     * @param currentVersion the version of the stream, where the caller's had moved on
     */
    record Rejected(
            UUID commandId,
            List<Problem> problems,
            @Nullable Long currentVersion) implements Answer {}
}
