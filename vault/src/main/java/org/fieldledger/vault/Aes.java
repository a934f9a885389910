package org.fieldledger.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random nonce of 12 bytes in front (NIST SP 800-38D), and HKDF-SHA256 (RFC 5869), from the Java platform.
 */
final class Aes {

    static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** What was sealed was changed, or this is not the key. */
    static final class DoesNotOpen extends Exception {
        DoesNotOpen(Throwable cause) {
            super(cause);
        }
    }

    static byte[] newKey(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /** @param bound what has to be given again for it to open: sealed text that was put elsewhere does not */
    static byte[] seal(byte[] key, byte[] plain, String bound, SecureRandom random) {
        try {
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, bound);
            var sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("Every Java platform has AES/GCM", never);
        }
    }

    static byte[] open(byte[] key, byte[] sealed, String bound) throws DoesNotOpen {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8)
            throw new DoesNotOpen(new IllegalArgumentException("shorter than a nonce and a tag"));
        try {
            return cipher(Cipher.DECRYPT_MODE, key, sealed, 0, bound)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException changed) {
            throw new DoesNotOpen(changed);
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("Every Java platform has AES/GCM", never);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, int from, String bound)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce, from, NONCE_BYTES));
        cipher.updateAAD(bound.getBytes(UTF_8));
        return cipher;
    }

    /** One key out of several, for one purpose: who lacks any of them cannot work it out. */
    static byte[] derive(byte[] keys, String purpose) {
        try {
            var mac = mac(hmac(new byte[KEY_BYTES], keys));
            mac.update(purpose.getBytes(UTF_8));
            mac.update((byte) 1);
            return mac.doFinal();
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", never);
        }
    }

    /** HMAC-SHA-256 (RFC 2104). */
    static byte[] hmac(byte[] key, byte[] content) {
        try {
            return mac(key).doFinal(content);
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", never);
        }
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }

    private Aes() {}
}
