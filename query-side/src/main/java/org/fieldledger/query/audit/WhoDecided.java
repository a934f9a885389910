package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Question 4. A row for each decision: who made it, in what capacity, and whether the record shows that they could: by the
 * rules in force that day, and by what is on record about relationships and capacity.
 */
final class WhoDecided implements CaseQuestion {

    /**
     * @param authority why the decider could decide, or what is missing
     * @param shown whether the record shows it
     */
    record Row(
            String caseCode,
            String participant,
            String decision,
            UUID event,
            String occurred,
            String zone,
            List<String> modules,
            String capacity,
            @Nullable String decider,
            String authority,
            boolean shown,
            Instant recordedAt) {}

    private record Authority(boolean shown, String told) {}

    private static final Authority NO_CASE = new Authority(false, "The case was not on record");

    @Override
    public int number() {
        return 4;
    }

    @Override
    public String name() {
        return "who-decided";
    }

    @Override
    public String asks() {
        return "Who decided, with what authority?";
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
        var decisions = trail.happened(ConsentEvent.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .toList();
        // Who attested is told in a text; who decided is a code.
        var attested = trail.opened(decisions.stream()
                        .map(Fact::entry)
                        .filter(entry -> entry.event() instanceof ConsentAttested)
                        .toList())
                .iterator();
        var rows = new ArrayList<Row>();
        for (var fact : decisions)
            if (fact.event() instanceof ConsentAttested)
                rows.add(attested(new Fact<>(attested.next(), ConsentAttested.class)));
            else decided(trail, fact).ifPresent(rows::add);
        return Findings.of(rows);
    }

    private static Row attested(Fact<ConsentAttested> fact) {
        return row(
                fact,
                "attested",
                fact.event().attestedBy(),
                new Authority(true, "Attested that consent had been given before this store existed"));
    }

    private static Optional<Row> decided(AuditTrail trail, Fact<ConsentEvent> fact) {
        var event = fact.event();
        return Decision.by(event)
                .map(decider -> row(
                        fact,
                        AuditQuestion.code(decider.capacity()),
                        decider.code(),
                        trail.reading()
                                .map(reading -> reading.person(event.participant()))
                                .map(person -> notEntitled(person, event, decider, fact.occurred())
                                        .orElseGet(() -> authority(person, event, decider, fact.occurred())))
                                .orElse(NO_CASE)));
    }

    /** Whether the rules in force that day let them decide; nobody needs a title to say no. */
    private static Optional<Authority> notEntitled(
            PersonReading person, ConsentEvent event, Decider decider, Occurred decided) {
        if (!(event instanceof ConsentGiven || event instanceof ConsentChanged || event instanceof ConsentReaffirmed))
            return Optional.empty();
        var gives = new ArrayList<>(event.modules());
        if (event instanceof ConsentChanged changed) gives.removeAll(changed.withdrawn());
        return gives.stream()
                .flatMap(module -> person.mayDecide(decider, module, decided).stream())
                .findFirst()
                .map(lacking -> new Authority(false, lacking.detail()));
    }

    private static Row row(
            Fact<? extends ConsentEvent> fact, String capacity, @Nullable String decider, Authority authority) {
        var entry = fact.entry();
        return new Row(
                entry.caseCode(),
                fact.event().participant().code(),
                entry.kind(),
                entry.id(),
                entry.occurred().toString(),
                entry.occurred().zone().getId(),
                fact.event().modules().stream().map(ModuleCode::code).toList(),
                capacity,
                decider,
                authority.told(),
                authority.shown(),
                entry.recordedAt());
    }

    /** By what was found and who was appointed, each of which is about the modules it names, or about all where it names none. */
    private static Authority authority(PersonReading person, ConsentEvent event, Decider decider, Occurred decided) {
        return switch (decider.capacity()) {
            case SELF ->
                modules(event)
                        .flatMap(module -> lacksCapacity(person, module, decided).stream())
                        .findFirst()
                        .map(assessed -> new Authority(
                                false, "Decided for themselves, though found to lack capacity on " + assessed))
                        .orElseGet(() -> new Authority(true, "Decided for themselves"));
            case GUARDIAN, PARENT -> appointed(person, event, RelationshipKind.GUARDIAN, decider, decided);
            case CONSULTEE -> {
                var appointed = appointed(person, event, RelationshipKind.CONSULTEE, decider, decided);
                var able = modules(event)
                        .anyMatch(
                                module -> lacksCapacity(person, module, decided).isEmpty());
                yield appointed.shown() && able
                        ? new Authority(false, appointed.told() + ", but no finding that the person lacks capacity")
                        : appointed;
            }
        };
    }

    private static Authority appointed(
            PersonReading person, ConsentEvent event, RelationshipKind kind, Decider decider, Occurred decided) {
        var offices = modules(event)
                .map(module -> person.inOffice(module, kind, decided).stream().reduce((earlier, later) -> later))
                .toList();
        return !offices.isEmpty() && offices.stream().allMatch(Optional::isPresent)
                ? new Authority(
                        true,
                        "%s since %s"
                                .formatted(
                                        AuditQuestion.code(kind),
                                        offices.getFirst().orElseThrow().occurred()))
                : new Authority(
                        false,
                        "No %s was on record on %s for a decision as %s"
                                .formatted(AuditQuestion.code(kind), decided, AuditQuestion.code(decider.capacity())));
    }

    /** The finding that counted then, where it is that the person lacks capacity to decide about this. */
    private static Optional<Occurred> lacksCapacity(PersonReading person, ModuleCode module, Occurred decided) {
        return person.assessment(module, decided)
                .filter(assessed -> assessed.event().outcome() == CapacityOutcome.LACKS_CAPACITY)
                .map(assessed -> assessed.occurred());
    }

    private static Stream<ModuleCode> modules(ConsentEvent event) {
        return event instanceof ConsentChanged changed
                ? Stream.concat(event.modules().stream(), changed.withdrawn().stream())
                : event.modules().stream();
    }
}
