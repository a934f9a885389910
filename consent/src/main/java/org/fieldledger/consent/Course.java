package org.fieldledger.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.consent.Fold.Step;
import org.fieldledger.consent.Fold.Taken;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.AmendmentTold;
import org.fieldledger.events.ConsentEvent.AssentGiven;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentExpired;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentSuspended;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.Precision;

/** How one person's consent to one module in one case went, by decisions alone: what time does by itself is laid over it. */
final class Course {

    private final List<Step> steps;

    private Course(List<Step> steps) {
        this.steps = steps;
    }

    static Course of(PersonReading person, ModuleCode module, Grain grain) {
        var fold = new Fold(person, module, grain);
        person.everDecided()
                .filter(fact -> touches(fact.event(), module))
                .map(fact -> new Taken(fact, at(fact.event(), module, grain)))
                .sorted(Comparator.comparing(Taken::at).thenComparing(taken -> !endsADay(taken.fact(), module)))
                .forEach(fold::take);
        return new Course(fold.steps());
    }

    /** What stood at an instant, by decisions alone. */
    Standing at(Instant instant) {
        return step(instant).standing();
    }

    /** Whether the person's own no stood at an instant. */
    boolean ownNoAt(Instant instant) {
        return step(instant).ownNo();
    }

    /** The instants from an action's beginning to its end at which something else came to stand. */
    Stream<Instant> turns(Instant from, Instant until) {
        return Stream.concat(
                Stream.of(from), steps.stream().map(Step::from).filter(at -> at.isAfter(from) && at.isBefore(until)));
    }

    /** Every standing in turn, the last first. */
    List<Standing> backwards() {
        var all = new ArrayList<Standing>();
        for (int i = steps.size() - 1; i >= 0; i--) all.add(steps.get(i).standing());
        return all;
    }

    private Step step(Instant instant) {
        for (int i = steps.size() - 1; i >= 0; i--) if (!steps.get(i).from().isAfter(instant)) return steps.get(i);
        return new Step(Instant.MIN, Standing.NOT_ASKED, false);
    }

    static boolean touches(ConsentEvent event, ModuleCode module) {
        return switch (event) {
            case ConsentChanged e ->
                e.modules().contains(module) || e.withdrawn().contains(module);
            case CapacityAssessed e -> Representation.concerns(e.modules(), module);
            default -> event.modules().contains(module);
        };
    }

    /** What took consent away by the end of a day comes before what begins with the next, whichever was recorded first. */
    private static boolean endsADay(Fact<? extends ConsentEvent> fact, ModuleCode module) {
        return takesAway(fact.event(), module) && fact.occurred().precision() != Precision.MINUTE;
    }

    /** From when a decision has its effect on the module. */
    static Instant at(ConsentEvent event, ModuleCode module, Grain grain) {
        var occurred = event.envelope().occurred();
        return takesAway(event, module) ? Instants.ends(occurred) : Instants.begins(occurred, grain.wholeDay());
    }

    static boolean takesAway(ConsentEvent event, ModuleCode module) {
        return switch (event) {
            case ConsentRequested e -> false;
            case ConsentDeferred e -> false;
            case ConsentGiven e -> false;
            case ConsentAttested e -> false;
            case ConsentReaffirmed e -> false;
            case AmendmentTold e -> false;
            case AssentGiven e -> false;
            case RelationshipAppointed e -> false;
            case ConsentChanged e -> e.withdrawn().contains(module);
            case ObjectionDecided e -> e.outcome() == ObjectionOutcome.UPHELD;
            case ConsentRefused e -> true;
            case ConsentSuspended e -> true;
            case ConsentWithdrawn e -> true;
            case ConsentExpired e -> true;
            case ConsentInvalidated e -> true;
            case DissentExpressed e -> true;
            case RelationshipEnded e -> true;
            // Finding ability takes away what others had decided; finding it lacking, what the person had.
            case CapacityAssessed e -> true;
        };
    }
}
