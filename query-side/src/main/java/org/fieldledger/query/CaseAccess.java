package org.fieldledger.query;

import java.util.Optional;
import java.util.Set;
import org.fieldledger.events.CaseCode;

/** Which cases whoever is asking may see. Every question about a case passes here first. */
public interface CaseAccess {

    /** Throws {@link AccessDenied} unless whoever is asking may see this case. */
    void require(CaseCode caseCode);

    /** The cases that whoever is asking may see; empty when all of them. Lists are narrowed to these. */
    Optional<Set<CaseCode>> visibleCases();

    /** Whoever is asking may not see this case. */
    final class AccessDenied extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public AccessDenied(CaseCode caseCode) {
            super("You are not assigned to case %s; whoever leads the case can assign you".formatted(caseCode));
        }
    }
}
