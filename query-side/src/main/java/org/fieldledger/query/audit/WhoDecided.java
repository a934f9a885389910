package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.fieldledger.consent.Instants;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
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
                        notEntitled(trail, event, decider, fact.occurred())
                                .orElseGet(() -> authority(trail, event.participant(), decider, fact.occurred()))));
    }

    /** Whether the rules in force that day let them decide; nobody needs a title to say no. */
    private static Optional<Authority> notEntitled(
            AuditTrail trail, ConsentEvent event, Decider decider, Occurred decided) {
        if (!(event instanceof ConsentGiven || event instanceof ConsentChanged || event instanceof ConsentReaffirmed))
            return Optional.empty();
        var gives = new ArrayList<>(event.modules());
        if (event instanceof ConsentChanged changed) gives.removeAll(changed.withdrawn());
        return trail.reading()
                .map(reading -> reading.person(event.participant()))
                .flatMap(person -> gives.stream()
                        .flatMap(module -> person.mayDecide(decider, module, decided).stream())
                        .findFirst())
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

    private static Authority authority(AuditTrail trail, ParticipantCode person, Decider decider, Occurred decided) {
        var lacking = lacksCapacity(trail, person, decided);
        return switch (decider.capacity()) {
            case SELF ->
                lacking.map(assessed -> new Authority(
                                false, "Decided for themselves, though found to lack capacity on " + assessed))
                        .orElseGet(() -> new Authority(true, "Decided for themselves"));
            case GUARDIAN, PARENT -> appointed(trail, person, RelationshipKind.GUARDIAN, decided, decider.capacity());
            case CONSULTEE -> {
                var appointed = appointed(trail, person, RelationshipKind.CONSULTEE, decided, decider.capacity());
                yield appointed.shown() && lacking.isEmpty()
                        ? new Authority(false, appointed.told() + ", but no finding that the person lacks capacity")
                        : appointed;
            }
        };
    }

    private static Authority appointed(
            AuditTrail trail,
            ParticipantCode person,
            RelationshipKind kind,
            Occurred decided,
            DeciderCapacity capacity) {
        return relationship(trail, person, kind, decided)
                .map(since -> new Authority(true, "%s since %s".formatted(AuditQuestion.code(kind), since.occurred())))
                .orElseGet(() -> new Authority(
                        false,
                        "No %s was on record on %s for a decision as %s"
                                .formatted(AuditQuestion.code(kind), decided, AuditQuestion.code(capacity))));
    }

    /** The latest finding before the decision that the person lacks capacity, unless a later one found otherwise. */
    static Optional<Occurred> lacksCapacity(AuditTrail trail, ParticipantCode person, Occurred by) {
        return trail.happenedTo(person, CapacityAssessed.class)
                .filter(fact -> fact.event().participant().equals(person))
                .filter(fact -> !fact.occurred().earliest().isAfter(by.earliest()))
                .reduce((earlier, later) -> later)
                .filter(last -> last.event().outcome() == CapacityOutcome.LACKS_CAPACITY)
                .map(Fact::occurred);
    }

    /** The relationship of a kind that was in force then: begun, and not ended since. */
    static Optional<Fact<RelationshipAppointed>> relationship(
            AuditTrail trail, ParticipantCode person, RelationshipKind kind, Occurred then) {
        var endings = trail.happenedTo(person, RelationshipEnded.class)
                .filter(fact -> fact.event().participant().equals(person)
                        && fact.event().kind() == kind)
                .toList();
        return trail.happenedTo(person, RelationshipAppointed.class)
                .filter(fact -> fact.event().participant().equals(person)
                        && fact.event().kind() == kind)
                .filter(fact -> !Instants.begins(fact.occurred(), then).isAfter(then.earliest()))
                .filter(fact -> endings.stream()
                        .filter(end ->
                                end.event().relation().equals(fact.event().relation()))
                        .map(end -> Instants.ends(end.occurred()))
                        .noneMatch(end -> !end.isBefore(fact.occurred().earliest()) && !end.isAfter(then.earliest())))
                .reduce((earlier, later) -> later);
    }
}
