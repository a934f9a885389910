package org.fieldledger.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.EventId;
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

    static Held stronger(Held one, Held other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** What the person's own words make of it, as far as one module goes. */
    Held wished(Action action, ParticipantCode person, ModuleCode module, When when) {
        var held = Held.USABLE;
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
            if (e instanceof ConsentWithdrawn w)
                switch (w.kind()) {
                    case DESTROY -> held = stronger(held, Held.TO_BE_DESTROYED);
                    case NO_NEW_USE -> held = stronger(held, Held.NOT_IN_NEW_DATASETS);
                    case RESTRICT_OR_OBJECT -> {
                        if (!decided.contains(other.id())) held = stronger(held, Held.ON_HOLD);
                    }
                    default -> {
                        // leaves what is held as it is
                    }
                }
            if (e instanceof ObjectionDecided o && o.outcome() == ObjectionOutcome.UPHELD)
                held = stronger(held, Held.NOT_IN_NEW_DATASETS);
        }
        return held;
    }

    Held held(Line line, Action action, ParticipantCode person, ModuleCode module, When when) {
        var held = wished(action, person, module, when);
        var lacking = reading.cover.uncovered(action).stream()
                .anyMatch(reason -> !reason.rule().equals("session-dissented")
                        || !saidWhatBecomesOfIt(action, Objects.requireNonNull(reason.person())));
        if (line.event().envelope().deviation() != null || lacking) held = stronger(held, Held.QUARANTINED);
        var day = when.dayIn(reading.cases.zoneOf(action.caseCode()));
        if (reading.standings
                .module(module, when)
                .map(ConsentModuleDefined::useUntil)
                .filter(until -> day.isAfter(until))
                .isPresent()) held = stronger(held, Held.USE_PERIOD_OVER);
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
