package org.fieldledger.consent;

import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.Ability;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.RelationshipKind;
import org.jspecify.annotations.Nullable;

/** Who may decide for whom on a day, by the rules the country had then. Taking back and saying no are never asked about. */
final class Entitlement {

    /** What stands in the way of this person deciding; empty when nothing does. */
    static Optional<Shortfall> lacking(PersonReading person, Decider decider, ModuleCode module, Occurred decided) {
        return ownNo(person, decider, module, decided)
                .or(() -> notByTheRules(person, decider, module, decided))
                .or(() -> notAppointed(person, decider, module, decided));
    }

    /** A person's own no always wins: while it stands, nobody else gives consent. */
    private static Optional<Shortfall> ownNo(
            PersonReading person, Decider decider, ModuleCode module, Occurred decided) {
        if (decider.capacity() == DeciderCapacity.SELF) return Optional.empty();
        var grain = Grain.of(decided, false);
        if (!person.course(module, grain).ownNoAt(decided.earliest())) return Optional.empty();
        return Optional.of(new Shortfall(
                CoverRule.PERSON_DISSENTED,
                person.code(),
                module,
                "%s said no to %s, and that stands".formatted(person, module),
                person.course(module, grain).at(decided.earliest()).decision()));
    }

    /** Where only part of a birth is known, whoever decides must be entitled at the youngest and at the oldest. */
    private static Optional<Shortfall> notByTheRules(
            PersonReading person, Decider decider, ModuleCode module, Occurred decided) {
        var rules = person.rules().inForce(person.caseReading().country(), decided);
        if (rules.isEmpty()) return Optional.empty();
        return ages(person, decided)
                .map(age -> rule(person, rules.get(), age.orElse(null), module, decided))
                .filter(rule -> rule.filter(found -> serves(found.decides(), decider.capacity()))
                        .isEmpty())
                .findFirst()
                .map(rule -> refused(person, decider, module, decided, rule.orElse(null)));
    }

    private static Stream<Optional<Integer>> ages(PersonReading person, Occurred decided) {
        return person.age()
                .map(age -> Stream.of(
                        Optional.of(age.youngestOn(decided.firstDay())), Optional.of(age.oldestOn(decided.lastDay()))))
                .orElseGet(() -> Stream.of(Optional.empty()));
    }

    private static Optional<DecisionRule> rule(
            PersonReading person,
            ConsentRules.Adopted rules,
            @Nullable Integer age,
            ModuleCode module,
            Occurred decided) {
        var wholeDay = Instants.dayOf(decided);
        return rules.ownDecision(age)
                .filter(own -> own.presumed()
                        ? !person.representation().lacksAbility(module, decided.earliest(), wholeDay)
                        : person.representation().hasAbility(module, decided.earliest(), wholeDay))
                .or(() -> rules.rule(age, Ability.WITHOUT));
    }

    /** A guardian has a parent's part as well. */
    private static boolean serves(DeciderCapacity asked, DeciderCapacity given) {
        return asked == given || asked == DeciderCapacity.PARENT && given == DeciderCapacity.GUARDIAN;
    }

    private static Shortfall refused(
            PersonReading person, Decider decider, ModuleCode module, Occurred decided, @Nullable DecisionRule rule) {
        return new Shortfall(
                CoverRule.DECIDER_NOT_ENTITLED,
                person.code(),
                module,
                "On %s a decision by %s could not be made for %s about %s: %s"
                        .formatted(
                                decided,
                                word(decider.capacity()),
                                person,
                                module,
                                rule == null
                                        ? "the rules name nobody who decides"
                                        : "by the rules, %s decides".formatted(word(rule.decides()))),
                null);
    }

    private static Optional<Shortfall> notAppointed(
            PersonReading person, Decider decider, ModuleCode module, Occurred decided) {
        if (decider.capacity() == DeciderCapacity.SELF) return Optional.empty();
        if (person.rules().inForce(person.caseReading().country(), decided).isEmpty()) return Optional.empty();
        var kind = decider.capacity() == DeciderCapacity.CONSULTEE
                ? RelationshipKind.CONSULTEE
                : RelationshipKind.GUARDIAN;
        if (decider.code() != null && person.representation().holds(module, kind, decider.code(), decided))
            return Optional.empty();
        return Optional.of(new Shortfall(
                CoverRule.DECIDER_NOT_ENTITLED,
                person.code(),
                module,
                "On %s nobody of that relation was appointed %s of %s for %s"
                        .formatted(decided, word(decider.capacity()), person, module),
                null));
    }

    private static String word(DeciderCapacity capacity) {
        return switch (capacity) {
            case SELF -> "the person";
            case GUARDIAN -> "a guardian";
            case PARENT -> "a parent";
            case CONSULTEE -> "a consultee";
        };
    }

    private Entitlement() {}
}
