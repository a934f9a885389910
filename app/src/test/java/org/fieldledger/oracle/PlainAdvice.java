package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Question 14, plainly: who was found to lack capacity, and whether a consultee who is still in office advised certainly after
 * the finding took effect.
 */
record PlainAdvice(PlainReading plain, CaseCode caseCode, List<ParticipantCode> people, When when) {

    TreeSet<String> lacking() {
        var rows = new TreeSet<String>();
        for (var person : people) {
            var about = new LinkedHashMap<Line, List<ModuleCode>>();
            for (var module : FieldWorld.MODULES)
                finding(person, module)
                        .filter(line -> outcome(line) == CapacityOutcome.LACKS_CAPACITY)
                        .ifPresent(line -> about.computeIfAbsent(line, one -> new ArrayList<>())
                                .add(module));
            about.forEach((finding, modules) -> rows.add(row(person, finding, modules)));
        }
        return rows;
    }

    static String written(JsonNode row) {
        return "%s by %s, advice %s: %s"
                .formatted(
                        row.path("participant").asString(),
                        row.path("assessment").asString(),
                        row.path("advice").asString("none"),
                        row.path("current").asBoolean() ? "current" : "not current");
    }

    private String row(ParticipantCode person, Line finding, List<ModuleCode> modules) {
        var advice = advice(person, modules);
        var current = advice.filter(line -> inOffice(person, modules, line) && after(finding, line))
                .isPresent();
        return "%s by %s, advice %s: %s"
                .formatted(
                        person,
                        finding.id(),
                        advice.map(line -> line.id().toString()).orElse("none"),
                        current ? "current" : "not current");
    }

    /** The finding about a module that took effect last. */
    private Optional<Line> finding(ParticipantCode person, ModuleCode module) {
        return plain.lines.stream()
                .filter(line -> line.event() instanceof CapacityAssessed e
                        && about(line, person)
                        && PlainSteps.about(e, module)
                        && when.reaches(effect(line), line.occurred().zone()))
                .max(Comparator.comparing(PlainAdvice::effect).thenComparing(Line::position));
    }

    private boolean about(Line line, ParticipantCode person) {
        return line.event() instanceof ConsentEvent e
                && e.participant().equals(person)
                && caseCode.equals(e.envelope().caseStudy())
                && !plain.invalid.contains(line.id());
    }

    private static CapacityOutcome outcome(Line finding) {
        return ((CapacityAssessed) finding.event()).outcome();
    }

    private static Instant effect(Line finding) {
        return outcome(finding) == CapacityOutcome.HAS_CAPACITY
                ? PlainTimes.permits(finding.occurred())
                : PlainTimes.takesAway(finding.occurred());
    }

    /** The last thing that anybody decided as consultee, in the order of the field. */
    private Optional<Line> advice(ParticipantCode person, List<ModuleCode> modules) {
        return plain.lines.stream()
                .filter(line -> about(line, person)
                        && by(line.event()) instanceof Decider(var capacity, var code, var under)
                        && capacity == DeciderCapacity.CONSULTEE
                        && modules.stream().anyMatch(module -> says(line.event(), module))
                        && when.begun(line.occurred()))
                .max(Comparator.comparing((Line line) -> line.occurred().earliest())
                        .thenComparing(Line::position));
    }

    private static boolean says(FieldEvent event, ModuleCode module) {
        return event instanceof ConsentChanged e && e.withdrawn().contains(module)
                || event instanceof ConsentEvent decided && PlainSteps.about(decided, module);
    }

    private static @Nullable Decider by(FieldEvent event) {
        return switch (event) {
            case ConsentGiven e -> e.decidedBy();
            case ConsentChanged e -> e.decidedBy();
            case ConsentReaffirmed e -> e.decidedBy();
            case ConsentRefused e -> e.decidedBy();
            case ConsentWithdrawn e -> e.decidedBy();
            default -> null;
        };
    }

    private boolean inOffice(ParticipantCode person, List<ModuleCode> modules, Line advice) {
        var at = when.lastIn(plain.cases.zoneOf(caseCode));
        var who = by(advice.event());
        return who != null
                && modules.stream()
                        .anyMatch(module -> plain.deciders
                                .appointed(person, caseCode, module, RelationshipKind.CONSULTEE, at)
                                .contains(who.code()));
    }

    /** What is not known to have come after the finding rests on an ability that nobody had doubted yet. */
    private static boolean after(Line finding, Line advice) {
        var counts = advice.event() instanceof ConsentRefused || advice.event() instanceof ConsentWithdrawn
                ? PlainTimes.takesAway(advice.occurred())
                : PlainTimes.permits(advice.occurred());
        return !counts.isBefore(PlainTimes.takesAway(finding.occurred()))
                && !PlainTimes.orderUnknown(finding.occurred(), advice.occurred());
    }
}
