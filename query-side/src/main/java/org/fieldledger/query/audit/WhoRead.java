package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.UUID;
import org.fieldledger.events.GovernanceEvent.ParticipantMaterialRead;
import org.jspecify.annotations.Nullable;

/** Question 15. The access log: who read material about a person, what, when and for what purpose. */
final class WhoRead implements CaseQuestion {

    record Row(
            String caseCode,
            String participant,
            String reader,
            String what,
            @Nullable String purpose,
            String occurred,
            String zone,
            UUID event,
            Instant recordedAt) {}

    @Override
    public int number() {
        return 15;
    }

    @Override
    public String name() {
        return "who-read";
    }

    @Override
    public String asks() {
        return "Who read this person's material, and why?";
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
        return Findings.of(trail.happened(ParticipantMaterialRead.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .map(fact -> new Row(
                        fact.entry().caseCode(),
                        fact.event().participant().code(),
                        fact.event().reader().code(),
                        fact.event().what(),
                        fact.event().purpose(),
                        fact.occurred().toString(),
                        fact.occurred().zone().getId(),
                        fact.entry().id(),
                        fact.entry().recordedAt()))
                .toList());
    }
}
