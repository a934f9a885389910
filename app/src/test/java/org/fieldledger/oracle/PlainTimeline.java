package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentEvent;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

/** Any timeline, narrowed in any way, and the difference of two pictures of it, read off the plain course. */
final class PlainTimeline {

    /** Of what it is, and by what it is narrowed: as it is asked, and as the list is gone through. */
    record Asked(Map<String, String> address, Predicate<Line> plainly) {

        static final Asked EVERYTHING = new Asked(Map.of(), line -> true);
        static final Asked PROGRAMME = new Asked(
                Map.of("programme", "only"), line -> line.event().envelope().caseStudy() == null);

        static Asked of(CaseCode caseCode) {
            return new Asked(
                    Map.of("case", caseCode.code()),
                    line -> caseCode.equals(line.event().envelope().caseStudy()));
        }

        Asked with(String field, String value) {
            var narrowed = new HashMap<>(address);
            narrowed.put(field, value);
            return new Asked(narrowed, plainly.and(line -> fits(line, field, value)));
        }
    }

    private static boolean fits(Line line, String field, String value) {
        var envelope = line.event().envelope();
        return switch (field) {
            case "participant" -> PlainHistory.people(line.event()).contains(value);
            case "instrument" -> value.equals(instrument(line.event()));
            case "kind" -> line.event().getClass().getSimpleName().equals(value);
            case "chapter" -> FieldEvents.chapter(line.event().getClass()).equalsIgnoreCase(value);
            case "objective" ->
                envelope.objectives().stream()
                        .anyMatch(objective -> objective.name().equalsIgnoreCase(value));
            case "level" ->
                envelope.participants().stream()
                        .anyMatch(part ->
                                part.level() != null && part.level().name().equalsIgnoreCase(value));
            case "consent" ->
                envelope.participants().stream()
                        .flatMap(part -> part.restsOn().stream())
                        .anyMatch(ground -> ground.decision().toString().equals(value));
            default -> throw new IllegalArgumentException(field);
        };
    }

    private static @Nullable String instrument(FieldEvent event) {
        return switch (event) {
            case InstrumentEvent e -> e.instrument().code();
            case MeasureAdministered e -> e.instrument().code();
            case FunctionAssessed e -> e.instrument().code();
            case MeasureMissed e -> e.instrument().code();
            case EventQuestionnaireAnswered e -> e.instrument().code();
            default -> null;
        };
    }

    private final PlainCourse plain;

    PlainTimeline(PlainCourse plain) {
        this.plain = plain;
    }

    /** What it shows, with the use of each where that is asked for. */
    List<String> entries(Asked asked, @Nullable Held use) {
        return plain.begun.stream()
                .filter(asked.plainly())
                .filter(line -> use == null || used(line) == use)
                .map(line -> line.id() + " " + (use == null ? "" : PlainCourse.written(use)))
                .toList();
    }

    /** The same with what was superseded, and by which entry. */
    List<String> withHistory(Asked asked) {
        return plain.known.stream()
                .filter(line -> plain.hasBegun(line) && asked.plainly().test(line))
                .map(line -> {
                    var striking = plain.striking.get(line.id());
                    return line.id() + " " + (striking == null ? "" : striking.id());
                })
                .toList();
    }

    /** What there is in this picture and was not in an earlier one, or the other way about, or may be used otherwise. */
    List<String> since(PlainCourse earlier, Asked asked) {
        var before = byId(earlier);
        var after = byId(plain);
        var changes = new ArrayList<String>();
        before.forEach((id, line) -> {
            if (!asked.plainly().test(line)) return;
            var then = new PlainTimeline(earlier).used(line);
            if (!after.containsKey(id)) changes.add("%s %s %s to null".formatted(id, lost(id), written(then)));
            else if (then != null) {
                var now = used(line);
                if (now != null && now != then)
                    changes.add("%s %s %s to %s"
                            .formatted(
                                    id,
                                    now.ordinal() < then.ordinal() ? "use-restricted" : "use-restored",
                                    written(then),
                                    written(now)));
            }
        });
        after.forEach((id, line) -> {
            if (asked.plainly().test(line) && !before.containsKey(id))
                changes.add("%s %s null to %s"
                        .formatted(
                                id,
                                earlier.known.contains(line) ? "its-day-came" : "became-known",
                                written(used(line))));
        });
        return changes;
    }

    private String lost(EventId id) {
        var striking = plain.striking.get(id);
        if (striking == null) return "lies-later";
        return striking.event() instanceof EnteredInError ? "declared-an-error" : "corrected";
    }

    private static Map<EventId, Line> byId(PlainCourse course) {
        var byId = new HashMap<EventId, Line>();
        course.begun.forEach(line -> byId.put(line.id(), line));
        return byId;
    }

    /** Nothing, for what took nothing from anybody and was not kept as a deviation either. */
    @Nullable
    Held used(Line line) {
        var took = line.event() instanceof MeasureAdministered
                || line.event() instanceof FunctionAssessed
                || line.event() instanceof ObservationMade made
                        && !made.envelope().participants().isEmpty()
                || line.event() instanceof InterviewRecorded
                || line.event() instanceof LeadershipInterviewRecorded;
        return took || line.event().envelope().deviation() != null ? plain.use(line) : null;
    }

    private static String written(@Nullable Held use) {
        return use == null ? "null" : use.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
