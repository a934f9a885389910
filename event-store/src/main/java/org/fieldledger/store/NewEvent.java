package org.fieldledger.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the log. Payload and metadata are JSON texts and are kept byte for byte.
 *
 * @param stream the record it belongs to, such as one participant's consent
 * @param sequence its turn in that stream, from 0
 * @param caseCode the case study it concerns, or null where it concerns none or several
 */
public record NewEvent(
        String stream,
        long sequence,
        UUID eventId,
        String type,
        @Nullable String revision,
        @Nullable String caseCode,
        String payload,
        String metadata) {

    StoredEvent at(long position, Instant recordedAt) {
        return new StoredEvent(
                position, stream, sequence, eventId, type, revision, caseCode, recordedAt, payload, metadata);
    }
}
