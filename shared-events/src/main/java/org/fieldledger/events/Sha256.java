package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of the exact bytes of a file or text, in lower-case hexadecimal. */
public record Sha256(@JsonValue String code) implements Comparable<Sha256> {

    private static final Code FORM = new Code("SHA-256", "[0-9a-f]{64}", "a 64-digit hexadecimal number");

    @JsonCreator
    public Sha256 {
        FORM.require(code);
    }

    /** The SHA-256 of these bytes. */
    public static Sha256 of(byte[] bytes) {
        try {
            return new Sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Every Java platform has SHA-256", never);
        }
    }

    @Override
    public int compareTo(Sha256 other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
