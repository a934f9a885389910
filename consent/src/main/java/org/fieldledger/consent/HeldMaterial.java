package org.fieldledger.consent;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.Held;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with what is held of a person. A withdrawal acts on what was collected before it, also after consent is
 * given again. Whether the person was erased is for those to say who keep the keys.
 */
public final class HeldMaterial {

    /** The states, the strongest last. */
    public enum Use {
        USABLE,
        IN_PART,
        USE_PERIOD_OVER,
        NOT_IN_NEW_DATASETS,
        ON_HOLD,
        QUARANTINED,
        TO_BE_DESTROYED,
        DESTROYED
    }

    /**
     * What may be done with it, and what made it so.
     *
     * @param cause the decision, or the action itself where that lacked cover; absent where nothing stands in the way, or
     *     only the end of a period
     */
    public record Holding(Use use, @Nullable Fact<? extends FieldEvent> cause, List<Shortfall> shortfalls) {

        static Holding of(Use use, @Nullable Fact<? extends FieldEvent> cause) {
            return new Holding(use, cause, List.of());
        }

        /** The stronger of two: what derives from several takes the strongest. */
        public Holding or(Holding other) {
            return use.compareTo(other.use) >= 0 ? this : other;
        }
    }

    /** What may be done at an instant with what an action collected of one person. */
    public static Holding of(PersonReading person, Fact<? extends FieldEvent> action, Instant at) {
        return Stream.concat(quarantined(person, action).stream(), Stream.of(covered(person, action, at)))
                .max(Comparator.comparing(Holding::use))
                .orElseThrow();
    }

    /** The same had it been covered: what the person wants done with it, and whether its time is over. */
    public static Holding covered(PersonReading person, Fact<? extends FieldEvent> action, Instant at) {
        var needs = Needs.of(action.event());
        return Stream.of(
                        toBeDestroyed(person, needs, action, at),
                        onHold(person, needs, action, at),
                        inNoNewDatasets(person, needs, action, at),
                        usePeriodOver(person, needs, at),
                        inPart(person, action, at))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Holding::use))
                .orElse(Holding.of(Use.USABLE, null));
    }

    /**
     * What this one person's word makes of it, whatever stands in the way of the others who were there or of the action as a
     * whole: so that nobody is named for what another decided.
     */
    public static Holding byOwnWord(PersonReading person, Fact<? extends FieldEvent> action, Instant at) {
        var needs = Needs.of(action.event());
        return Stream.of(
                        toBeDestroyed(person, needs, action, at),
                        quarantinedFor(person, action),
                        onHold(person, needs, action, at),
                        inNoNewDatasets(person, needs, action, at),
                        inPart(person, action, at))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Holding::use))
                .orElse(Holding.of(Use.USABLE, null));
    }

    /**
     * What may be done with what is known of a person beside what actions collected: that they take part, as what, and what they
     * decided. It goes with whatever of theirs may be used: as with the least restricted of all they ever agreed to. Empty
     * where they never agreed to anything.
     */
    public static Optional<Holding> ofThePerson(PersonReading person, Instant at) {
        return person.modules().stream()
                .filter(person::everGave)
                .map(module -> ofTheModule(person, module, at))
                .min(Comparator.comparing(Holding::use));
    }

    /** Whoever agreed again after a withdrawal takes part again. */
    private static Holding ofTheModule(PersonReading person, ModuleCode module, Instant at) {
        var needs = new Needs(false, null, false, List.of(module), false);
        return Stream.concat(
                        person.standing(module, at).permits()
                                ? Stream.empty()
                                : Stream.of(
                                                withdrawn(person, needs, WithdrawalKind.DESTROY, at)
                                                        .map(fact -> Holding.of(Use.TO_BE_DESTROYED, fact)),
                                                withdrawn(person, needs, WithdrawalKind.RESTRICT_OR_OBJECT, at)
                                                        .filter(objection -> outcome(person, objection, at)
                                                                .isEmpty())
                                                        .map(fact -> Holding.of(Use.ON_HOLD, fact)),
                                                withdrawn(person, needs, WithdrawalKind.NO_NEW_USE, at)
                                                        .map(fact -> Holding.of(Use.NOT_IN_NEW_DATASETS, fact)),
                                                upheld(person, needs, at)
                                                        .map(fact -> Holding.of(Use.NOT_IN_NEW_DATASETS, fact)))
                                        .flatMap(found -> found),
                        usePeriodOver(person, needs, at).stream())
                .max(Comparator.comparing(Holding::use))
                .orElse(Holding.of(Use.USABLE, null));
    }

    private static Optional<Holding> quarantinedFor(PersonReading person, Fact<? extends FieldEvent> action) {
        var lacking = person.shortfalls(Action.of(action.event(), List.of(person.code()))).stream()
                .filter(shortfall -> !saysWhatBecomesOfIt(person.caseReading(), action, shortfall))
                .toList();
        return lacking.isEmpty() ? Optional.empty() : Optional.of(quarantined(action, lacking));
    }

    private static Optional<Holding> toBeDestroyed(
            PersonReading person, Needs needs, Fact<? extends FieldEvent> action, Instant at) {
        return withdrawn(person, needs, WithdrawalKind.DESTROY, action, at)
                .map(fact -> Holding.of(Use.TO_BE_DESTROYED, fact))
                .findFirst()
                .or(() -> asked(person, action, Held.DESTROY, at).map(no -> Holding.of(Use.TO_BE_DESTROYED, no)));
    }

    /** Recorded without cover, or found since to have had none: for one of a group, for the whole of it. */
    private static Optional<Holding> quarantined(PersonReading person, Fact<? extends FieldEvent> action) {
        var deviation = action.event().envelope().deviation();
        var lacking = person.caseReading().shortfalls(Action.of(action.event(), List.of(person.code()))).stream()
                .filter(shortfall -> !saysWhatBecomesOfIt(person.caseReading(), action, shortfall))
                .toList();
        if (deviation == null && lacking.isEmpty()) return Optional.empty();
        return Optional.of(quarantined(action, lacking));
    }

    private static Holding quarantined(Fact<? extends FieldEvent> action, List<Shortfall> lacking) {
        for (var shortfall : lacking)
            if (shortfall.cause() != null) return new Holding(Use.QUARANTINED, shortfall.cause(), lacking);
        return new Holding(Use.QUARANTINED, action, lacking);
    }

    /** Somebody who stopped a session and said what becomes of what it had gathered is taken at their word. */
    private static boolean saysWhatBecomesOfIt(
            CaseReading here, Fact<? extends FieldEvent> action, Shortfall shortfall) {
        var session = Action.session(action.event());
        return shortfall.rule() == CoverRule.SESSION_DISSENTED
                && session != null
                && shortfall.participant() != null
                && here.person(shortfall.participant())
                        .dissentFrom(session)
                        .anyMatch(no -> heldAsked(no.event()) != null);
    }

    private static Optional<Holding> onHold(
            PersonReading person, Needs needs, Fact<? extends FieldEvent> action, Instant at) {
        return withdrawn(person, needs, WithdrawalKind.RESTRICT_OR_OBJECT, action, at)
                .filter(objection -> outcome(person, objection, at).isEmpty())
                .map(objection -> Holding.of(Use.ON_HOLD, objection))
                .findFirst();
    }

    private static Optional<Holding> inNoNewDatasets(
            PersonReading person, Needs needs, Fact<? extends FieldEvent> action, Instant at) {
        return Stream.concat(
                        withdrawn(person, needs, WithdrawalKind.NO_NEW_USE, action, at),
                        upheld(person, needs, action, at))
                .map(fact -> Holding.of(Use.NOT_IN_NEW_DATASETS, fact))
                .findFirst();
    }

    /** The objections upheld by an instant, after the action: each a withdrawal from that day on. */
    private static Stream<Fact<? extends ConsentEvent>> upheld(
            PersonReading person, Needs needs, Fact<? extends FieldEvent> action, Instant at) {
        return upheld(person, needs, at)
                .filter(decided -> from(decided).isAfter(action.occurred().earliest()))
                .map(decided -> decided);
    }

    /** The objections upheld by an instant that concern any of these modules. */
    private static Stream<Fact<ObjectionDecided>> upheld(PersonReading person, Needs needs, Instant at) {
        return person.valid()
                .of(ObjectionDecided.class)
                .filter(decided -> decided.event().outcome() == ObjectionOutcome.UPHELD
                        && needs.modules().stream().anyMatch(decided.event().modules()::contains))
                .filter(decided -> !from(decided).isAfter(at));
    }

    private static Optional<Holding> usePeriodOver(PersonReading person, Needs needs, Instant at) {
        var here = person.caseReading();
        var day = at.atZone(here.zone()).toLocalDate();
        return needs.modules().stream()
                .flatMap(module -> here.useUntil(module).stream())
                .filter(day::isAfter)
                .map(until -> Holding.of(Use.USE_PERIOD_OVER, null))
                .findFirst();
    }

    private static Optional<Holding> inPart(PersonReading person, Fact<? extends FieldEvent> action, Instant at) {
        return asked(person, action, Held.KEEP_IN_PART, at).map(no -> Holding.of(Use.IN_PART, no));
    }

    /** The outcome of an objection, where it was decided by an instant. */
    static Optional<ObjectionOutcome> outcome(PersonReading person, Fact<ConsentWithdrawn> objection, Instant at) {
        return person.valid()
                .of(ObjectionDecided.class)
                .filter(decided -> decided.event().objection().equals(objection.id()))
                .filter(decided ->
                        !from(decided).isAfter(at) && !from(decided).isBefore(Instants.ends(objection.occurred())))
                .sorted(Comparator.comparing(HeldMaterial::from))
                .reduce((earlier, later) -> later)
                .map(decided -> decided.event().outcome());
    }

    private static Instant from(Fact<ObjectionDecided> decided) {
        return decided.event().outcome() == ObjectionOutcome.UPHELD
                ? Instants.ends(decided.occurred())
                : Instants.begins(decided.occurred());
    }

    /** The withdrawals of a kind in effect at an instant that came after the action and concern what it collected. */
    private static Stream<Fact<ConsentWithdrawn>> withdrawn(
            PersonReading person, Needs needs, WithdrawalKind kind, Fact<? extends FieldEvent> action, Instant at) {
        return withdrawn(person, needs, kind, at)
                .filter(fact ->
                        Instants.ends(fact.occurred()).isAfter(action.occurred().earliest()));
    }

    /** The withdrawals of a kind in effect at an instant that concern any of these modules. */
    private static Stream<Fact<ConsentWithdrawn>> withdrawn(
            PersonReading person, Needs needs, WithdrawalKind kind, Instant at) {
        return needs.modules().stream()
                .flatMap(module -> person.withdrawals(kind, module))
                .filter(fact -> !Instants.ends(fact.occurred()).isAfter(at));
    }

    /** The person's no to the session of the action that asks this of its material. */
    private static Optional<Fact<? extends ConsentEvent>> asked(
            PersonReading person, Fact<? extends FieldEvent> action, Held held, Instant at) {
        var session = Action.session(action.event());
        if (session == null) return Optional.empty();
        return person.dissentFrom(session)
                .filter(no -> held.equals(heldAsked(no.event()))
                        && !no.occurred().earliest().isAfter(at))
                .findFirst();
    }

    private static @Nullable Held heldAsked(FieldEvent no) {
        return switch (no) {
            case DissentExpressed e -> e.held();
            case ConsentWithdrawn e -> e.held();
            default -> null;
        };
    }

    private HeldMaterial() {}
}
