package org.fieldledger.query.audit;

import java.util.ArrayList;
import java.util.UUID;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.jspecify.annotations.Nullable;

/**
 * Question 14. Everybody whose last assessment found that they lack capacity. A consultee's advice is current when it was
 * given after that assessment by a consultee who is still appointed.
 */
final class CapacityAndAdvice implements CaseQuestion {

    /**
     * @param decision what the person was found unable to decide
     * @param consulteeSince when the consultee on record was appointed; absent where there is none
     * @param advice the last decision made as consultee
     */
    record Row(
            String caseCode,
            String participant,
            UUID assessment,
            String assessed,
            String decision,
            @Nullable String consulteeSince,
            @Nullable UUID advice,
            @Nullable String advised,
            boolean current,
            String told) {}

    @Override
    public int number() {
        return 14;
    }

    @Override
    public String name() {
        return "capacity";
    }

    @Override
    public String asks() {
        return "Who lacks capacity, and is the consultee's advice current?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public boolean forDataManagers() {
        return false;
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        for (var person : trail.consents().people()) {
            if (!inquiry.about(person)) continue;
            trail.happened(CapacityAssessed.class)
                    .filter(fact -> fact.event().participant().equals(person))
                    .reduce((earlier, later) -> later)
                    .filter(last -> last.event().outcome() == CapacityOutcome.LACKS_CAPACITY)
                    .ifPresent(lacking -> rows.add(row(trail, person, lacking)));
        }
        return Findings.of(rows);
    }

    private static Row row(AuditTrail trail, ParticipantCode person, Fact<CapacityAssessed> lacking) {
        var today = Occurred.on(trail.today(), trail.zone());
        var consultee = WhoDecided.relationship(trail, person, RelationshipKind.CONSULTEE, today);
        var advice = trail.happened(ConsentEvent.class)
                .filter(fact -> fact.event().participant().equals(person))
                .filter(fact -> Consents.decider(fact.event())
                        .filter(decider -> decider.capacity() == DeciderCapacity.CONSULTEE)
                        .isPresent())
                .reduce((earlier, later) -> later);
        var old = advice.filter(
                given -> given.occurred().latest().compareTo(lacking.occurred().earliest()) <= 0);
        var told = consultee.isEmpty()
                ? "No consultee is appointed"
                : advice.isEmpty()
                        ? "The consultee has not advised"
                        : old.isPresent() ? "The advice is older than the assessment" : "Current";
        return new Row(
                trail.code(),
                person.code(),
                lacking.entry().id(),
                lacking.occurred().toString(),
                lacking.event().decision(),
                consultee.map(since -> since.occurred().toString()).orElse(null),
                advice.map(given -> given.entry().id()).orElse(null),
                advice.map(given -> given.occurred().toString()).orElse(null),
                told.equals("Current"),
                told);
    }
}
