package org.fieldledger.vault;

/** The vault does not open, with the reason and the way out in one sentence that is fit for the operator. */
public final class VaultRefused extends RuntimeException {

    VaultRefused(String sentence) {
        super(sentence);
    }

    VaultRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
