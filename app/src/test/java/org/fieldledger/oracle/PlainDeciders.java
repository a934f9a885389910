package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fieldledger.events.Ability;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainSteps.Step;
import org.fieldledger.oracle.PlainTimes.Look;
import org.jspecify.annotations.Nullable;

/** Who may decide for a person: the rules of a country, what was found of their ability, and who was appointed. */
final class PlainDeciders {

    private final PlainReading reading;
    private final List<Line> lines;
    private final Set<EventId> invalid;

    PlainDeciders(PlainReading reading) {
        this.reading = reading;
        this.lines = reading.lines;
        this.invalid = reading.invalid;
    }

    /** The rule a decision was made under. */
    Optional<DecisionRule> ruleOf(Step give, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        var decider = Objects.requireNonNull(give.decider());
        var rules = rulesBy(Objects.requireNonNull(decider.under()));
        var day = give.line().occurred().firstDay();
        // Whoever decides in a person's place does so by the rule for want of ability, whatever was found out since.
        return applicable(rules, reading.ages.youngest(person, day), CapacityOutcome.LACKS_CAPACITY).stream()
                .filter(rule -> decides(rule, decider.capacity()))
                .findFirst();
    }

    List<DecisionRule> rulesBy(EventId adoption) {
        return lines.stream()
                .filter(line -> line.id().equals(adoption))
                .findFirst()
                .map(line -> ((ConsentRulesAdopted) line.event()).rules())
                .orElse(List.of());
    }

    private static boolean decides(DecisionRule rule, DeciderCapacity capacity) {
        return rule.decides() == capacity
                || (rule.decides() == DeciderCapacity.PARENT && capacity == DeciderCapacity.GUARDIAN);
    }

    /** The rules of the highest band that this age reaches, for the ability assessed or presumed. */
    private static List<DecisionRule> applicable(
            List<DecisionRule> rules, int age, @Nullable CapacityOutcome assessed) {
        var band = rules.stream()
                .mapToInt(DecisionRule::fromAge)
                .filter(from -> from <= age)
                .max()
                .orElse(-1);
        var with = rules.stream()
                .filter(rule -> rule.fromAge() == band && rule.ability() == Ability.WITH)
                .toList();
        var without = rules.stream()
                .filter(rule -> rule.fromAge() == band && rule.ability() == Ability.WITHOUT)
                .toList();
        if (assessed == CapacityOutcome.LACKS_CAPACITY) return without;
        if (assessed == CapacityOutcome.HAS_CAPACITY) return with.isEmpty() ? without : with;
        return with.stream().anyMatch(DecisionRule::presumed) ? with : without;
    }

    @Nullable
    CapacityOutcome assessed(ParticipantCode person, CaseCode caseCode, ModuleCode module, Instant at) {
        return assessed(person, caseCode, module, at, null);
    }

    @Nullable
    CapacityOutcome assessed(
            ParticipantCode person, CaseCode caseCode, ModuleCode module, Instant at, @Nullable Occurred decided) {
        CapacityOutcome latest = null;
        Instant since = null;
        for (var line : lines)
            if (line.event() instanceof CapacityAssessed e
                    && e.participant().equals(person)
                    && caseCode.equals(e.envelope().caseStudy())
                    && PlainSteps.about(e, module)
                    && !invalid.contains(line.id())) {
                var begins = e.outcome() == CapacityOutcome.HAS_CAPACITY
                        ? PlainTimes.permitsFor(line, new Look(decided, false, true))
                        : PlainTimes.takesAway(line.occurred());
                if (begins.isAfter(at) || (since != null && begins.isBefore(since))) continue;
                latest = e.outcome();
                since = begins;
            }
        return latest;
    }

    Set<String> appointed(
            ParticipantCode person, CaseCode caseCode, ModuleCode module, RelationshipKind kind, Instant at) {
        return appointed(person, caseCode, module, kind, at, Look.PLAIN);
    }

    /** @param look how a decision looks at it that need be known only to the day */
    Set<String> appointed(
            ParticipantCode person,
            CaseCode caseCode,
            ModuleCode module,
            RelationshipKind kind,
            Instant at,
            Look look) {
        var acting = new TreeSet<String>();
        var changes = new ArrayList<Line>();
        for (var line : lines)
            if ((line.event() instanceof RelationshipAppointed || line.event() instanceof RelationshipEnded)
                    && ((ConsentEvent) line.event()).participant().equals(person)
                    && caseCode.equals(line.event().envelope().caseStudy())
                    && PlainSteps.about((ConsentEvent) line.event(), module)
                    && !invalid.contains(line.id())
                    && !begins(line, look).isAfter(at)) changes.add(line);
        changes.sort(Comparator.comparing((Line line) -> begins(line, look)).thenComparing(Line::position));
        for (var line : changes)
            switch (line.event()) {
                case RelationshipAppointed e when e.kind() == kind -> acting.add(e.relation());
                case RelationshipEnded e when e.kind() == kind -> acting.remove(e.relation());
                default -> {
                    // another kind of relationship
                }
            }
        return acting;
    }

    private static Instant begins(Line line, Look look) {
        return line.event() instanceof RelationshipEnded
                ? PlainTimes.takesAway(line.occurred())
                : PlainTimes.permitsFor(line, look);
    }

    /** Whether these rules, at this age, let the person decide alone. */
    static boolean alone(List<DecisionRule> rules, int age, @Nullable CapacityOutcome assessed) {
        return applicable(rules, age, assessed).stream().anyMatch(rule -> rule.decides() == DeciderCapacity.SELF);
    }

    /** Why a decision may not be recorded; empty when it may. */
    Optional<String> mayNotDecide(
            ParticipantCode person,
            CaseCode caseCode,
            ModuleCode module,
            DeciderCapacity capacity,
            @Nullable String code,
            Occurred occurred) {
        var at = occurred.earliest();
        if (capacity != DeciderCapacity.SELF
                && reading.fold.course(person, caseCode, module, When.at(at), new Look(occurred, false, true)).ownNo)
            return Optional.of("person-dissented");
        var adopted = reading.cases
                .registered(caseCode)
                .map(CaseRegistered::country)
                .flatMap(where -> rulesInForce(where, at));
        if (adopted.isEmpty()) return Optional.empty();
        var rules = ((ConsentRulesAdopted) adopted.get().event()).rules();
        var assessed = assessed(person, caseCode, module, at, occurred);
        var young = reading.ages.youngest(person, occurred.firstDay());
        var old = reading.ages.oldest(person, occurred.lastDay());
        for (var age : List.of(young, old))
            if (applicable(rules, age, assessed).stream().noneMatch(rule -> decides(rule, capacity)))
                return Optional.of("decider-not-entitled");
        if (capacity == DeciderCapacity.SELF) return Optional.empty();
        var kind = capacity == DeciderCapacity.CONSULTEE ? RelationshipKind.CONSULTEE : RelationshipKind.GUARDIAN;
        return code != null && holds(person, caseCode, module, kind, code, occurred)
                ? Optional.empty()
                : Optional.of("decider-not-entitled");
    }

    private boolean holds(
            ParticipantCode person,
            CaseCode caseCode,
            ModuleCode module,
            RelationshipKind kind,
            String relation,
            Occurred occurred) {
        return reading.cases.throughout(
                occurred,
                event -> event instanceof RelationshipAppointed e
                        && e.kind() == kind
                        && e.relation().equals(relation)
                        && concerns(e, person, caseCode, module),
                event -> event instanceof RelationshipEnded e
                        && e.kind() == kind
                        && e.relation().equals(relation)
                        && concerns(e, person, caseCode, module));
    }

    private static boolean concerns(ConsentEvent event, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        return event.participant().equals(person)
                && caseCode.equals(event.envelope().caseStudy())
                && PlainSteps.about(event, module);
    }

    Optional<Line> rulesInForce(Country country, Instant at) {
        return lines.stream()
                .filter(line -> line.event() instanceof ConsentRulesAdopted e
                        && e.country() == country
                        && !PlainTimes.permits(line.occurred()).isAfter(at))
                .max(Comparator.comparing((Line line) -> PlainTimes.permits(line.occurred()))
                        .thenComparing(Line::position));
    }
}
