package org.fieldledger.query.register;

import java.util.Optional;
import java.util.Set;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.CaseAccess;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Fieldworkers and researchers see the cases they hold a role in today; the roles that look after the store see all. */
@Component
class AssignedCases implements CaseAccess {

    private final CurrentActor currentActor;
    private final ObjectProvider<RegisterView> register;

    /** The register asks in turn who may see what, so it is looked up only when a question comes. */
    AssignedCases(CurrentActor currentActor, ObjectProvider<RegisterView> register) {
        this.currentActor = currentActor;
        this.register = register;
    }

    @Override
    public void require(CaseCode caseCode) {
        var visible = visibleCases();
        if (visible.isPresent() && !visible.get().contains(caseCode)) throw new AccessDenied(caseCode);
    }

    @Override
    public Optional<Set<CaseCode>> visibleCases() {
        var actor = currentActor.get();
        return actor.onlyInAssignedCases()
                ? Optional.of(register.getObject().casesOf(actor.researcher()))
                : Optional.empty();
    }
}
