package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.fieldledger.consent.Instants;
import org.fieldledger.consent.Shortfall;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/** Question 5. A row for each action, person and module where a withdrawal stood in the way when it happened. */
final class CollectedAfterWithdrawal implements CaseQuestion {

    /**
     * @param module absent where a person left a session
     * @param rule what it lacked by the withdrawal
     * @param takesEffect the instant from which nothing more was to be collected
     * @param withdrawalKnownAt when the store came to know of the withdrawal; what was recorded before could not be refused
     * @param deviation kept apart as a deviation since it was recorded
     */
    record Row(
            String caseCode,
            String participant,
            @Nullable String module,
            String rule,
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
    public Selection reads(Inquiry inquiry) {
        return Extract.everything(inquiry, GovernanceEvent.class);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        return Findings.of(trail.happened(inquiry.participant())
                .flatMap(action -> trail.shortfalls(action).stream()
                        .filter(lacking -> lacking.participant() != null && inquiry.about(lacking.participant()))
                        .flatMap(lacking -> row(trail, action, lacking).stream()))
                .toList());
    }

    /** Where it was a withdrawal that stood in the way: of any kind, or an objection upheld, which has the force of one. */
    private static Optional<Row> row(AuditTrail trail, Entry action, Shortfall lacking) {
        var cause = lacking.cause();
        if (cause == null || !(cause.event() instanceof ConsentEvent decision)) return Optional.empty();
        return kind(decision, lacking.module())
                .flatMap(kind -> trail.find(cause.id().value())
                        .map(withdrawal -> new Row(
                                action.caseCode(),
                                String.valueOf(lacking.participant()),
                                lacking.module() == null
                                        ? null
                                        : lacking.module().code(),
                                lacking.rule().code(),
                                withdrawal.id(),
                                AuditQuestion.code(kind),
                                withdrawal.occurred().toString(),
                                Instants.ends(withdrawal.occurred()),
                                withdrawal.recordedAt(),
                                action.id(),
                                action.kind(),
                                action.occurred().toString(),
                                action.occurred().zone().getId(),
                                action.recordedAt(),
                                action.quarantined())));
    }

    private static Optional<WithdrawalKind> kind(ConsentEvent decision, @Nullable ModuleCode module) {
        return switch (decision) {
            case ConsentWithdrawn withdrawn -> Optional.of(withdrawn.kind());
            case ConsentChanged changed
            when module != null && changed.withdrawn().contains(module) ->
                Optional.of(WithdrawalKind.NO_FURTHER_COLLECTION);
            case ObjectionDecided decided
            when decided.outcome() == ObjectionOutcome.UPHELD -> Optional.of(WithdrawalKind.NO_NEW_USE);
            default -> Optional.empty();
        };
    }
}
