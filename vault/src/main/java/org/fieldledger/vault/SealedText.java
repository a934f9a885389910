package org.fieldledger.vault;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A personal text as the log holds it: {@code {sealed:1:KEYS:TEXT}}. KEYS are the numbers of all keys it takes to open it, in
 * base 36 with dots between; TEXT is nonce, ciphertext and tag in base64url.
 *
 * <p>The key of a text is derived from those keys together and bound to its event, so that it opens nowhere else.
 */
record SealedText(List<Long> keys, byte[] sealed) {

    private static final Pattern FORM = Pattern.compile("\\{sealed:1:([0-9a-z]+(?:\\.[0-9a-z]+)*):([A-Za-z0-9_-]+)}");

    /** Cheaper than trying to read every text. */
    static boolean looksSealed(String text) {
        return text.startsWith("{sealed:1:");
    }

    static Optional<SealedText> read(String text) {
        if (!looksSealed(text)) return Optional.empty();
        var form = FORM.matcher(text);
        if (!form.matches()) return Optional.empty();
        try {
            var keys = new ArrayList<Long>();
            for (var number : form.group(1).split("\\.")) keys.add(Long.parseLong(number, 36));
            return Optional.of(
                    new SealedText(List.copyOf(keys), Base64.getUrlDecoder().decode(form.group(2))));
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    static String written(List<Long> keys, byte[] sealed) {
        var text = new StringBuilder("{sealed:1:");
        for (var key : keys) text.append(Long.toString(key, 36)).append('.');
        text.setCharAt(text.length() - 1, ':');
        return text.append(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
                .append('}')
                .toString();
    }

    /** What the key of an event's texts is for. */
    static String purpose(UUID event) {
        return "fieldledger sealed text 1 " + event;
    }
}
