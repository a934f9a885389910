package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.audit.Consents.Decision;

/** Question 5. A row for each action, person and module where a withdrawal stood in the way when it happened. */
final class CollectedAfterWithdrawal implements CaseQuestion {

    /**
     * @param takesEffect the instant from which nothing more was to be collected
     * @param withdrawalKnownAt when the store came to know of the withdrawal; what was recorded before could not be refused
     * @param deviation kept apart as a deviation since it was recorded
     */
    record Row(
            String caseCode,
            String participant,
            String module,
            UUID withdrawal,
            String withdrawalKind,
            String withdrawn,
            Instant takesEffect,
            Instant withdrawalKnownAt,
            UUID event,
            String kind,
            String occurred,
            String zone,
            Instant recordedAt,
            boolean deviation) {}

    @Override
    public int number() {
        return 5;
    }

    @Override
    public String name() {
        return "after-withdrawal";
    }

    @Override
    public String asks() {
        return "What was collected after a withdrawal?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        return Findings.of(in(trail).stream()
                .filter(one -> inquiry.about(one.participant()))
                .map(CollectedAfterWithdrawal::row)
                .toList());
    }

    /** An action that a withdrawal stood in the way of, for one person and module. */
    record Collected(Entry action, ParticipantCode participant, Decision withdrawal) {}

    static List<Collected> in(AuditTrail trail) {
        var cover = new Cover(trail);
        var collected = new ArrayList<Collected>();
        trail.happened().forEach(action -> {
            for (var gap : cover.gaps(action))
                if (gap.participant() != null
                        && gap.decision() != null
                        && gap.decision().withdrawal() != null)
                    collected.add(new Collected(action, gap.participant(), gap.decision()));
        });
        return collected;
    }

    private static Row row(Collected one) {
        var withdrawal = one.withdrawal();
        var action = one.action();
        return new Row(
                action.caseCode(),
                one.participant().code(),
                withdrawal.module().code(),
                withdrawal.entry().id(),
                AuditQuestion.code(Objects.requireNonNull(withdrawal.withdrawal())),
                withdrawal.entry().occurred().toString(),
                withdrawal.takesEffect(),
                withdrawal.entry().recordedAt(),
                action.id(),
                action.kind(),
                action.occurred().toString(),
                action.occurred().zone().getId(),
                action.recordedAt(),
                action.quarantined());
    }
}
