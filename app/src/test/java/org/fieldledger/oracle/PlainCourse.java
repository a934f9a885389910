package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent.ForumHeld;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InterpretationEvent.InterpretationRecorded;
import org.fieldledger.events.InterpretationEvent.ThemeRecorded;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.MaterialEvent.DatasetReceived;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.State;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;

/**
 * The questions over time, answered by going through the plain list of events again for each: what was known, what of it had
 * been corrected, what had begun. Shares nothing with the projections; of consent it asks the plain reading. Answers are written
 * as text, one line for each row, so that two answers can be held against each other.
 */
final class PlainCourse {

    private static final ModuleCode MEASURE = new ModuleCode("measure");

    private final List<Line> known = new ArrayList<>();
    private final Set<EventId> struck = new HashSet<>();
    private final Map<EventId, Line> striking = new TreeMap<>(Comparator.comparing(EventId::value));
    private final List<Line> begun = new ArrayList<>();
    private final PlainReading consent;
    private final When when;

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

    private boolean hasBegun(Line line) {
        return when.day() != null
                ? !line.occurred().begunOn().isAfter(when.day())
                : !line.occurred().begunBy().isAfter(Objects.requireNonNull(when.moment()));
    }

    private List<Line> of(CaseCode caseCode, Class<? extends FieldEvent> kind) {
        return begun.stream()
                .filter(line -> kind.isInstance(line.event())
                        && caseCode.equals(line.event().envelope().caseStudy()))
                .toList();
    }

    private LocalDate today(CaseCode caseCode) {
        return when.dayIn(RandomCourses.zone(caseCode));
    }

    // ---- people

    private Map<String, List<Line>> courses(CaseCode caseCode) {
        var courses = new TreeMap<String, List<Line>>();
        for (var line : of(caseCode, ParticipantEvent.class))
            if (!(line.event() instanceof BirthRecorded))
                courses.computeIfAbsent(
                                ((ParticipantEvent) line.event()).participant().code(), person -> new ArrayList<>())
                        .add(line);
        return courses;
    }

    private static String role(List<Line> course) {
        var role = "";
        for (var line : course) {
            if (line.event() instanceof ParticipantEnrolled e) role = e.role().code();
            if (line.event() instanceof ParticipantTransferred e) role = e.to().code();
        }
        return role;
    }

    private static @Nullable String site(List<Line> course) {
        String site = null;
        for (var line : course)
            if (line.event() instanceof ParticipantEnrolled e && e.site() != null)
                site = e.site().code();
        return site;
    }

    private @Nullable String arm(CaseCode caseCode, String person) {
        String arm = null;
        for (var line : of(caseCode, AllocationMade.class))
            if (line.event() instanceof AllocationMade e
                    && e.participant().code().equals(person)) arm = e.arm();
        return arm;
    }

    // ---- consent

    private Held use(Line line) {
        return switch (line.event()) {
            case MeasureAdministered e -> held(line, List.of(e.participant()), "measure", MEASURE);
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
            default -> line.event().envelope().deviation() != null ? Held.QUARANTINED : Held.USABLE;
        };
    }

    private Held held(Line line, List<ParticipantCode> people, String chapter, ModuleCode module) {
        var envelope = line.event().envelope();
        var action = new Action(
                Objects.requireNonNull(envelope.caseStudy()),
                envelope.occurred(),
                envelope.performedBy(),
                people,
                chapter,
                List.of(module),
                false,
                null,
                null);
        var worst = Held.USABLE;
        for (var person : people) {
            var held = consent.held(line, action, person, when);
            if (held.ordinal() < worst.ordinal()) worst = held;
        }
        return worst;
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    // ---- scores

    /** A score of a person, or the record that there is none. */
    private record Point(
            Line line,
            String person,
            String version,
            String timepoint,
            @Nullable Double value,
            boolean missedMeasure) {}

    private @Nullable ScheduleAdopted schedule(CaseCode caseCode) {
        ScheduleAdopted schedule = null;
        for (var line : of(caseCode, ScheduleAdopted.class)) schedule = (ScheduleAdopted) line.event();
        return schedule;
    }

    private List<Point> points(CaseCode caseCode) {
        var people = courses(caseCode).keySet();
        var points = new ArrayList<Point>();
        for (var line : of(caseCode, MeasureAdministered.class)) {
            var e = (MeasureAdministered) line.event();
            if (people.contains(e.participant().code()) && use(line) == Held.USABLE)
                points.add(new Point(
                        line,
                        e.participant().code(),
                        e.version(),
                        e.timepoint() == null ? "null" : e.timepoint().code(),
                        total(e),
                        false));
        }
        var versions = new TreeSet<String>();
        points.forEach(point -> versions.add(point.version()));
        if (!versions.isEmpty()) {
            var schedule = schedule(caseCode);
            var version =
                    schedule != null && versions.contains(schedule.version()) ? schedule.version() : versions.last();
            for (var line : of(caseCode, MeasureMissed.class)) {
                var e = (MeasureMissed) line.event();
                if (people.contains(e.participant().code()))
                    points.add(new Point(
                            line, e.participant().code(), version, e.timepoint().code(), null, true));
            }
        }
        points.sort(
                Comparator.comparing((Point point) -> point.line().occurred().earliest())
                        .thenComparing(point -> point.line().position()));
        return points;
    }

    private static @Nullable Double total(MeasureAdministered e) {
        var sum = 0.0;
        for (var response : e.responses().given()) {
            if (e.version().equals("1.0") && response.item().equals("S3")) continue;
            if (response.number() == null) return null;
            sum += response.number().doubleValue();
        }
        return sum;
    }

    /** Whether no other point of the same person and timepoint counts in place of this. */
    private static boolean counts(Point point, List<Point> inOrder) {
        var same = inOrder.stream()
                .filter(other -> other.person().equals(point.person())
                        && other.timepoint().equals(point.timepoint()))
                .toList();
        for (var other : same) if (other.value() != null) return other == point;
        return same.getFirst() == point;
    }

    private @Nullable Double baseline(CaseCode caseCode, Point point, List<Point> inOrder) {
        if (schedule(caseCode) == null) return null;
        for (var other : inOrder)
            if (other.person().equals(point.person())
                    && other.version().equals(point.version())
                    && other.timepoint().equals("baseline")
                    && other.value() != null) return other.value();
        return null;
    }

    List<String> trajectories(CaseCode caseCode) {
        var inOrder = points(caseCode);
        var rows = new ArrayList<String>();
        for (var point : inOrder) {
            var baseline = baseline(caseCode, point, inOrder);
            rows.add("%s %s %s %s %s value %s repeat %s baseline %s change %s"
                    .formatted(
                            point.line().id(),
                            point.person(),
                            arm(caseCode, point.person()),
                            point.version(),
                            point.timepoint(),
                            figure(point.value()),
                            !counts(point, inOrder),
                            figure(baseline),
                            figure(baseline == null || point.value() == null ? null : point.value() - baseline)));
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    List<String> summaries(CaseCode caseCode) {
        var inOrder = points(caseCode);
        var people = courses(caseCode).keySet();
        var rows = new TreeMap<String, String>();
        for (var point : inOrder) {
            var arm = String.valueOf(arm(caseCode, point.person()));
            var cell = "%s %s %s".formatted(point.version(), arm, point.timepoint());
            if (rows.containsKey(cell)) continue;
            var own = inOrder.stream()
                    .filter(other -> counts(other, inOrder)
                            && cell.equals("%s %s %s"
                                    .formatted(other.version(), arm(caseCode, other.person()), other.timepoint())))
                    .toList();
            if (own.isEmpty()) continue;
            var values = new ArrayList<Double>();
            var changes = new ArrayList<Double>();
            var told = new HashSet<String>();
            for (var other : own) {
                told.add(other.person());
                if (other.value() == null) continue;
                values.add(other.value());
                var baseline = baseline(caseCode, other, inOrder);
                if (baseline != null) changes.add(other.value() - baseline);
            }
            var unusable = new HashSet<String>();
            for (var line : of(caseCode, MeasureAdministered.class)) {
                var e = (MeasureAdministered) line.event();
                var person = e.participant().code();
                if (people.contains(person)
                        && !told.contains(person)
                        && use(line) != Held.USABLE
                        && arm.equals(String.valueOf(arm(caseCode, person)))
                        && point.timepoint()
                                .equals(
                                        e.timepoint() == null
                                                ? "null"
                                                : e.timepoint().code())) unusable.add(person);
            }
            var of = people.stream()
                    .filter(person -> arm.equals(String.valueOf(arm(caseCode, person))))
                    .count();
            rows.put(
                    cell,
                    "%s: of %d n %d missing %d unusable %d nothing %d mean %s sd %s changed %d change %s"
                            .formatted(
                                    cell,
                                    of,
                                    values.size(),
                                    own.size() - values.size(),
                                    unusable.size(),
                                    of - told.size() - unusable.size(),
                                    figure(mean(values)),
                                    figure(sd(values)),
                                    changes.size(),
                                    figure(mean(changes))));
        }
        return List.copyOf(rows.values());
    }

    private static @Nullable Double mean(List<Double> values) {
        if (values.isEmpty()) return null;
        var sum = 0.0;
        for (var value : values) sum += value;
        return sum / values.size();
    }

    private static @Nullable Double sd(List<Double> values) {
        var mean = mean(values);
        if (mean == null || values.size() < 2) return null;
        var squares = 0.0;
        for (var value : values) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares / (values.size() - 1));
    }

    static String figure(@Nullable Double value) {
        return value == null
                ? "none"
                : String.format(Locale.ROOT, "%.4f", value + 0.0).replace("-0.0000", "0.0000");
    }

    // ---- before and after

    List<String> prePost(CaseCode caseCode) {
        var sites = new TreeMap<String, String>();
        for (var line : known)
            if (line.event() instanceof SiteAdded e
                    && hasBegun(line)
                    && caseCode.equals(e.envelope().caseStudy())
                    && e.arm() != null) sites.put(e.site().code(), e.arm());
        var courses = courses(caseCode);
        var introduced = of(caseCode, InterventionIntroduced.class);
        var rows = new TreeMap<String, String>();
        var inOrder = points(caseCode);
        for (var place : inOrder.stream()
                .filter(point ->
                        sites.containsKey(String.valueOf(site(courses.getOrDefault(point.person(), List.of()))))
                                && point.value() != null
                                && phase(point.line().occurred(), introduced) != null)
                .map(point -> point.version() + " " + point.timepoint())
                .distinct()
                .toList())
            for (var site : sites.keySet()) {
                var pre = new TreeMap<String, Double>();
                var post = new TreeMap<String, Double>();
                for (var point : inOrder) {
                    if (point.value() == null
                            || !place.equals(point.version() + " " + point.timepoint())
                            || !site.equals(site(courses.getOrDefault(point.person(), List.of())))) continue;
                    var phase = phase(point.line().occurred(), introduced);
                    if ("pre".equals(phase)) pre.putIfAbsent(point.person(), point.value());
                    if ("post".equals(phase)) post.putIfAbsent(point.person(), point.value());
                }
                var both = pre.keySet().stream().filter(post::containsKey).count();
                rows.put(
                        place + " " + site,
                        "%s %s %s: pre %d %s post %d %s both %d"
                                .formatted(
                                        place,
                                        site,
                                        sites.get(site),
                                        pre.size(),
                                        figure(mean(List.copyOf(pre.values()))),
                                        post.size(),
                                        figure(mean(List.copyOf(post.values()))),
                                        both));
            }
        return List.copyOf(rows.values());
    }

    private static @Nullable String phase(Occurred occurred, List<Line> introduced) {
        if (introduced.isEmpty()) return "pre";
        var first = introduced.getFirst().occurred();
        if (occurred.begunOn().isBefore(first.firstDay())) return "pre";
        return occurred.firstDay().isBefore(first.begunOn()) ? null : "post";
    }

    // ---- completeness

    List<String> owed(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        var schedule = schedule(caseCode);
        if (schedule == null) return rows;
        courses(caseCode).forEach((person, course) -> {
            for (var planned : schedule.timepoints()) rows.add(owed(caseCode, person, course, planned));
        });
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    private String owed(CaseCode caseCode, String person, List<Line> course, Timepoint planned) {
        var anchor = anchor(caseCode, person, course, planned.anchor());
        var from = anchor == null ? null : anchor.firstDay().plusDays(planned.afterDays() - planned.earlyDays());
        var until = anchor == null ? null : anchor.begunOn().plusDays(planned.afterDays() + planned.lateDays());
        Line answered = null;
        for (var line : of(caseCode, MeasureAdministered.class)) {
            var e = (MeasureAdministered) line.event();
            if (e.participant().code().equals(person)
                    && planned.code().equals(e.timepoint())
                    && (answered == null || earlier(line, answered))) answered = line;
        }
        var status = answered != null ? "DONE" : undone(caseCode, person, course, planned, from, until);
        var off = 0L;
        if (answered != null && from != null && until != null) {
            if (answered.occurred().begunOn().isBefore(from))
                off = -ChronoUnit.DAYS.between(answered.occurred().begunOn(), from);
            if (answered.occurred().firstDay().isAfter(until))
                off = ChronoUnit.DAYS.between(until, answered.occurred().firstDay());
        }
        return "%s %s: %s %s to %s, off %d, usable %s"
                .formatted(
                        person,
                        planned.code(),
                        status,
                        from,
                        until,
                        off,
                        answered == null || use(answered) == Held.USABLE);
    }

    private static boolean earlier(Line one, Line other) {
        var order = one.occurred().earliest().compareTo(other.occurred().earliest());
        return order < 0 || order == 0 && one.position() < other.position();
    }

    private String undone(
            CaseCode caseCode,
            String person,
            List<Line> course,
            Timepoint planned,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {
        for (var line : of(caseCode, MeasureMissed.class))
            if (line.event() instanceof MeasureMissed e
                    && e.participant().code().equals(person)
                    && e.timepoint().equals(planned.code())) return "MISSED";
        var today = today(caseCode);
        var last = until == null || until.isAfter(today) ? today : until;
        var then = last.equals(today) ? when : When.endOf(last);
        var state = consent.standing(new ParticipantCode(person), caseCode, MEASURE, then)
                .state();
        if (Set.of(State.NOT_ASKED, State.REQUESTED, State.DEFERRED, State.REFUSED, State.INVALIDATED)
                .contains(state)) return "NOT_OWED";
        var end = course.getLast();
        if (end.event() instanceof ParticipantDiscontinued
                && (until == null || !end.occurred().firstDay().isAfter(until))) return "IMPOSSIBLE";
        if (state == State.WITHDRAWN) return "IMPOSSIBLE";
        if (from == null || until == null || from.isAfter(today)) return "NOT_DUE_YET";
        if (!approvedSometime(caseCode, "measure", from, last)) return "NOT_APPROVED";
        return until.isBefore(today) ? "LATE" : "DUE";
    }

    private boolean approvedSometime(CaseCode caseCode, String chapter, LocalDate first, LocalDate last) {
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

    private @Nullable Occurred anchor(CaseCode caseCode, String person, List<Line> course, Anchor anchor) {
        switch (anchor) {
            case ENROLMENT -> {
                for (var line : course) if (line.event() instanceof ParticipantEnrolled) return line.occurred();
            }
            case ALLOCATION -> {
                for (var line : of(caseCode, AllocationMade.class))
                    if (((AllocationMade) line.event()).participant().code().equals(person)) return line.occurred();
            }
            case DISCHARGE -> {
                for (var line : course) if (line.event() instanceof ParticipantDiscontinued) return line.occurred();
            }
            case INTERVENTION -> {
                var site = site(course);
                for (var line : of(caseCode, InterventionIntroduced.class)) {
                    var at = ((InterventionIntroduced) line.event()).site();
                    if (at == null || at.code().equals(site)) return line.occurred();
                }
            }
        }
        return null;
    }

    /** How many records stand in each cell of the wards, by site, phase and kind. */
    List<String> wards(CaseCode caseCode) {
        var sites = new TreeSet<String>();
        for (var line : of(caseCode, SiteAdded.class))
            if (((SiteAdded) line.event()).arm() != null)
                sites.add(((SiteAdded) line.event()).site().code());
        var introduced = of(caseCode, InterventionIntroduced.class);
        var courses = courses(caseCode);
        var rows = new ArrayList<String>();
        for (var site : sites)
            for (var phase : List.of("pre", "post"))
                for (var kind : List.of("qualitative", "quantitative", "self-report", "register")) {
                    var found = 0;
                    for (var line : begun) {
                        if (!caseCode.equals(line.event().envelope().caseStudy())) continue;
                        if (line.event() instanceof ObservationMade e
                                && e.site() != null
                                && e.phase() != null
                                && e.strand() != null
                                && e.site().code().equals(site)
                                && written(e.phase()).equals(phase)
                                && written(e.strand()).equals(kind)) found++;
                        if (line.event() instanceof DatasetReceived e
                                && e.kind() == DatasetKind.WARD_REGISTER
                                && e.site() != null
                                && e.phase() != null
                                && e.site().code().equals(site)
                                && written(e.phase()).equals(phase)
                                && kind.equals("register")) found++;
                        if (line.event() instanceof MeasureAdministered e
                                && kind.equals("self-report")
                                && site.equals(site(
                                        courses.getOrDefault(e.participant().code(), List.of())))
                                && phase.equals(phase(line.occurred(), introduced))) found++;
                    }
                    rows.add("%s %s %s: %s".formatted(site, phase, kind, found > 0 ? "DONE " + found : "not done"));
                }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** The forums of a programme of four years: at the end of its third, and half a year and a year after. */
    List<String> forums() {
        var today = when.dayIn(RandomCourses.zone(RandomCourses.WARDS));
        var rows = new ArrayList<String>();
        var due = List.of(LocalDate.parse("2021-12-31"), LocalDate.parse("2022-06-30"), LocalDate.parse("2022-12-31"));
        if (known.isEmpty()) return rows;
        for (var number = 1; number <= due.size(); number++) {
            var held = false;
            for (var line : begun) if (line.event() instanceof ForumHeld e && e.number() == number) held = true;
            var day = due.get(number - 1);
            rows.add("forum %d: %s"
                    .formatted(
                            number,
                            held
                                    ? "DONE"
                                    : today.isBefore(day.withDayOfMonth(1))
                                            ? "NOT_DUE_YET"
                                            : today.isAfter(day) ? "LATE" : "DUE"));
        }
        return rows;
    }

    // ---- who stays

    List<String> retention(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        var cases = of(caseCode, CaseRegistered.class);
        if (cases.isEmpty()) return rows;
        LocalDate last = today(caseCode);
        LocalDate closed = null;
        for (var line : of(caseCode, CaseClosed.class)) closed = line.occurred().begunOn();
        if (closed != null && !closed.isBefore(cases.getLast().occurred().begunOn()) && closed.isBefore(last))
            last = closed;
        var allocated = !of(caseCode, AllocationMade.class).isEmpty();
        record Followed(long days, boolean left) {}
        var groups = new TreeMap<String, List<Followed>>();
        for (var entry : courses(caseCode).entrySet()) {
            var course = entry.getValue();
            LocalDate joined = null;
            for (var line : course)
                if (joined == null && line.event() instanceof ParticipantEnrolled)
                    joined = line.occurred().begunOn();
            if (joined == null) continue;
            var left = course.getLast().event() instanceof ParticipantDiscontinued e ? e : null;
            var until = left == null ? last : course.getLast().occurred().begunOn();
            var arm = arm(caseCode, entry.getKey());
            groups.computeIfAbsent(
                            allocated ? arm == null ? "not allocated" : arm : role(course), group -> new ArrayList<>())
                    .add(new Followed(
                            Math.max(0, ChronoUnit.DAYS.between(joined, until)),
                            left != null && left.reason() != DiscontinuationReason.COMPLETED));
        }
        groups.forEach((group, people) -> {
            var days = new TreeSet<Long>();
            people.forEach(one -> days.add(one.days()));
            var share = 1.0;
            for (long day : days) {
                var there = people.stream().filter(one -> one.days() >= day).count();
                var leaving = people.stream()
                        .filter(one -> one.days() == day && one.left())
                        .count();
                share = share * (there - leaving) / there;
                rows.add("%s %d: at risk %d left %d censored %d remaining %s"
                        .formatted(
                                group,
                                day,
                                there,
                                leaving,
                                people.stream()
                                        .filter(one -> one.days() == day && !one.left())
                                        .count(),
                                figure(share)));
            }
        });
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    List<String> moves(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        courses(caseCode).forEach((person, course) -> {
            String before = null;
            for (var line : course) {
                if (line.event() instanceof ParticipantTransferred e)
                    rows.add("%s %s from %s to %s".formatted(line.id(), person, before, e.to()));
                if (line.event() instanceof ParticipantTransferred e) before = e.to().code();
                if (line.event() instanceof ParticipantEnrolled e)
                    before = e.role().code();
            }
        });
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** Who led in each year that had begun, going through every single day, and of whom an interview is on record. */
    List<String> leaders(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        if (of(caseCode, CaseRegistered.class).isEmpty()
                && of(caseCode, CaseClosed.class).isEmpty()) return rows;
        var today = when.dayIn(RandomCourses.zone(RandomCourses.WARDS));
        var courses = courses(caseCode);
        for (var year = 1; year <= 4; year++) {
            var first = RandomCourses.BEGINS.plusYears(year - 1L);
            if (first.isAfter(today)) continue;
            var last = first.plusYears(1).minusDays(1);
            var led = new TreeSet<String>();
            var heard = new TreeSet<String>();
            for (var entry : courses.entrySet()) {
                for (var day = first; !day.isAfter(last) && !day.isAfter(today); day = day.plusDays(1))
                    if (leads(entry.getValue(), day)) led.add(entry.getKey());
                for (var line : of(caseCode, LeadershipInterviewRecorded.class))
                    if (line.event() instanceof LeadershipInterviewRecorded e
                            && e.programmeYear() == year
                            && led.contains(e.leader().code()))
                        heard.add(e.leader().code());
            }
            rows.add("year %d: %s heard %d".formatted(year, led, heard.size()));
        }
        return rows;
    }

    private static boolean leads(List<Line> course, LocalDate day) {
        var morning = "";
        for (var line : course) {
            var on = line.occurred().begunOn();
            var role = line.event() instanceof ParticipantEnrolled e
                    ? e.role().code()
                    : line.event() instanceof ParticipantTransferred t ? t.to().code() : "gone";
            if (on.isBefore(day)) morning = role;
            if (on.equals(day) && role.equals("key-leader")) return true;
        }
        return morning.equals("key-leader");
    }

    // ---- evidence

    List<String> evidence(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        for (var claim : begun) {
            if (!caseCode.equals(claim.event().envelope().caseStudy())) continue;
            if (claim.event() instanceof ThemeRecorded e) ground(rows, claim, e.theme(), e.evidence());
            if (claim.event() instanceof InterpretationRecorded e) ground(rows, claim, e.theme(), e.evidence());
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    private void ground(List<String> rows, Line claim, String theme, List<EventId> evidence) {
        if (evidence.isEmpty()) rows.add("%s %s null none-named null false".formatted(claim.id(), theme));
        for (var id : evidence) {
            var line = known.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElse(null);
            String standing;
            if (line == null) standing = "not-known";
            else if (struck.contains(id))
                standing = Objects.requireNonNull(striking.get(id)).event() instanceof EnteredInError
                        ? "in-error"
                        : "corrected";
            else standing = hasBegun(line) ? "stands" : "not-begun";
            var use = line == null || !standing.equals("stands") ? null : use(line);
            rows.add("%s %s %s %s %s %s"
                    .formatted(claim.id(), theme, id, standing, use == null ? null : written(use), use == Held.USABLE));
        }
    }
}
