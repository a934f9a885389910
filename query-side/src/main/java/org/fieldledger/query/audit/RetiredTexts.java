package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionRetired;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.store.Selection;

/** Question 8. For each text out of use, whose material rests on it: a row for each person, module and decision. */
final class RetiredTexts implements CaseQuestion {

    /**
     * @param retiredBy the retirement itself, or the amendment that retired it
     * @param actions how many actions rest on the decision
     */
    record Row(
            String caseCode,
            String formVersion,
            LocalDate retiredOn,
            UUID retiredBy,
            String participant,
            String module,
            UUID decision,
            long actions,
            String firstAction,
            String lastAction) {}

    private record Retirement(LocalDate on, UUID by) {}

    private record Resting(FormVersionCode text, String participant, String module, UUID decision) {}

    @Override
    public int number() {
        return 8;
    }

    @Override
    public String name() {
        return "retired-texts";
    }

    @Override
    public String asks() {
        return "Which data rest on a retired form version?";
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
        var retired = retirements(trail);
        var resting = new LinkedHashMap<Resting, ArrayList<Entry>>();
        trail.reading()
                .ifPresent(reading -> trail.happened(inquiry.participant()).forEach(action -> {
                    var rested = new RestsOn(trail, reading, action);
                    for (var module : Needs.of(action.event()).modules())
                        for (var person : Concerned.codes(action.event())) {
                            if (!inquiry.about(person)) continue;
                            rested.on(person, module)
                                    .filter(given -> given.text() != null && retired.containsKey(given.text()))
                                    .ifPresent(given -> resting.computeIfAbsent(
                                                    new Resting(
                                                            Objects.requireNonNull(given.text()),
                                                            person.code(),
                                                            module.code(),
                                                            given.event().value()),
                                                    key -> new ArrayList<>())
                                            .add(action));
                        }
                }));
        var rows = new ArrayList<Row>();
        resting.forEach((key, actions) -> {
            var retirement = Objects.requireNonNull(retired.get(key.text()));
            rows.add(new Row(
                    trail.code(),
                    key.text().code(),
                    retirement.on(),
                    retirement.by(),
                    key.participant(),
                    key.module(),
                    key.decision(),
                    actions.size(),
                    actions.getFirst().occurred().toString(),
                    actions.getLast().occurred().toString()));
        });
        return Findings.of(rows);
    }

    /** The texts out of use by the day asked about, with the day; the earliest where several say so. */
    private static Map<FormVersionCode, Retirement> retirements(AuditTrail trail) {
        var retired = new TreeMap<FormVersionCode, Retirement>();
        trail.standing(ConsentFormVersionRetired.class)
                .filter(fact -> trail.begun(fact.entry()))
                .forEach(fact ->
                        retired.merge(fact.event().formVersion(), retirement(fact.entry()), RetiredTexts::earlier));
        trail.standing(EthicsApprovalAmended.class)
                .filter(fact -> trail.begun(fact.entry()))
                .forEach(fact -> fact.event()
                        .formVersionsRetired()
                        .forEach(text -> retired.merge(text, retirement(fact.entry()), RetiredTexts::earlier)));
        return retired;
    }

    private static Retirement retirement(Entry entry) {
        return new Retirement(entry.occurred().begunOn(), entry.id());
    }

    private static Retirement earlier(Retirement one, Retirement other) {
        return other.on().isBefore(one.on()) ? other : one;
    }
}
