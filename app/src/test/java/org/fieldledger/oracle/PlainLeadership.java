package org.fieldledger.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.State;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;

/**
 * Who led a case in each of the four years of the programme, found by going through every single day, and what became of the
 * interview that each of them is owed; read off the plain course.
 */
final class PlainLeadership {

    private static final int YEARS = 4;

    private final PlainCourse plain;

    PlainLeadership(PlainCourse plain) {
        this.plain = plain;
    }

    /** A leader of a year, and the record of their interview where there is one. */
    private record Leader(
            String code, String status, @Nullable Line record) {}

    private static LocalDate first(int year) {
        return RandomCourses.BEGINS.plusYears(year - 1L);
    }

    private static LocalDate last(int year) {
        return first(year + 1).minusDays(1);
    }

    /** The day it is where the programme is. */
    private LocalDate today() {
        return plain.when.dayIn(RandomCourses.zone(RandomCourses.WARDS));
    }

    private boolean begun(int year) {
        return !first(year).isAfter(today());
    }

    private boolean unknown(CaseCode caseCode) {
        return plain.of(caseCode, CaseRegistered.class).isEmpty()
                && plain.of(caseCode, CaseClosed.class).isEmpty();
    }

    /** Who led in each year that had begun, who of them was heard, and how that differs from the year before. */
    List<String> years(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        if (unknown(caseCode)) return rows;
        var ledBefore = new TreeSet<String>();
        var heardBefore = new TreeSet<String>();
        for (var year = 1; year <= YEARS && begun(year); year++) {
            var leaders = leaders(caseCode, year);
            var led = new TreeSet<String>();
            var heard = new TreeSet<String>();
            for (var leader : leaders) {
                led.add(leader.code());
                if (leader.status().equals("DONE")) heard.add(leader.code());
            }
            var again = new ArrayList<String>();
            for (var code : heard) if (heardBefore.contains(code)) again.add(code);
            var share = share(heard, led);
            var before = share(heardBefore, ledBefore);
            rows.add("year %d %s: %s came %s went %s heard %d again %d share %s change %s"
                    .formatted(
                            year,
                            status(caseCode, year, leaders),
                            led,
                            without(led, ledBefore),
                            without(ledBefore, led),
                            heard.size(),
                            again.size(),
                            PlainFigures.figure(share),
                            PlainFigures.figure(share == null || before == null ? null : share - before)));
            ledBefore = led;
            heardBefore = heard;
        }
        return rows;
    }

    private static @Nullable Double share(TreeSet<String> heard, TreeSet<String> led) {
        return led.isEmpty() ? null : (double) heard.size() / led.size();
    }

    private static List<String> without(TreeSet<String> some, TreeSet<String> others) {
        return some.stream().filter(one -> !others.contains(one)).toList();
    }

    /** Every year, with each leader and what became of the interview. */
    List<String> coverage(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        if (unknown(caseCode)) return rows;
        for (var year = 1; year <= YEARS; year++) {
            var leaders = leaders(caseCode, year);
            rows.add("year %d %s to %s: %s %s"
                    .formatted(
                            year,
                            first(year),
                            last(year),
                            status(caseCode, year, leaders),
                            leaders.stream()
                                    .map(leader -> "%s %s %s"
                                            .formatted(
                                                    leader.code(),
                                                    leader.status(),
                                                    leader.record() == null
                                                            ? null
                                                            : leader.record().id()))
                                    .toList()));
        }
        return rows;
    }

    /** Every year, with how many led in it and of how many what became. */
    List<String> counted(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        if (unknown(caseCode)) return rows;
        for (var year = 1; year <= YEARS; year++) {
            var leaders = leaders(caseCode, year);
            rows.add("%s year %d %s to %s: %s of %d due %d done %d missed %d"
                    .formatted(
                            caseCode,
                            year,
                            first(year),
                            last(year),
                            status(caseCode, year, leaders).toLowerCase(Locale.ROOT),
                            leaders.size(),
                            ofStatus(leaders, "DUE") + ofStatus(leaders, "LATE"),
                            ofStatus(leaders, "DONE"),
                            ofStatus(leaders, "MISSED")));
        }
        return rows;
    }

    private static long ofStatus(List<Leader> leaders, String status) {
        return leaders.stream().filter(leader -> leader.status().equals(status)).count();
    }

    /**
     * Every year as a cell of what is owed: what is open cannot be done any more where the leader has withdrawn from interviews,
     * and counts as not approved if nothing ever allowed it.
     */
    List<String> grid(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        if (unknown(caseCode)) return rows;
        for (var year = 1; year <= YEARS; year++) {
            var leaders = leaders(caseCode, year);
            var status = status(caseCode, year, leaders);
            var today = plain.today(caseCode);
            var until = last(year).isBefore(today) ? last(year) : today;
            var open = List.of("LATE", "DUE").contains(status);
            var approved = !open || plain.approvedSometime(caseCode, "interview", first(year), until);
            var each = new TreeMap<String, Integer>();
            var unusable = 0;
            for (var leader : leaders) {
                var became = leader.status();
                if (List.of("LATE", "DUE").contains(became)) {
                    if (withdrawn(caseCode, leader.code(), until)) became = "IMPOSSIBLE";
                    else if (!approved) became = "NOT_APPROVED";
                }
                each.merge(became, 1, Integer::sum);
                if (became.equals("DONE") && plain.use(Objects.requireNonNull(leader.record())) != Held.USABLE)
                    unusable++;
            }
            if (open && leaders.isEmpty() && !approved) status = "NOT_APPROVED";
            if (open && !leaders.isEmpty())
                for (var better : List.of("IMPOSSIBLE", "DONE", "MISSED", "NOT_APPROVED", "DUE", "LATE"))
                    if (each.containsKey(better)) status = better;
            rows.add("year %d: %s of %d %s unusable %d".formatted(year, status, leaders.size(), each, unusable));
        }
        return rows;
    }

    private boolean withdrawn(CaseCode caseCode, String person, LocalDate day) {
        var then = day.equals(plain.today(caseCode)) ? plain.when : When.endOf(day);
        return plain.consent
                        .standing(new ParticipantCode(person), caseCode, new ModuleCode("interview"), then)
                        .state()
                == State.WITHDRAWN;
    }

    private List<Leader> leaders(CaseCode caseCode, int year) {
        var leaders = new ArrayList<Leader>();
        if (!begun(year)) return leaders;
        var until = last(year).isBefore(today()) ? last(year) : today();
        plain.courses(caseCode).forEach((person, course) -> {
            var led = false;
            for (var day = first(year); !led && !day.isAfter(until); day = day.plusDays(1)) led = leads(course, day);
            if (led) leaders.add(leader(caseCode, person, year, course, until));
        });
        return leaders;
    }

    private Leader leader(CaseCode caseCode, String person, int year, List<Line> course, LocalDate until) {
        Line held = null;
        for (var line : plain.of(caseCode, LeadershipInterviewRecorded.class))
            if (line.event() instanceof LeadershipInterviewRecorded e
                    && e.programmeYear() == year
                    && e.leader().code().equals(person)) held = line;
        if (held != null) return new Leader(person, "DONE", held);
        Line missed = null;
        for (var line : plain.of(caseCode, LeadershipInterviewMissed.class))
            if (line.event() instanceof LeadershipInterviewMissed e
                    && e.programmeYear() == year
                    && e.leader().code().equals(person)) missed = line;
        if (missed != null) return new Leader(person, "MISSED", missed);
        var gone = false;
        for (var line : course)
            if (!line.occurred().begunOn().isAfter(until)) gone = line.event() instanceof ParticipantDiscontinued;
        return new Leader(person, gone ? "IMPOSSIBLE" : last(year).isBefore(today()) ? "LATE" : "DUE", null);
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

    /** As far as the worst of what is owed; a year without a leader is owed all the same. */
    private String status(CaseCode caseCode, int year, List<Leader> leaders) {
        if (!begun(year)) return "NOT_DUE_YET";
        if (!open(caseCode, year)) return "NOT_OWED";
        var over = last(year).isBefore(today());
        if (leaders.isEmpty()) return over ? "LATE" : "DUE";
        for (var worst : List.of("LATE", "DUE", "MISSED", "DONE"))
            for (var leader : leaders) if (leader.status().equals(worst)) return worst;
        return "IMPOSSIBLE";
    }

    /** Whether the case was open on some day of the year. */
    private boolean open(CaseCode caseCode, int year) {
        for (var day = first(year); !day.isAfter(last(year)); day = day.plusDays(1)) {
            var open = false;
            for (var line : plain.begun) {
                if (!caseCode.equals(line.event().envelope().caseStudy())
                        || line.occurred().begunOn().isAfter(day)) continue;
                if (line.event() instanceof CaseRegistered) open = true;
                // The last day of a case is one of its days.
                if (line.event() instanceof CaseClosed
                        && line.occurred().begunOn().isBefore(day)) open = false;
            }
            if (open) return true;
        }
        return false;
    }
}
