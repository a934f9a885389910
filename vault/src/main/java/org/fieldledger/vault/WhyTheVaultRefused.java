package org.fieldledger.vault;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A side that does not start because of the vault says so in the vault's one sentence instead of many lines of its own. */
final class WhyTheVaultRefused extends AbstractFailureAnalyzer<VaultRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, VaultRefused refused) {
        return new FailureAnalysis(refused.getMessage() + ".", null, refused);
    }
}
