package org.fieldledger.command.desk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.events.EventJson;
import org.fieldledger.vault.Sealing;
import org.springframework.stereotype.Component;

/**
 * By what a command is known again, whoever hands it in. What is kept is keyed: whoever reads it learns nothing, and cannot even try
 * out words, for that takes the master key. Rows of before hold a plain SHA-256, and are known by their length.
 */
@Component
final class Fingerprints {

    private static final byte KEYED = 2;
    private static final int PLAIN_BYTES = 32;

    private final Sealing sealing;

    Fingerprints(Sealing sealing) {
        this.sealing = sealing;
    }

    /** What is kept of a command. */
    byte[] of(FieldCommand command) {
        var mark = sealing.mark("command fingerprint", digest(command));
        return ByteBuffer.allocate(1 + mark.length).put(KEYED).put(mark).array();
    }

    /** Whether what was kept, now or before it was keyed, is of this command. */
    boolean isOf(byte[] kept, FieldCommand command) {
        return MessageDigest.isEqual(kept, kept.length == PLAIN_BYTES ? digest(command) : of(command));
    }

    /** A key for a command made from what it says. */
    UUID keyOf(FieldCommand command) {
        return UUID.nameUUIDFromBytes(sealing.mark("command key", digest(command)));
    }

    /** The key that the same command was given before keys were keyed. */
    static UUID plainKeyOf(FieldCommand command) {
        return UUID.nameUUIDFromBytes(digest(command));
    }

    /** SHA-256 over the command's name and JSON. */
    private static byte[] digest(FieldCommand command) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(command.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
            return digest.digest(EventJson.MAPPER.writeValueAsBytes(command));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
