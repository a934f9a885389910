package org.fieldledger.oracle;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.ForumEvent.ForumHeld;
import org.fieldledger.events.ForumEvent.ForumMissed;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.fieldledger.events.MaterialEvent.DatasetReceived;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.State;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.query.CellStatus;
import org.jspecify.annotations.Nullable;

/** What fieldwork owed by its schedules and what became of it, read off the plain course: measures, wards and forums. */
final class PlainCompleteness {

    private final PlainCourse plain;

    PlainCompleteness(PlainCourse plain) {
        this.plain = plain;
    }

    List<String> owed(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        var schedule = plain.schedule(caseCode);
        if (schedule == null) return rows;
        plain.courses(caseCode).forEach((person, course) -> {
            for (var planned : schedule.timepoints()) rows.add(owed(caseCode, person, course, planned));
        });
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** What one person owes at one timepoint. */
    private record Owed(@Nullable LocalDate from, @Nullable LocalDate until, String status, boolean usable) {}

    /** The same by role and timepoint; a cell in which nobody owes anything is none. */
    List<String> timepoints(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        timepointCells(caseCode).forEach((cell, owed) -> rows.add(cell(cell, owed)));
        return rows;
    }

    /** How many cells there are, and of each status. */
    List<String> timepointsCounted(CaseCode caseCode) {
        var statuses = new ArrayList<String>();
        timepointCells(caseCode).values().forEach(owed -> statuses.add(status(owed)));
        var rows = new ArrayList<String>();
        rows.add("cells " + statuses.size());
        for (var status : CellStatus.values())
            rows.add("%s %d"
                    .formatted(
                            PlainCourse.written(status),
                            statuses.stream().filter(status.name()::equals).count()));
        return rows;
    }

    private TreeMap<String, List<Owed>> timepointCells(CaseCode caseCode) {
        var cells = new TreeMap<String, List<Owed>>();
        var schedule = plain.schedule(caseCode);
        if (schedule == null) return cells;
        plain.courses(caseCode).forEach((person, course) -> {
            for (var planned : schedule.timepoints())
                cells.computeIfAbsent(
                                "%s, %s, %s".formatted(schedule.instrument(), PlainCourse.role(course), planned.code()),
                                cell -> new ArrayList<>())
                        .add(whatIsOwed(caseCode, person, course, planned));
        });
        cells.values()
                .removeIf(owed -> owed.stream().allMatch(one -> one.status().equals("NOT_OWED")));
        return cells;
    }

    private static String cell(String cell, List<Owed> owed) {
        var from = owed.stream().map(Owed::from).filter(Objects::nonNull).min(Comparator.naturalOrder());
        var until = owed.stream().map(Owed::until).filter(Objects::nonNull).max(Comparator.naturalOrder());
        var counts = new ArrayList<Long>();
        counts.add(owed.stream().filter(one -> !one.status().equals("NOT_OWED")).count());
        for (var status : List.of("DONE", "DUE", "LATE", "MISSED", "IMPOSSIBLE", "NOT_APPROVED", "NOT_DUE_YET"))
            counts.add(owed.stream().filter(one -> one.status().equals(status)).count());
        counts.add(owed.stream().filter(one -> !one.usable()).count());
        return "%s: from %s until %s, %s %s"
                .formatted(cell, from.orElse(null), until.orElse(null), status(owed), counts);
    }

    /** Of several, the one that asks most for something to be done. */
    private static String status(List<Owed> owed) {
        for (var status : List.of("LATE", "DUE", "NOT_APPROVED", "MISSED", "DONE", "IMPOSSIBLE", "NOT_DUE_YET"))
            for (var one : owed) if (one.status().equals(status)) return status;
        return "NOT_OWED";
    }

    private Owed whatIsOwed(CaseCode caseCode, String person, List<Line> course, Timepoint planned) {
        var window = window(caseCode, person, planned);
        var answered = answered(caseCode, person, planned);
        var from = window == null ? null : window.from();
        var until = window == null ? null : window.until();
        return new Owed(
                from,
                until,
                answered != null ? "DONE" : undone(caseCode, person, course, planned, from, until),
                answered == null || plain.use(answered) == Held.USABLE);
    }

    private @Nullable Line answered(CaseCode caseCode, String person, Timepoint planned) {
        Line answered = null;
        for (var one : plain.answered(caseCode))
            if (one.person().equals(person)
                    && planned.code().code().equals(one.timepoint())
                    && (answered == null || earlier(one.line(), answered))) answered = one.line();
        return answered;
    }

    private String owed(CaseCode caseCode, String person, List<Line> course, Timepoint planned) {
        var owed = whatIsOwed(caseCode, person, course, planned);
        var answered = answered(caseCode, person, planned);
        var window = window(caseCode, person, planned);
        var off = answered == null || window == null ? 0 : window.daysOff(answered.occurred());
        return "%s %s: %s %s to %s, off %d, usable %s"
                .formatted(person, planned.code(), owed.status(), owed.from(), owed.until(), off, owed.usable());
    }

    /** The days planned for a timepoint of somebody. */
    record Window(LocalDate from, LocalDate until) {

        /** Only what is certainly before it or after it is outside. */
        long daysOff(Occurred occurred) {
            if (occurred.begunOn().isBefore(from)) return -ChronoUnit.DAYS.between(occurred.begunOn(), from);
            return occurred.firstDay().isAfter(until) ? ChronoUnit.DAYS.between(until, occurred.firstDay()) : 0;
        }
    }

    @Nullable
    Window window(CaseCode caseCode, String person, Timepoint planned) {
        var course = plain.courses(caseCode).getOrDefault(person, List.of());
        var anchor = anchor(caseCode, person, course, planned.anchor());
        return anchor == null
                ? null
                : new Window(
                        anchor.firstDay().plusDays(planned.afterDays() - planned.earlyDays()),
                        anchor.begunOn().plusDays(planned.afterDays() + planned.lateDays()));
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
        for (var line : plain.of(caseCode, MeasureMissed.class))
            if (line.event() instanceof MeasureMissed e
                    && e.participant().code().equals(person)
                    && e.timepoint().equals(planned.code())) return "MISSED";
        var today = plain.today(caseCode);
        var last = until == null || until.isAfter(today) ? today : until;
        var then = last.equals(today) ? plain.when : When.endOf(last);
        var state = plain.consent
                .standing(new ParticipantCode(person), caseCode, PlainCourse.MEASURE, then)
                .state();
        if (Set.of(State.NOT_ASKED, State.REQUESTED, State.DEFERRED, State.REFUSED, State.INVALIDATED)
                .contains(state)) return "NOT_OWED";
        var end = course.getLast();
        if (end.event() instanceof ParticipantDiscontinued
                && (until == null || !end.occurred().firstDay().isAfter(until))) return "IMPOSSIBLE";
        if (state == State.WITHDRAWN) return "IMPOSSIBLE";
        if (from == null || until == null || from.isAfter(today)) return "NOT_DUE_YET";
        if (!plain.approvedSometime(caseCode, "measure", from, last)) return "NOT_APPROVED";
        return until.isBefore(today) ? "LATE" : "DUE";
    }

    private @Nullable Occurred anchor(CaseCode caseCode, String person, List<Line> course, Anchor anchor) {
        switch (anchor) {
            case ENROLMENT -> {
                for (var line : course) if (line.event() instanceof ParticipantEnrolled) return line.occurred();
            }
            case ALLOCATION -> {
                for (var line : plain.of(caseCode, AllocationMade.class))
                    if (((AllocationMade) line.event()).participant().code().equals(person)) return line.occurred();
            }
            case DISCHARGE -> {
                for (var line : course) if (line.event() instanceof ParticipantDiscontinued) return line.occurred();
            }
            case INTERVENTION -> {
                var site = PlainCourse.site(course);
                for (var line : plain.of(caseCode, InterventionIntroduced.class)) {
                    var at = ((InterventionIntroduced) line.event()).site();
                    if (at == null || at.code().equals(site)) return line.occurred();
                }
            }
        }
        return null;
    }

    /**
     * Each cell of the wards, by site, phase and kind: when it is owed, how many records stand in it, and how many of them may
     * not be used. Before is until the intervention was certainly brought into use anywhere, after is from when it may have been.
     */
    List<String> wards(CaseCode caseCode) {
        var arms = new TreeMap<String, String>();
        for (var line : plain.of(caseCode, SiteAdded.class))
            if (line.event() instanceof SiteAdded e && e.arm() != null)
                arms.put(e.site().code(), e.arm());
        var rows = new ArrayList<String>();
        for (var site : arms.keySet())
            for (var phase : List.of("pre", "post"))
                for (var kind : List.of("qualitative", "quantitative", "self-report", "register"))
                    rows.add("%s (%s) %s".formatted(site, arms.get(site), ward(caseCode, site, phase, kind)));
        return rows;
    }

    private String ward(CaseCode caseCode, String site, String phase, String kind) {
        var introduced = plain.of(caseCode, InterventionIntroduced.class);
        var first = introduced.isEmpty() ? null : introduced.getFirst().occurred();
        var before = phase.equals("pre");
        var from = before ? opened(caseCode) : first == null ? null : first.firstDay();
        var until = first == null ? null : before ? first.begunOn().minusDays(1) : end(caseCode);
        var found = plain.begun.stream()
                .filter(line -> caseCode.equals(line.event().envelope().caseStudy())
                        && standsIn(line, caseCode, site, phase, kind, introduced))
                .toList();
        var days =
                found.stream().map(line -> line.occurred().begunOn()).sorted().toList();
        return "%s %s: %s %s, unusable %d, from %s until %s"
                .formatted(
                        phase,
                        kind,
                        !found.isEmpty()
                                ? "DONE"
                                : missed(caseCode, site, phase, kind) ? "MISSED" : undone(caseCode, kind, from, until),
                        onRecord(days),
                        found.stream()
                                .filter(line -> plain.use(line) != Held.USABLE)
                                .count(),
                        from,
                        until);
    }

    /** How many there are, and from when to when. */
    private static String onRecord(List<LocalDate> days) {
        return days.isEmpty()
                ? "0 on record"
                : "%d on record, %s to %s".formatted(days.size(), days.getFirst(), days.getLast());
    }

    private boolean missed(CaseCode caseCode, String site, String phase, String kind) {
        for (var line : plain.of(caseCode, WardCollectionMissed.class))
            if (line.event() instanceof WardCollectionMissed e
                    && e.site().code().equals(site)
                    && PlainCourse.written(e.phase()).equals(phase)
                    && PlainCourse.written(e.kind()).equals(kind)) return true;
        return false;
    }

    private boolean standsIn(
            Line line, CaseCode caseCode, String site, String phase, String kind, List<Line> introduced) {
        return switch (line.event()) {
            case ObservationMade e ->
                e.site() != null
                        && e.phase() != null
                        && e.strand() != null
                        && e.site().code().equals(site)
                        && PlainCourse.written(e.phase()).equals(phase)
                        && PlainCourse.written(e.strand()).equals(kind);
            case DatasetReceived e ->
                e.kind() == DatasetKind.WARD_REGISTER
                        && e.site() != null
                        && e.phase() != null
                        && e.site().code().equals(site)
                        && PlainCourse.written(e.phase()).equals(phase)
                        && kind.equals("register");
            case MeasureAdministered e -> ofThemselves(line, e.participant(), caseCode, site, phase, kind, introduced);
            case FunctionAssessed e -> ofThemselves(line, e.participant(), caseCode, site, phase, kind, introduced);
            default -> false;
        };
    }

    private boolean ofThemselves(
            Line line,
            ParticipantCode person,
            CaseCode caseCode,
            String site,
            String phase,
            String kind,
            List<Line> introduced) {
        return kind.equals("self-report")
                && site.equals(PlainCourse.site(plain.courses(caseCode).getOrDefault(person.code(), List.of())))
                && phase.equals(PlainCourse.phase(line.occurred(), introduced));
    }

    private @Nullable LocalDate opened(CaseCode caseCode) {
        var opened = plain.of(caseCode, CaseRegistered.class);
        return opened.isEmpty() ? null : opened.getLast().occurred().firstDay();
    }

    /** The day by which the case was certainly closed, or the last of the programme. */
    private LocalDate end(CaseCode caseCode) {
        var end = RandomCourses.ENDS;
        for (var line : plain.of(caseCode, CaseClosed.class))
            end = line.occurred().begunOn();
        return end;
    }

    private String undone(CaseCode caseCode, String kind, @Nullable LocalDate from, @Nullable LocalDate until) {
        var today = plain.today(caseCode);
        if (from == null || from.isAfter(today)) return "NOT_DUE_YET";
        var chapter = kind.equals("self-report") ? "measure" : kind.equals("register") ? "material" : "observation";
        var last = until == null || until.isAfter(today) ? today : until;
        if (!plain.approvedSometime(caseCode, chapter, from, last)) return "NOT_APPROVED";
        return until != null && until.isBefore(today) ? "LATE" : "DUE";
    }

    /** The forums of a programme of four years: at the end of its third, and half a year and a year after. */
    List<String> forums() {
        var today = plain.when.dayIn(RandomCourses.zone(RandomCourses.WARDS));
        var rows = new ArrayList<String>();
        var due = List.of(LocalDate.parse("2021-12-31"), LocalDate.parse("2022-06-30"), LocalDate.parse("2022-12-31"));
        if (plain.known.isEmpty()) return rows;
        for (var number = 1; number <= due.size(); number++) {
            var held = false;
            var missed = false;
            for (var line : plain.begun)
                if (line.event() instanceof ForumMissed e && e.number() == number) missed = true;
            for (var line : plain.begun) if (line.event() instanceof ForumHeld e && e.number() == number) held = true;
            var day = due.get(number - 1);
            rows.add("forum %d: %s"
                    .formatted(
                            number,
                            held
                                    ? "DONE"
                                    : missed
                                            ? "MISSED"
                                            : today.isBefore(day.withDayOfMonth(1))
                                                    ? "NOT_DUE_YET"
                                                    : today.isAfter(day) ? "LATE" : "DUE"));
        }
        return rows;
    }
}
