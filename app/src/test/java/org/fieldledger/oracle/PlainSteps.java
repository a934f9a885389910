package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Precision;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainTimes.Look;
import org.jspecify.annotations.Nullable;

/** What was said about one module of one person in one case, in the order in which it takes effect. */
final class PlainSteps {

    private final List<Line> lines;
    private final Set<EventId> invalid;

    PlainSteps(PlainReading reading) {
        this.lines = reading.lines;
        this.invalid = reading.invalid;
    }

    enum Act {
        REQUEST,
        DEFER,
        GIVE,
        ATTEST,
        REAFFIRM,
        REFUSE,
        DISSENT,
        WITHDRAW,
        OBJECT,
        HOLD,
        LACKS,
        HAS,
        EXPIRE,
        ASSENT,
        UPHELD,
        VOID
    }

    record Step(
            Instant at,
            Line line,
            Act act,
            @Nullable Decider decider,
            @Nullable FormVersionCode text) {}

    static boolean about(ConsentEvent event, ModuleCode module) {
        return event.modules().isEmpty() || event.modules().contains(module);
    }

    List<Step> steps(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, Look look) {
        var lifted = new HashSet<EventId>();
        for (var line : lines)
            if (line.event() instanceof ObjectionDecided e
                    && e.outcome() == ObjectionOutcome.LIFTED
                    && !objectedAfter(e.objection(), PlainTimes.permits(line.occurred()))
                    && about(e, module)
                    && e.participant().equals(person)
                    && caseCode.equals(e.envelope().caseStudy())
                    && !invalid.contains(line.id())
                    && when.reaches(
                            PlainTimes.permits(line.occurred()), line.occurred().zone())) lifted.add(e.objection());
        var steps = new ArrayList<Step>();
        for (var line : lines) {
            if (!(line.event() instanceof ConsentEvent event)) continue;
            if (!event.participant().equals(person)
                    || !caseCode.equals(event.envelope().caseStudy())) continue;
            var step = step(line, event, module, look);
            if (step == null || lifted.contains(line.id())) continue;
            if (!when.reaches(step.at(), line.occurred().zone())) continue;
            steps.add(step);
        }
        steps.sort(Comparator.comparing(Step::at)
                .thenComparing(step -> !(takes(step.act(), step.line(), module)
                        && step.line().occurred().precision() != Precision.MINUTE))
                .thenComparing(step -> step.line().position()));
        return steps;
    }

    /** Everything that a person, or somebody for them, decided about a module and that had taken effect, each with since when. */
    List<String> taken(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when) {
        var rows = new ArrayList<String>();
        for (var line : lines) {
            if (!(line.event() instanceof ConsentEvent event)
                    || !event.participant().equals(person)
                    || !caseCode.equals(event.envelope().caseStudy())
                    || !concerns(event, module)) continue;
            var at = gives(event, module) ? PlainTimes.permits(line.occurred()) : PlainTimes.takesAway(line.occurred());
            if (when.reaches(at, line.occurred().zone()))
                rows.add("%s %s from %s invalidated %s"
                        .formatted(event.getClass().getSimpleName(), line.id(), at, invalid.contains(line.id())));
        }
        return rows;
    }

    /** A notice that names no module is about the amendment alone, and stands behind none of them. */
    private static boolean concerns(ConsentEvent event, ModuleCode module) {
        if (event instanceof AmendmentTold told) return told.modules().contains(module);
        return event instanceof ConsentChanged e && e.withdrawn().contains(module) || about(event, module);
    }

    /** What gives counts from the beginning of its day, what takes away or finds something out from its end. */
    private static boolean gives(ConsentEvent event, ModuleCode module) {
        return switch (event) {
            case ConsentRequested e -> true;
            case ConsentDeferred e -> true;
            case ConsentGiven e -> true;
            case ConsentAttested e -> true;
            case ConsentReaffirmed e -> true;
            case AssentGiven e -> true;
            case AmendmentTold e -> true;
            case RelationshipAppointed e -> true;
            case ConsentChanged e -> !e.withdrawn().contains(module);
            case ObjectionDecided e -> e.outcome() == ObjectionOutcome.LIFTED;
            default -> false;
        };
    }

    /** What takes away at a day's end comes before what begins with the next day; so does what was voided of the kind. */
    private static boolean takes(Act act, Line line, ModuleCode module) {
        return TAKING.contains(act)
                || act == Act.VOID
                        && switch (line.event()) {
                            case ConsentRefused e -> true;
                            case DissentExpressed e -> true;
                            case ConsentWithdrawn e -> true;
                            case ConsentSuspended e -> true;
                            case ConsentExpired e -> true;
                            case ConsentChanged e -> e.withdrawn().contains(module);
                            default -> false;
                        };
    }

    /** Nothing is decided about an objection before it was made. */
    boolean objectedAfter(EventId objection, Instant decided) {
        return lines.stream()
                .filter(line -> line.id().equals(objection))
                .anyMatch(line -> PlainTimes.takesAway(line.occurred()).isAfter(decided));
    }

    @Nullable
    Step step(Line line, ConsentEvent event, ModuleCode module, Look look) {
        if (event instanceof ConsentChanged e && e.withdrawn().contains(module))
            return new Step(
                    PlainTimes.takesAway(line.occurred()), line, voided(line, Act.WITHDRAW), e.decidedBy(), null);
        if (event instanceof ConsentChanged e)
            return e.modules().contains(module)
                    ? new Step(
                            PlainTimes.permitsFor(line, look),
                            line,
                            voided(line, Act.GIVE),
                            e.decidedBy(),
                            e.formVersion())
                    : null;
        if (!about(event, module)) return null;
        var in = PlainTimes.permits(line.occurred());
        var out = PlainTimes.takesAway(line.occurred());
        return switch (event) {
            case ConsentRequested e -> new Step(in, line, voided(line, Act.REQUEST), null, e.formVersion());
            case ConsentDeferred e -> new Step(in, line, voided(line, Act.DEFER), null, e.formVersion());
            case ConsentGiven e ->
                new Step(
                        PlainTimes.permitsFor(line, look),
                        line,
                        voided(line, Act.GIVE),
                        e.decidedBy(),
                        e.formVersion());
            case ConsentAttested e ->
                new Step(PlainTimes.permitsFor(line, look), line, voided(line, Act.ATTEST), null, null);
            case ConsentReaffirmed e ->
                new Step(PlainTimes.permitsFor(line, look), line, voided(line, Act.REAFFIRM), e.decidedBy(), null);
            case AssentGiven e ->
                new Step(PlainTimes.permitsFor(line, look), line, voided(line, Act.ASSENT), null, null);
            case ConsentRefused e -> new Step(out, line, voided(line, Act.REFUSE), e.decidedBy(), null);
            case DissentExpressed e ->
                e.session() == null ? new Step(out, line, voided(line, Act.DISSENT), Decider.SELF, null) : null;
            case ConsentWithdrawn e ->
                switch (e.kind()) {
                    case DISSENT_IN_SESSION, REDUCE_OR_CHANGE_MODE -> null;
                    case RESTRICT_OR_OBJECT -> new Step(out, line, voided(line, Act.OBJECT), e.decidedBy(), null);
                    case NO_CONTACT ->
                        look.passive() && e.passiveAgreed()
                                ? null
                                : new Step(out, line, voided(line, Act.WITHDRAW), e.decidedBy(), null);
                    case NO_FURTHER_COLLECTION, NO_NEW_USE, DESTROY ->
                        new Step(out, line, voided(line, Act.WITHDRAW), e.decidedBy(), null);
                };
            case ConsentSuspended e -> new Step(out, line, voided(line, Act.HOLD), null, null);
            case ConsentExpired e -> new Step(out, line, voided(line, Act.EXPIRE), null, null);
            case CapacityAssessed e ->
                invalid.contains(line.id())
                        ? null
                        : new Step(
                                out,
                                line,
                                e.outcome() == CapacityOutcome.LACKS_CAPACITY ? Act.LACKS : Act.HAS,
                                null,
                                null);
            case ObjectionDecided e ->
                e.outcome() == ObjectionOutcome.UPHELD && !invalid.contains(line.id())
                        ? new Step(out, line, Act.UPHELD, null, null)
                        : null;
            default -> null;
        };
    }

    private Act voided(Line line, Act act) {
        return invalid.contains(line.id()) ? Act.VOID : act;
    }

    static final Set<Act> TAKING = Set.of(
            Act.REFUSE, Act.DISSENT, Act.WITHDRAW, Act.OBJECT, Act.HOLD, Act.LACKS, Act.HAS, Act.EXPIRE, Act.UPHELD);
}
