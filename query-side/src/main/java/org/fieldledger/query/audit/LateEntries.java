package org.fieldledger.query.audit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.audit.Inquiry.Parameter;

/**
 * Question 20. For each recorder in each case: how late entries came, how many were corrected since, and how many consents
 * were recorded only after the action that they cover.
 */
final class LateEntries implements CaseQuestion {

    private static final int A_WEEK = 7;
    private static final int A_MONTH = 30;

    /**
     * Days are whole local days from the last day of the action to the day it was recorded.
     *
     * @param late recorded on a later day than it happened
     * @param medianDays the median over all entries, the earlier of two where they are even
     * @param consentAfterTheFact consents by this recorder that came into the store after an action that they cover had
     *     happened
     */
    record Row(
            String caseCode,
            String recorder,
            long entries,
            long late,
            long overAWeek,
            long overAMonth,
            long medianDays,
            long mostDays,
            long corrected,
            long consentAfterTheFact) {}

    @Override
    public int number() {
        return 20;
    }

    @Override
    public String name() {
        return "late-entries";
    }

    @Override
    public String asks() {
        return "Late-entry and backdating figures by recorder?";
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
        var byRecorder = new TreeMap<ResearcherCode, List<Entry>>();
        trail.everRecorded()
                .filter(trail::begun)
                .forEach(entry -> byRecorder
                        .computeIfAbsent(recorder(entry.event()), recorder -> new ArrayList<>())
                        .add(entry));
        var afterTheFact = consentAfterTheFact(trail);
        var rows = new ArrayList<Row>();
        byRecorder.forEach((recorder, entries) -> {
            var days = entries.stream()
                    .map(entry -> ExpressedRecordedEnforced.days(entry, entry.recordedAt()))
                    .sorted()
                    .toList();
            rows.add(new Row(
                    trail.code(),
                    recorder.code(),
                    entries.size(),
                    more(days, 0),
                    more(days, A_WEEK),
                    more(days, A_MONTH),
                    days.get((days.size() - 1) / 2),
                    days.getLast(),
                    entries.stream()
                            .filter(entry -> entry.supersededAt() != null)
                            .count(),
                    entries.stream()
                            .filter(entry -> afterTheFact.contains(entry.id()))
                            .count()));
        });
        return Findings.of(rows);
    }

    private static ResearcherCode recorder(FieldEvent event) {
        return event.envelope().recordedBy();
    }

    private static long more(List<Long> days, long than) {
        return days.stream().filter(late -> late > than).count();
    }

    /** The decisions that came into the store on a later day than an action that only they cover. */
    private static Set<UUID> consentAfterTheFact(AuditTrail trail) {
        Map<UUID, Entry> decisions = new HashMap<>();
        trail.reading()
                .ifPresent(reading -> trail.happened().forEach(action -> {
                    var rested = new RestsOn(trail, reading, action);
                    for (var module : Needs.of(action.event()).modules())
                        for (var person : Concerned.codes(action.event()))
                            rested.on(person, module)
                                    .flatMap(given -> trail.find(given.event().value()))
                                    .filter(decision ->
                                            ExpressedRecordedEnforced.days(action, decision.recordedAt()) > 0)
                                    .ifPresent(decision -> decisions.put(decision.id(), decision));
                }));
        return decisions.keySet();
    }
}
