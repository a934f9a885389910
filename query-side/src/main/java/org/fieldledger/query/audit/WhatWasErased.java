package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * Question 16. Each demand that what is held be destroyed: who decided, which actions it concerns, and which files stand
 * outside the store and must be destroyed where they are kept.
 */
final class WhatWasErased implements CaseQuestion {

    /**
     * @param actions how many actions hold material of the person under these modules
     * @param files SHA-256 and custody of the files that belong to them, to be destroyed where they are kept
     */
    record Row(
            String caseCode,
            String participant,
            UUID demand,
            String demanded,
            String zone,
            Instant recordedAt,
            String decidedAs,
            @Nullable String decider,
            List<String> modules,
            long actions,
            List<String> files) {}

    @Override
    public int number() {
        return 16;
    }

    @Override
    public String name() {
        return "erased";
    }

    @Override
    public String asks() {
        return "What was erased, on whose decision, and is it gone everywhere?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        return Findings.of(trail.happened(ConsentWithdrawn.class)
                .filter(fact -> fact.event().kind() == WithdrawalKind.DESTROY)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .map(fact -> row(trail, fact.entry(), fact.event()))
                .toList());
    }

    private static Row row(AuditTrail trail, Entry demand, ConsentWithdrawn withdrawn) {
        var held = new ArrayList<Entry>();
        trail.happened().forEach(action -> {
            var modules = new ArrayList<>(Needs.of(action.event()).modules());
            modules.retainAll(withdrawn.modules());
            if (!modules.isEmpty() && Concerned.codes(action.event()).contains(withdrawn.participant()))
                held.add(action);
        });
        return new Row(
                demand.caseCode(),
                withdrawn.participant().code(),
                demand.id(),
                demand.occurred().toString(),
                demand.occurred().zone().getId(),
                demand.recordedAt(),
                AuditQuestion.code(withdrawn.decidedBy().capacity()),
                withdrawn.decidedBy().code(),
                withdrawn.modules().stream().map(ModuleCode::code).toList(),
                held.size(),
                held.stream()
                        .flatMap(action -> action.event().envelope().artefacts().stream())
                        .distinct()
                        .map(WhatWasErased::told)
                        .toList());
    }

    private static String told(Artefact artefact) {
        return artefact.sha256() + " at " + artefact.custody();
    }
}
