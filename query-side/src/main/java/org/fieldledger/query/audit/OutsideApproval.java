package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.query.audit.Inquiry.Parameter;

/** Question 12. Actions for which no approval was in force, with why not; and an approval first used after it had to be. */
final class OutsideApproval implements CaseQuestion {

    /** @param why what each approval that names the case lacked */
    record Row(
            String caseCode,
            UUID event,
            String kind,
            String occurred,
            String zone,
            Instant recordedAt,
            String why,
            boolean deviation) {}

    @Override
    public int number() {
        return 12;
    }

    @Override
    public String name() {
        return "outside-approval";
    }

    @Override
    public String asks() {
        return "What was done outside an approval or after it lapsed?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var caseCode = trail.caseCode().orElse(null);
        if (caseCode == null) return Findings.of(List.of());
        var approvals = new Approvals(trail);
        var rows = new ArrayList<Row>();
        var actions = trail.happened()
                .filter(action -> Needed.by(action.event()).chapter() != null)
                .toList();
        for (var action : actions) {
            var chapter = Objects.requireNonNull(Needed.by(action.event()).chapter());
            approvals.gap(caseCode, chapter, action.occurred()).ifPresent(why -> rows.add(row(action, why)));
        }
        startedTooLate(approvals.ofCase(caseCode).toList(), actions, rows);
        return Findings.of(rows);
    }

    private static void startedTooLate(
            List<EthicsApprovalGranted> approvals, List<Entry> actions, ArrayList<Row> rows) {
        for (var approval : approvals) {
            var mustStartBy = approval.mustStartBy();
            if (mustStartBy == null) continue;
            actions.stream()
                    .filter(action -> approval.reference()
                            .equals(action.event().envelope().approval()))
                    .min(Comparator.comparing(action -> action.occurred().earliest()))
                    .filter(first -> first.occurred().firstDay().isAfter(mustStartBy))
                    .ifPresent(first -> rows.add(row(
                            first,
                            "%s had to be begun by %s, and this was the first under it"
                                    .formatted(approval.reference(), mustStartBy))));
        }
    }

    private static Row row(Entry action, String why) {
        return new Row(
                action.caseCode(),
                action.id(),
                action.kind(),
                action.occurred().toString(),
                action.occurred().zone().getId(),
                action.recordedAt(),
                why,
                action.quarantined());
    }
}
