package org.fieldledger.query.leadership;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.fieldledger.events.Role;
import org.fieldledger.query.CellStatus;
import org.jspecify.annotations.Nullable;

/**
 * Works out, from what is known of one case, what became of the leadership interviews it owes: at least one for every key
 * leader in every programme year in which they lead.
 */
public final class LeadershipCoverage {

    /** The years of the programme: the first begins on its first day, each of the others a year later. */
    public record Programme(LocalDate begins, LocalDate ends, ZoneId zone) {
        public int years() {
            var years = 0;
            while (!begins(years + 1).isAfter(ends)) years++;
            return years;
        }

        public LocalDate begins(int year) {
            return begins.plusYears(year - 1L);
        }

        public LocalDate lastDay(int year) {
            var last = begins(year + 1).minusDays(1);
            return last.isAfter(ends) ? ends : last;
        }
    }

    /** From and until which day a case was open; no end where it still is. */
    record OpenPeriod(LocalDate from, @Nullable LocalDate until) {
        boolean touches(LocalDate first, LocalDate last) {
            return !from.isAfter(last) && (until == null || !until.isBefore(first));
        }
    }

    /** A day on which somebody's role in the case changed; no role for the day they left. */
    record Step(LocalDate day, @Nullable String role) {}

    record Interview(
            String leader, int year, boolean held, @Nullable String reason, UUID event, boolean quarantined) {}

    /** What became of the interview of one key leader in one year. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Leader(
            String leader,
            CellStatus status,
            @Nullable String reason,
            @Nullable UUID event,
            @Nullable Boolean quarantined) {}

    /**
     * One case in one programme year.
     *
     * @param keyLeaders the denominator: all who led the case at some time in the part of the year that had passed
     * @param done of these, those interviewed
     * @param missed those not interviewed, with a recorded reason
     */
    public record Cell(
            String caseCode,
            int year,
            LocalDate from,
            LocalDate until,
            CellStatus status,
            int keyLeaders,
            long due,
            long done,
            long missed,
            List<Leader> leaders) {}

    static List<Cell> cells(
            String caseCode,
            Programme programme,
            OpenPeriod open,
            Map<String, List<Step>> courses,
            List<Interview> interviews,
            LocalDate today) {
        var cells = new ArrayList<Cell>();
        for (var year = 1; year <= programme.years(); year++) {
            var first = programme.begins(year);
            var last = programme.lastDay(year);
            var leaders = new ArrayList<Leader>();
            if (!first.isAfter(today))
                for (var course : courses.entrySet())
                    leader(course.getKey(), course.getValue(), year, first, last, interviews, today)
                            .ifPresent(leaders::add);
            cells.add(new Cell(
                    caseCode,
                    year,
                    first,
                    last,
                    status(open, first, last, leaders, today),
                    leaders.size(),
                    count(leaders, leader -> leader.status() == CellStatus.DUE || leader.status() == CellStatus.LATE),
                    count(leaders, leader -> leader.status() == CellStatus.DONE),
                    count(leaders, leader -> leader.status() == CellStatus.MISSED),
                    leaders));
        }
        return cells;
    }

    private static long count(List<Leader> leaders, Predicate<Leader> which) {
        return leaders.stream().filter(which).count();
    }

    private static Optional<Leader> leader(
            String leader,
            List<Step> course,
            int year,
            LocalDate first,
            LocalDate last,
            List<Interview> interviews,
            LocalDate today) {
        var until = last.isBefore(today) ? last : today;
        if (!led(course, first, until)) return Optional.empty();
        var ofYear = interviews.stream()
                .filter(interview -> interview.leader().equals(leader) && interview.year() == year)
                .toList();
        var held = ofYear.stream().filter(Interview::held).reduce((earlier, later) -> later);
        if (held.isPresent())
            return Optional.of(new Leader(
                    leader,
                    CellStatus.DONE,
                    null,
                    held.get().event(),
                    held.get().quarantined() ? true : null));
        var missed = ofYear.stream().reduce((earlier, later) -> later);
        if (missed.isPresent())
            return Optional.of(new Leader(
                    leader,
                    CellStatus.MISSED,
                    missed.get().reason(),
                    missed.get().event(),
                    null));
        var gone = course.stream()
                .filter(step -> !step.day().isAfter(until))
                .reduce((earlier, later) -> later)
                .filter(step -> step.role() == null)
                .isPresent();
        var status = gone ? CellStatus.IMPOSSIBLE : last.isBefore(today) ? CellStatus.LATE : CellStatus.DUE;
        return Optional.of(new Leader(leader, status, null, null, null));
    }

    /** Whether somebody led the case on any day from the first to the last. */
    private static boolean led(List<Step> course, LocalDate first, LocalDate last) {
        for (var i = 0; i < course.size(); i++) {
            var step = course.get(i);
            if (!Role.KEY_LEADER.code().equals(step.role())) continue;
            var ends = i + 1 < course.size() ? course.get(i + 1).day() : LocalDate.MAX;
            if (!step.day().isAfter(last) && !ends.isBefore(first)) return true;
        }
        return false;
    }

    /** A cell is as far as the worst of what it owes; without a leader it is owed all the same. */
    private static CellStatus status(
            OpenPeriod open, LocalDate first, LocalDate last, List<Leader> leaders, LocalDate today) {
        if (first.isAfter(today)) return CellStatus.NOT_DUE_YET;
        if (!open.touches(first, last)) return CellStatus.NOT_OWED;
        if (leaders.isEmpty()) return last.isBefore(today) ? CellStatus.LATE : CellStatus.DUE;
        for (var worst : List.of(CellStatus.LATE, CellStatus.DUE, CellStatus.MISSED, CellStatus.DONE))
            if (count(leaders, leader -> leader.status() == worst) > 0) return worst;
        return CellStatus.IMPOSSIBLE;
    }

    private LeadershipCoverage() {}
}
