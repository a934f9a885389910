package org.fieldledger.query.audit;

import java.util.ArrayList;
import java.util.UUID;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.query.audit.Consents.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Question 9. Whoever stands as consenting on a decision made before an amendment that asks for their consent anew, or asks
 * that they be told, on a text that the amendment retired. Where it retired none by name, on any text of the approval.
 */
final class ReconsentDue implements CaseQuestion {

    /**
     * @param rule required: ask again; notify: tell them
     * @param formVersion the text they consented on; absent for consent attested from before this store
     */
    record Row(
            String caseCode,
            String approval,
            String amendment,
            String effective,
            String rule,
            String participant,
            String module,
            UUID decision,
            String decided,
            @Nullable String formVersion,
            boolean enrolled) {}

    @Override
    public int number() {
        return 9;
    }

    @Override
    public String name() {
        return "reconsent";
    }

    @Override
    public String asks() {
        return "Who needs re-consent under an amendment?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        var caseCode = trail.caseCode().orElse(null);
        if (caseCode == null) return Findings.of(rows);
        var approvals = new Approvals(trail).ofCase(caseCode).toList();
        var cover = new Cover(trail);
        var today = new Occurred(trail.today().toString(), null, trail.zone());
        trail.standing(EthicsApprovalAmended.class)
                .filter(fact -> trail.begun(fact.entry()))
                .filter(fact -> fact.event().reconsent() != ReconsentRule.NONE)
                .filter(fact -> approvals.stream()
                        .anyMatch(one -> one.reference().equals(fact.event().reference())))
                .forEach(amended -> {
                    for (var person : trail.consents().people()) {
                        if (!inquiry.about(person)) continue;
                        for (var module : trail.consents().modulesOf(person)) {
                            var decision = due(trail, amended, person, module);
                            if (decision != null)
                                rows.add(row(trail, amended, decision, cover.enrolled(person, today)));
                        }
                    }
                });
        return Findings.of(rows);
    }

    private static @Nullable Decision due(
            AuditTrail trail, Fact<EthicsApprovalAmended> amended, ParticipantCode person, ModuleCode module) {
        var decision = trail.consents().standing(person, module).decision();
        if (decision == null || !decision.effect().permits()) return null;
        if (!decision.takesEffect()
                .isBefore(Consents.begins(amended.occurred(), decision.entry().occurred()))) return null;
        var text = trail.consents().text(decision).orElse(null);
        return text == null || concerns(trail, amended.event(), text) ? decision : null;
    }

    private static boolean concerns(AuditTrail trail, EthicsApprovalAmended amended, FormVersionCode text) {
        if (!amended.formVersionsRetired().isEmpty())
            return amended.formVersionsRetired().contains(text);
        return !amended.formVersionsAdded().contains(text)
                && trail.standing(ConsentFormVersionReleased.class)
                        .anyMatch(released -> released.event().formVersion().equals(text)
                                && released.event().approval().equals(amended.reference()));
    }

    private static Row row(AuditTrail trail, Fact<EthicsApprovalAmended> amended, Decision decision, boolean enrolled) {
        return new Row(
                trail.code(),
                amended.event().reference().code(),
                amended.event().amendment(),
                amended.occurred().toString(),
                AuditQuestion.code(amended.event().reconsent()),
                decision.event().participant().code(),
                decision.module().code(),
                decision.entry().id(),
                decision.entry().occurred().toString(),
                trail.consents().text(decision).map(FormVersionCode::code).orElse(null),
                enrolled);
    }
}
