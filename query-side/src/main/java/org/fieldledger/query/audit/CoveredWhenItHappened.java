package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/** Question 1. A row for each thing that an action lacked, whether or not it was recorded as a deviation; the counts tell the rest. */
final class CoveredWhenItHappened implements CaseQuestion {

    /**
     * @param deviation kept apart as a deviation since it was recorded; otherwise nobody had said so
     * @param stoodInTheWay the decision that did, where there is one
     */
    record Row(
            String caseCode,
            UUID event,
            String kind,
            String occurred,
            String zone,
            Instant recordedAt,
            String rule,
            @Nullable String participant,
            @Nullable String module,
            String detail,
            boolean deviation,
            @Nullable UUID stoodInTheWay) {}

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String name() {
        return "covered";
    }

    @Override
    public String asks() {
        return "Was every action covered when it happened?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.everything(inquiry, ConsentEvent.class, ParticipantEvent.class);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        var actions = 0L;
        var uncovered = 0L;
        var deviations = 0L;
        for (var action : trail.happened(inquiry.participant()).toList()) {
            if (!Needs.of(action.event()).anything()) continue;
            var gaps = trail.shortfalls(action);
            actions++;
            if (!gaps.isEmpty() && action.quarantined()) deviations++;
            else if (!gaps.isEmpty()) uncovered++;
            for (var gap : gaps)
                rows.add(new Row(
                        action.caseCode(),
                        action.id(),
                        action.kind(),
                        action.occurred().toString(),
                        action.occurred().zone().getId(),
                        action.recordedAt(),
                        gap.rule().code(),
                        gap.participant() == null ? null : gap.participant().code(),
                        gap.module() == null ? null : gap.module().code(),
                        gap.detail(),
                        action.quarantined(),
                        gap.cause() == null ? null : gap.cause().id().value()));
        }
        var counts = new LinkedHashMap<String, Long>();
        counts.put("actions", actions);
        counts.put("covered", actions - uncovered - deviations);
        counts.put("keptAsDeviations", deviations);
        counts.put("uncovered", uncovered);
        return new Findings(rows, counts);
    }
}
