package org.fieldledger.oracle;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.Reason;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;

/** What becomes of the material of an action, as far as one person is concerned. */
final class PlainMaterial {

    private final PlainReading reading;
    private final List<Line> lines;
    private final Set<EventId> invalid;

    PlainMaterial(PlainReading reading) {
        this.reading = reading;
        this.lines = reading.lines;
        this.invalid = reading.invalid;
    }

    /** What becomes of an action's material, as far as one person is concerned, at that time. */
    Held held(Line line, Action action, ParticipantCode person, When when) {
        var strongest = Held.USABLE;
        for (var module : action.modules()) strongest = stronger(strongest, held(line, action, person, module, when));
        return strongest;
    }

    /** The same had the action been covered: what the person's own words make of it, and whether its time is over. */
    Held heldHadItBeenCovered(Action action, ParticipantCode person, When when) {
        var strongest = Held.USABLE;
        for (var module : action.modules()) {
            strongest = stronger(strongest, wished(action, person, module, when));
            if (useIsOver(module, action.caseCode(), when)) strongest = stronger(strongest, Held.USE_PERIOD_OVER);
        }
        return strongest;
    }

    static Held stronger(Held one, Held other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** What the person's own words make of it, as far as one module goes. */
    Held wished(Action action, ParticipantCode person, ModuleCode module, When when) {
        var held = Held.USABLE;
        var decided = decidedObjections(when);
        for (var other : lines) {
            if (!(other.event() instanceof ConsentEvent e)
                    || !e.participant().equals(person)
                    || !action.caseCode().equals(e.envelope().caseStudy())
                    || invalid.contains(other.id())) continue;
            var session = PlainCover.sessionRefused(e);
            if (session != null && session.equals(action.session()) && began(other, when)) {
                var asked = heldAsked(e);
                if (asked == org.fieldledger.events.Held.DESTROY) held = stronger(held, Held.TO_BE_DESTROYED);
                if (asked == org.fieldledger.events.Held.KEEP_IN_PART) held = stronger(held, Held.IN_PART);
            }
            if (!PlainSteps.about(e, module)
                    || !when.reaches(
                            PlainTimes.takesAway(other.occurred()),
                            other.occurred().zone())
                    || !PlainTimes.takesAway(other.occurred())
                            .isAfter(action.occurred().earliest())) continue;
            held = stronger(held, asked(other, e, decided));
        }
        return held;
    }

    private Set<EventId> decidedObjections(When when) {
        var decided = new HashSet<EventId>();
        for (var other : lines)
            if (other.event() instanceof ObjectionDecided e
                    && when.reaches(
                            e.outcome() == ObjectionOutcome.LIFTED
                                    ? PlainTimes.permits(other.occurred())
                                    : PlainTimes.takesAway(other.occurred()),
                            other.occurred().zone())
                    && !invalid.contains(other.id())
                    && !reading.steps.objectedAfter(
                            e.objection(),
                            e.outcome() == ObjectionOutcome.LIFTED
                                    ? PlainTimes.permits(other.occurred())
                                    : PlainTimes.takesAway(other.occurred()))) decided.add(e.objection());
        return decided;
    }

    /** What one decision about a module asks for, of what is held already. */
    private static Held asked(Line line, ConsentEvent event, Set<EventId> decided) {
        if (event instanceof ObjectionDecided o && o.outcome() == ObjectionOutcome.UPHELD)
            return Held.NOT_IN_NEW_DATASETS;
        return event instanceof ConsentWithdrawn w
                ? switch (w.kind()) {
                    case DESTROY -> Held.TO_BE_DESTROYED;
                    case NO_NEW_USE -> Held.NOT_IN_NEW_DATASETS;
                    case RESTRICT_OR_OBJECT -> decided.contains(line.id()) ? Held.USABLE : Held.ON_HOLD;
                    default -> Held.USABLE;
                }
                : Held.USABLE;
    }

    /**
     * What becomes of what is known of a person beside material: as with the least restricted of the modules they ever agreed
     * to, and of one that permits again, whatever was asked before. Empty for who never agreed to anything.
     */
    Optional<Held> ofThePerson(ParticipantCode person, CaseCode caseCode, List<ModuleCode> modules, When when) {
        return modules.stream()
                .filter(module -> decisions(person, caseCode).anyMatch(line -> gives(line.event(), module)))
                .map(module -> ofTheModule(person, caseCode, module, when))
                .max(Comparator.naturalOrder());
    }

    private Held ofTheModule(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when) {
        var held = Held.USABLE;
        if (!PlainStanding.permits(
                reading.standing(person, caseCode, module, when).state())) {
            var decided = decidedObjections(when);
            for (var line : decisions(person, caseCode).toList()) {
                var event = (ConsentEvent) line.event();
                if (PlainSteps.about(event, module)
                        && when.reaches(
                                PlainTimes.takesAway(line.occurred()),
                                line.occurred().zone())) held = stronger(held, asked(line, event, decided));
            }
        }
        return useIsOver(module, caseCode, when) ? stronger(held, Held.USE_PERIOD_OVER) : held;
    }

    private Stream<Line> decisions(ParticipantCode person, CaseCode caseCode) {
        return lines.stream()
                .filter(line -> line.event() instanceof ConsentEvent e
                        && e.participant().equals(person)
                        && caseCode.equals(e.envelope().caseStudy())
                        && !invalid.contains(line.id()));
    }

    private static boolean gives(FieldEvent event, ModuleCode module) {
        return switch (event) {
            case ConsentGiven e -> e.modules().contains(module);
            case ConsentAttested e -> e.modules().contains(module);
            case ConsentChanged e ->
                e.modules().contains(module) && !e.withdrawn().contains(module);
            default -> false;
        };
    }

    private boolean useIsOver(ModuleCode module, CaseCode caseCode, When when) {
        var day = when.dayIn(reading.cases.zoneOf(caseCode));
        return reading.standings
                .module(module, when)
                .map(ConsentModuleDefined::useUntil)
                .filter(until -> day.isAfter(until))
                .isPresent();
    }

    Held held(Line line, Action action, ParticipantCode person, ModuleCode module, When when) {
        var held = wished(action, person, module, when);
        var lacking = reading.cover.uncovered(action).stream()
                .anyMatch(reason -> !reason.rule().equals("session-dissented")
                        || !saidWhatBecomesOfIt(action, Objects.requireNonNull(reason.person())));
        if (line.event().envelope().deviation() != null || lacking) held = stronger(held, Held.QUARANTINED);
        if (useIsOver(module, action.caseCode(), when)) held = stronger(held, Held.USE_PERIOD_OVER);
        return held;
    }

    /** Whether a person who said no to a session also said what becomes of what was collected in it until then. */
    boolean saidWhatBecomesOfIt(Action action, ParticipantCode person) {
        return lines.stream()
                .filter(line -> !invalid.contains(line.id())
                        && line.event() instanceof ConsentEvent e
                        && e.participant().equals(person)
                        && action.caseCode().equals(e.envelope().caseStudy())
                        && action.session() != null
                        && action.session().equals(PlainCover.sessionRefused(e)))
                .anyMatch(line -> heldAsked((ConsentEvent) line.event()) != null);
    }

    /** What a person's own word, or own want of consent, makes of the material of an action, whatever is so of others in it. */
    Held ownWord(Action action, ParticipantCode person, When when) {
        var strongest = Held.USABLE;
        for (var module : action.modules()) strongest = stronger(strongest, wished(action, person, module, when));
        var lacking = reading.uncovered(alone(action, person)).stream()
                .filter(reason -> person.equals(reason.person()))
                .anyMatch(reason -> !settled(action, reason));
        return lacking ? stronger(strongest, Held.QUARANTINED) : strongest;
    }

    private static Action alone(Action action, ParticipantCode person) {
        return new Action(
                action.caseCode(),
                action.occurred(),
                action.performers(),
                List.of(person),
                action.chapter(),
                action.modules(),
                action.passive(),
                action.mode(),
                action.session());
    }

    /** Who left a meeting and said what becomes of its material is taken at their word. */
    private boolean settled(Action action, Reason reason) {
        return reason.rule().equals("session-dissented")
                && reason.person() != null
                && saidWhatBecomesOfIt(action, reason.person());
    }

    private static boolean began(Line line, When when) {
        return when.reaches(line.occurred().earliest(), line.occurred().zone());
    }

    private static org.fieldledger.events.@Nullable Held heldAsked(ConsentEvent event) {
        return switch (event) {
            case DissentExpressed e -> e.held();
            case ConsentWithdrawn e -> e.held();
            default -> null;
        };
    }
}
