package org.fieldledger.query;

import java.util.Optional;
import java.util.Set;
import org.fieldledger.events.CaseCode;
import org.springframework.context.annotation.Fallback;
import org.springframework.stereotype.Component;

/** Where nothing says who may see what, nobody sees anything. */
@Component
@Fallback
class NoAccess implements CaseAccess {

    @Override
    public void require(CaseCode caseCode) {
        throw new AccessDenied(caseCode);
    }

    @Override
    public Optional<Set<CaseCode>> visibleCases() {
        return Optional.of(Set.of());
    }
}
