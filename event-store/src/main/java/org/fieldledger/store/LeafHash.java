package org.fieldledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The RFC 6962 leaf of one event, worked out apart from the database, so that neither has to be believed about the other.
 *
 * <p>SHA-256 over a zero byte and ten netstrings in UTF-8: position, stream, sequence, event id, type, revision, case code,
 * recorded time in microseconds since 1970-01-01T00:00Z, payload, metadata. A netstring is the length in bytes, a colon, the
 * bytes and a comma; what is absent is {@code -,}.
 */
public final class LeafHash {

    public static byte[] of(StoredEvent event) {
        var leaf = new ByteArrayOutputStream();
        leaf.write(0);
        netstring(leaf, Long.toString(event.position()));
        netstring(leaf, event.stream());
        netstring(leaf, Long.toString(event.sequence()));
        netstring(leaf, event.eventId().toString());
        netstring(leaf, event.type());
        netstring(leaf, event.revision());
        netstring(leaf, event.caseCode());
        netstring(leaf, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, event.recordedAt())));
        netstring(leaf, event.payload());
        netstring(leaf, event.metadata());
        try {
            return MessageDigest.getInstance("SHA-256").digest(leaf.toByteArray());
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Every Java platform has SHA-256", never);
        }
    }

    private static void netstring(ByteArrayOutputStream leaf, @Nullable String field) {
        if (field == null) {
            leaf.writeBytes("-,".getBytes(UTF_8));
            return;
        }
        var bytes = field.getBytes(UTF_8);
        leaf.writeBytes((bytes.length + ":").getBytes(UTF_8));
        leaf.writeBytes(bytes);
        leaf.write(',');
    }

    private LeafHash() {}
}
