package org.fieldledger.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes passwords slowly, and remembers for a few minutes which ones matched, so that a program that sends its credentials
 * with every request pays the slow hash once. What is remembered is a keyed hash under a key that never leaves the process.
 */
final class RememberingPasswords implements PasswordEncoder {

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 1_000;

    private final PasswordEncoder slow;
    private final byte[] key = new byte[32];
    private final Map<String, Long> matchedUntil = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    RememberingPasswords(PasswordEncoder slow) {
        this.slow = slow;
        new SecureRandom().nextBytes(key);
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return slow.encode(password);
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        var trace = trace(password + "\n" + hash);
        synchronized (matchedUntil) {
            var until = matchedUntil.get(trace);
            if (until != null && until - System.nanoTime() > 0) return true;
        }
        if (!slow.matches(password, hash)) return false;
        synchronized (matchedUntil) {
            matchedUntil.put(trace, System.nanoTime() + REMEMBERED_FOR.toNanos());
        }
        return true;
    }

    @Override
    public boolean upgradeEncoding(@Nullable String hash) {
        return slow.upgradeEncoding(hash);
    }

    private String trace(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
