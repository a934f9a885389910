package org.fieldledger.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event as it stands in the log.
 *
 * @param position 1, 2, 3 and so on without a hole, in the order in which the store came to know
 * @param recordedAt when the store came to know, to the microsecond; never earlier than for the position before
 */
public record StoredEvent(
        long position,
        String stream,
        long sequence,
        UUID eventId,
        String type,
        @Nullable String revision,
        @Nullable String caseCode,
        Instant recordedAt,
        String payload,
        String metadata) {}
