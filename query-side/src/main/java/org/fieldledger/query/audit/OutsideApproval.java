package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.consent.CoverRule;
import org.fieldledger.query.audit.Inquiry.Parameter;

/** Question 12. Actions that no approval covered on their day, with what each that names the case lacked. */
final class OutsideApproval implements CaseQuestion {

    private static final Set<CoverRule> APPROVAL =
            EnumSet.of(CoverRule.APPROVAL_NOT_IN_FORCE, CoverRule.APPROVAL_NOT_STARTED, CoverRule.ACTION_NOT_APPROVED);

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
        return Findings.of(trail.happened()
                .flatMap(action -> trail.shortfalls(action).stream()
                        .filter(lacking -> APPROVAL.contains(lacking.rule()))
                        .map(lacking -> row(action, lacking.detail())))
                .toList());
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
