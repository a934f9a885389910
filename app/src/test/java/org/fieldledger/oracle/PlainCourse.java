package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.MeasureEvent;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;

/**
 * What of a plain list of events was known, what of that had been corrected, what had begun, and who took part by then: the ground
 * on which the questions over time are answered, each by going through the list again. Shares nothing with the projections; of
 * consent it asks the plain reading. Answers are written as text, one line for each row, so that two answers can be held against
 * each other.
 */
final class PlainCourse {

    static final ModuleCode MEASURE = new ModuleCode("measure");

    final List<Line> known = new ArrayList<>();
    final Set<EventId> struck = new HashSet<>();
    final Map<EventId, Line> striking = new TreeMap<>(Comparator.comparing(EventId::value));
    final List<Line> begun = new ArrayList<>();
    final PlainReading consent;
    final When when;
    private final Map<EventId, Held> uses = new HashMap<>();

    PlainCourse(List<Line> log, When when, Instant knownAt) {
        this.when = when;
        for (var line : log) if (!line.recordedAt().isAfter(knownAt)) known.add(line);
        for (var line : known) {
            var correction = line.event().envelope().corrects();
            if (correction == null) continue;
            struck.add(correction.event());
            striking.putIfAbsent(correction.event(), line);
        }
        for (var line : known) if (!struck.contains(line.id()) && hasBegun(line)) begun.add(line);
        begun.sort(
                Comparator.comparing((Line line) -> line.occurred().begunOn()).thenComparing(Line::position));
        consent = new PlainReading(log, knownAt);
    }

    boolean hasBegun(Line line) {
        return when.day() != null
                ? !line.occurred().begunOn().isAfter(when.day())
                : !line.occurred().begunBy().isAfter(Objects.requireNonNull(when.moment()));
    }

    /** Whether it can have gone on after the day or the moment that is asked about. */
    boolean notOver(Line line) {
        return when.day() != null
                ? line.occurred().lastDay().isAfter(when.day())
                : line.occurred().latest().isAfter(Objects.requireNonNull(when.moment()));
    }

    List<Line> of(CaseCode caseCode, Class<? extends FieldEvent> kind) {
        return begun.stream()
                .filter(line -> kind.isInstance(line.event())
                        && caseCode.equals(line.event().envelope().caseStudy()))
                .toList();
    }

    /** What somebody answered under their own name, or somebody else rated of them, on the instrument of the course. */
    record Answered(
            Line line,
            String person,
            String version,
            @Nullable String timepoint,
            List<Response> responses) {}

    List<Answered> answered(CaseCode caseCode) {
        var answered = new ArrayList<Answered>();
        for (var line : of(caseCode, MeasureEvent.class)) {
            if (line.event() instanceof MeasureAdministered e)
                answered.add(new Answered(
                        line,
                        e.participant().code(),
                        e.version(),
                        e.timepoint() == null ? null : e.timepoint().code(),
                        e.responses().given()));
            if (line.event() instanceof FunctionAssessed e)
                answered.add(new Answered(
                        line,
                        e.participant().code(),
                        e.version(),
                        e.timepoint() == null ? null : e.timepoint().code(),
                        e.responses().given()));
        }
        return answered;
    }

    LocalDate today(CaseCode caseCode) {
        return when.dayIn(RandomCourses.zone(caseCode));
    }

    // ---- people

    Map<String, List<Line>> courses(CaseCode caseCode) {
        var courses = new TreeMap<String, List<Line>>();
        for (var line : of(caseCode, ParticipantEvent.class))
            if (!(line.event() instanceof BirthRecorded))
                courses.computeIfAbsent(
                                ((ParticipantEvent) line.event()).participant().code(), person -> new ArrayList<>())
                        .add(line);
        return courses;
    }

    static String role(List<Line> course) {
        var role = "";
        for (var line : course) {
            if (line.event() instanceof ParticipantEnrolled e) role = e.role().code();
            if (line.event() instanceof ParticipantTransferred e) role = e.to().code();
        }
        return role;
    }

    static @Nullable String site(List<Line> course) {
        String site = null;
        for (var line : course)
            if (line.event() instanceof ParticipantEnrolled e && e.site() != null)
                site = e.site().code();
        return site;
    }

    @Nullable
    String arm(CaseCode caseCode, String person) {
        String arm = null;
        for (var line : of(caseCode, AllocationMade.class))
            if (line.event() instanceof AllocationMade e
                    && e.participant().code().equals(person)) arm = e.arm();
        return arm;
    }

    // ---- consent

    /** Worked out once for each line: many questions ask it of the same, and it takes longer than all else. */
    Held use(Line line) {
        return uses.computeIfAbsent(line.id(), any -> useWorkedOut(line));
    }

    private Held useWorkedOut(Line line) {
        return switch (line.event()) {
            case MeasureAdministered e -> held(line, List.of(e.participant()), "measure", MEASURE);
            case FunctionAssessed e -> held(line, List.of(e.participant()), "measure", MEASURE);
            case InterviewRecorded e ->
                held(
                        line,
                        e.envelope().participants().stream()
                                .map(part -> part.participant())
                                .toList(),
                        "interview",
                        new ModuleCode("interview"));
            case LeadershipInterviewRecorded e ->
                held(line, List.of(e.leader()), "interview", new ModuleCode("interview"));
            case ObservationMade e
            when !e.envelope().participants().isEmpty() ->
                held(
                        line,
                        e.envelope().participants().stream()
                                .map(part -> part.participant())
                                .toList(),
                        "observation",
                        new ModuleCode("observation"));
            default -> line.event().envelope().deviation() != null ? Held.QUARANTINED : Held.USABLE;
        };
    }

    /** Of an answering, had it been covered. Nobody's consent stands in the way of what nobody gave by name. */
    Held useHadItBeenCovered(Line line) {
        var person = switch (line.event()) {
            case MeasureAdministered e -> e.participant();
            case FunctionAssessed e -> e.participant();
            default -> null;
        };
        if (person == null) return Held.USABLE;
        return consent.heldHadItBeenCovered(action(line, List.of(person), "measure", MEASURE), person, when);
    }

    private static Action action(Line line, List<ParticipantCode> people, String chapter, ModuleCode module) {
        var envelope = line.event().envelope();
        return new Action(
                Objects.requireNonNull(envelope.caseStudy()),
                envelope.occurred(),
                envelope.performedBy(),
                people,
                chapter,
                List.of(module),
                false,
                null,
                null);
    }

    private Held held(Line line, List<ParticipantCode> people, String chapter, ModuleCode module) {
        var action = action(line, people, chapter, module);
        var worst = Held.USABLE;
        for (var person : people) {
            var held = consent.held(line, action, person, when);
            if (held.ordinal() < worst.ordinal()) worst = held;
        }
        return worst;
    }

    static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    // ---- what was planned, and when it came

    @Nullable
    ScheduleAdopted schedule(CaseCode caseCode) {
        ScheduleAdopted schedule = null;
        for (var line : of(caseCode, ScheduleAdopted.class)) schedule = (ScheduleAdopted) line.event();
        return schedule;
    }

    static @Nullable String phase(Occurred occurred, List<Line> introduced) {
        if (introduced.isEmpty()) return "pre";
        var first = introduced.getFirst().occurred();
        if (occurred.begunOn().isBefore(first.firstDay())) return "pre";
        return occurred.firstDay().isBefore(first.begunOn()) ? null : "post";
    }

    /** Whether anything allowed such an action on any day from the first to the last. */
    boolean approvedSometime(CaseCode caseCode, String chapter, LocalDate first, LocalDate last) {
        for (var day = first; !day.isAfter(last); day = day.plusDays(1)) {
            var action = new Action(
                    caseCode,
                    Occurred.on(day, RandomCourses.zone(caseCode)),
                    List.of(),
                    List.of(),
                    chapter,
                    List.of(),
                    false,
                    null,
                    null);
            if (consent.uncovered(action).stream()
                    .noneMatch(reason -> reason.rule().startsWith("approval")
                            || reason.rule().equals("action-not-approved"))) return true;
        }
        return false;
    }
}
