package org.fieldledger.query.audit;

import java.util.List;
import java.util.Optional;
import org.fieldledger.consent.Action;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Standing.Given;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;

/** The consent that an action rests on. */
record RestsOn(AuditTrail trail, CaseReading reading, Entry action) {

    /** One person's to one module; absent where it did not cover the action. */
    Optional<Given> on(ParticipantCode person, ModuleCode module) {
        if (trail.shortfalls(action).stream().anyMatch(lacking -> AuditTrail.of(lacking, person, module)))
            return Optional.empty();
        return Optional.ofNullable(reading.person(person)
                .restsOn(module, Action.of(action.event(), List.copyOf(Concerned.codes(action.event()))))
                .given());
    }
}
