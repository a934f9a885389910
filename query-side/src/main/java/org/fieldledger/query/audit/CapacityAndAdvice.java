package org.fieldledger.query.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Question 14. Everybody whom the assessment that counts found to lack capacity. A consultee's advice is current when it was
 * certainly given after that assessment, by a consultee who is still appointed.
 */
final class CapacityAndAdvice implements CaseQuestion {

    private static final String CURRENT = "Current";

    /**
     * @param decision what the person was found unable to decide
     * @param consulteeSince when the consultee on record was appointed; absent where there is none
     * @param advice the last decision made as consultee
     */
    record Row(
            String caseCode,
            String participant,
            UUID assessment,
            String assessed,
            String decision,
            @Nullable String consulteeSince,
            @Nullable UUID advice,
            @Nullable String advised,
            boolean current,
            String told) {}

    @Override
    public int number() {
        return 14;
    }

    @Override
    public String name() {
        return "capacity";
    }

    @Override
    public String asks() {
        return "Who lacks capacity, and is the consultee's advice current?";
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
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var lacking = new ArrayList<Lacking>();
        trail.reading().ifPresent(reading -> {
            for (var person : trail.people())
                if (inquiry.about(person)) lacking(trail, reading, reading.person(person), lacking);
        });
        var findings =
                trail.opened(lacking.stream().map(Lacking::finding).toList()).iterator();
        return Findings.of(lacking.stream()
                .map(one -> row(trail, one.person(), findings.next(), one.about()))
                .toList());
    }

    /** A finding that counts, for whatever modules. */
    private record Lacking(PersonReading person, Entry finding, List<ModuleCode> about) {}

    private static void lacking(AuditTrail trail, CaseReading reading, PersonReading person, List<Lacking> lacking) {
        var modules = new TreeSet<>(reading.modules());
        modules.addAll(person.modules());
        var findings = new LinkedHashMap<EventId, List<ModuleCode>>();
        for (var module : modules)
            person.assessment(module, trail.at())
                    .filter(found -> found.event().outcome() == CapacityOutcome.LACKS_CAPACITY)
                    .ifPresent(found -> findings.computeIfAbsent(found.id(), finding -> new ArrayList<>())
                            .add(module));
        findings.forEach((finding, about) ->
                trail.find(finding.value()).ifPresent(entry -> lacking.add(new Lacking(person, entry, about))));
    }

    private static Row row(AuditTrail trail, PersonReading person, Entry finding, List<ModuleCode> about) {
        var assessed = (CapacityAssessed) finding.event();
        var inOffice = about.stream()
                .flatMap(module -> person.inOffice(module, RelationshipKind.CONSULTEE, trail.at()).stream())
                .toList();
        var advice = trail.happenedTo(person.code(), ConsentEvent.class)
                .filter(fact -> fact.event().participant().equals(person.code()))
                .filter(fact -> about.stream().anyMatch(module -> PersonReading.concerns(fact.event(), module)))
                .filter(fact -> !person.foundInvalid(new EventId(fact.entry().id())))
                .filter(fact -> consultee(fact.event()).isPresent())
                .reduce((earlier, later) -> later);
        var told = told(finding, about, inOffice, advice);
        return new Row(
                trail.code(),
                person.code().code(),
                finding.id(),
                finding.occurred().toString(),
                assessed.decision(),
                inOffice.isEmpty() ? null : inOffice.getFirst().occurred().toString(),
                advice.map(given -> given.entry().id()).orElse(null),
                advice.map(given -> given.occurred().toString()).orElse(null),
                told.equals(CURRENT),
                told);
    }

    private static Optional<Decider> consultee(ConsentEvent decision) {
        return Decision.by(decision).filter(decider -> decider.capacity() == DeciderCapacity.CONSULTEE);
    }

    private static String told(
            Entry finding,
            List<ModuleCode> about,
            List<Fact<RelationshipAppointed>> inOffice,
            Optional<AuditTrail.Fact<ConsentEvent>> advice) {
        if (inOffice.isEmpty()) return "No consultee is appointed";
        if (advice.isEmpty()) return "The consultee has not advised";
        var given = advice.get();
        if (!given.occurred().latest().isAfter(finding.occurred().earliest()))
            return "The advice is older than the assessment";
        if (about.stream()
                .filter(module -> PersonReading.concerns(given.event(), module))
                .noneMatch(module -> PersonReading.after(finding.occurred(), given.event(), module)))
            return "Nobody can tell whether the advice came after the assessment";
        var adviser = consultee(given.event()).map(Decider::code).orElse(null);
        if (inOffice.stream().noneMatch(one -> one.event().relation().equals(adviser)))
            return "Whoever advised is no longer consultee";
        return CURRENT;
    }
}
