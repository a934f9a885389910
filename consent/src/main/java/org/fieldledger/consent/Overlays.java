package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import org.fieldledger.consent.Standing.Given;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.jspecify.annotations.Nullable;

/** What time does to consent by itself, whether or not anybody looked: laid over what was decided, the strongest first. */
final class Overlays {

    /** What stands at an instant, with all that time has done. */
    static Standing everything(PersonReading person, ModuleCode module, Standing decided, Instant at, Grain grain) {
        if (!decided.permits()) return decided;
        var here = person.caseReading();
        var day = at.atZone(here.zone()).toLocalDate();
        var last = here.collectUntil(module).filter(day::isAfter);
        if (last.isPresent())
            return decided.overlaid(
                    State.EXPIRED,
                    Cause.PERIOD_OVER,
                    later(decided, person.startOf(last.get().plusDays(1))),
                    null);
        return comingOfAge(person, module, decided, at, grain)
                .or(() -> approvalLapsed(person, decided, day))
                .or(() -> reconsentDue(person, decided, at))
                .orElse(decided);
    }

    /** What stands at an instant within an action, whose days are judged apart. */
    static Standing withinAction(PersonReading person, ModuleCode module, Standing decided, Instant at, Grain grain) {
        if (!decided.permits()) return decided;
        return comingOfAge(person, module, decided, at, grain)
                .or(() -> reconsentDue(person, decided, at))
                .orElse(decided);
    }

    private static Optional<Standing> approvalLapsed(PersonReading person, Standing decided, LocalDate day) {
        var here = person.caseReading();
        if (here.approvedOn(Occurred.on(day, here.zone()))) return Optional.empty();
        var since = here.approvalLapsedOn(day).map(person::startOf).orElse(null);
        return Optional.of(decided.overlaid(State.SUSPENDED, Cause.APPROVAL_LAPSED, later(decided, since), null));
    }

    /** What time does to consent it does no sooner than the consent was given. */
    private static @Nullable Instant later(Standing decided, @Nullable Instant from) {
        var since = decided.since();
        return since != null && (from == null || since.isAfter(from)) ? since : from;
    }

    private static Optional<Standing> comingOfAge(
            PersonReading person, ModuleCode module, Standing decided, Instant at, Grain grain) {
        return Optional.ofNullable(decided.given())
                .flatMap(given -> birthday(person, module, given, at, grain))
                .map(birthday -> decided.overlaid(State.SUSPENDED, Cause.AGE_REACHED, birthday, null));
    }

    /** The first birthday after others decided from which the person, if able, decides alone. */
    private static Optional<Instant> birthday(
            PersonReading person, ModuleCode module, Given given, Instant at, Grain grain) {
        var age = person.age();
        if (age.isEmpty() || !byGuardians(given)) return Optional.empty();
        return person.rules()
                .of(given.by() == null ? null : given.by().under())
                .flatMap(rules -> rules.ages()
                        .filter(years -> rules.ownDecision(years)
                                .filter(rule -> rule.presumed()
                                        || person.representation().hasAbility(module, at, grain.wholeDay()))
                                .isPresent())
                        .map(years -> person.startOf(age.get().reaches(years)))
                        .filter(birthday -> birthday.isAfter(given.since()) && !birthday.isAfter(at))
                        .min(Comparator.naturalOrder()))
                .filter(birthday -> !person.representation().lacksAbility(module, at, grain.wholeDay()));
    }

    static boolean byGuardians(Given given) {
        return given.by() != null
                && (given.by().capacity() == DeciderCapacity.GUARDIAN
                        || given.by().capacity() == DeciderCapacity.PARENT);
    }

    private static Optional<Standing> reconsentDue(PersonReading person, Standing decided, Instant at) {
        return Optional.ofNullable(decided.given()).stream()
                .flatMap(person::requiringAnew)
                .filter(amended -> !Instants.ends(amended.occurred()).isAfter(at))
                .min(Comparator.comparing((Fact<EthicsApprovalAmended> amended) -> Instants.ends(amended.occurred())))
                .map(amended -> decided.overlaid(
                        State.RECONSENT_DUE, Cause.AMENDMENT, Instants.ends(amended.occurred()), amended));
    }

    private Overlays() {}
}
