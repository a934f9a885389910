package org.fieldledger.oracle;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.Level;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

/** Who stays and who moves from role to role, read off the plain course. */
final class PlainPeople {

    private final PlainCourse plain;

    PlainPeople(PlainCourse plain) {
        this.plain = plain;
    }

    List<String> retention(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        var cases = plain.of(caseCode, CaseRegistered.class);
        if (cases.isEmpty()) return rows;
        LocalDate last = plain.today(caseCode);
        LocalDate closed = null;
        for (var line : plain.of(caseCode, CaseClosed.class))
            closed = line.occurred().begunOn();
        if (closed != null && !closed.isBefore(cases.getLast().occurred().begunOn()) && closed.isBefore(last))
            last = closed;
        var allocated = !plain.of(caseCode, AllocationMade.class).isEmpty();
        record Followed(long days, boolean left) {}
        var groups = new TreeMap<String, List<Followed>>();
        for (var entry : plain.courses(caseCode).entrySet()) {
            var course = entry.getValue();
            LocalDate joined = null;
            for (var line : course)
                if (joined == null && line.event() instanceof ParticipantEnrolled)
                    joined = line.occurred().begunOn();
            if (joined == null) continue;
            var left = course.getLast().event() instanceof ParticipantDiscontinued e ? e : null;
            var until = left == null ? last : course.getLast().occurred().begunOn();
            var arm = plain.arm(caseCode, entry.getKey());
            groups.computeIfAbsent(
                            allocated ? arm == null ? "not allocated" : arm : PlainCourse.role(course),
                            group -> new ArrayList<>())
                    .add(new Followed(
                            Math.max(0, ChronoUnit.DAYS.between(joined, until)),
                            left != null && left.reason() != DiscontinuationReason.COMPLETED));
        }
        groups.forEach((group, people) -> {
            var days = new TreeSet<Long>();
            people.forEach(one -> days.add(one.days()));
            var share = 1.0;
            var greenwood = 0.0;
            if (days.first() > 0)
                rows.add("%s 0: at risk %d left 0 censored 0 %s"
                        .formatted(group, people.size(), PlainFigures.remaining(1, 0)));
            for (long day : days) {
                var there = people.stream().filter(one -> one.days() >= day).count();
                var leaving = people.stream()
                        .filter(one -> one.days() == day && one.left())
                        .count();
                share = share * (there - leaving) / there;
                if (leaving < there) greenwood += leaving / (double) (there * (there - leaving));
                rows.add("%s %d: at risk %d left %d censored %d %s"
                        .formatted(
                                group,
                                day,
                                there,
                                leaving,
                                people.stream()
                                        .filter(one -> one.days() == day && !one.left())
                                        .count(),
                                PlainFigures.remaining(share, greenwood)));
            }
        });
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** In order of code. */
    List<String> register(CaseCode caseCode) {
        return CourseProof.numbered(inTheRegister(caseCode).stream()).toList();
    }

    /** Everybody who ever joined: as what they are or were last, and since when. */
    List<String> inTheRegister(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        plain.courses(caseCode).forEach((person, course) -> {
            String role = null;
            String level = null;
            String site = null;
            for (var line : course) {
                if (line.event() instanceof ParticipantEnrolled e) {
                    role = e.role().code();
                    level = written(e.level());
                    site = e.site() == null ? null : e.site().code();
                }
                if (line.event() instanceof ParticipantTransferred e) {
                    role = e.to().code();
                    level = written(e.level());
                }
            }
            var left = course.getLast().event() instanceof ParticipantDiscontinued e ? e : null;
            rows.add("%s %s enrolled %s as %s %s at %s, reason %s, since %s"
                    .formatted(
                            person,
                            caseCode,
                            left == null,
                            role,
                            level,
                            site,
                            left == null ? null : PlainCourse.written(left.reason()),
                            course.getLast().occurred().begunOn()));
        });
        return rows;
    }

    /** Every step that anybody took, person by person in the order of the field. */
    List<String> steps(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        plain.courses(caseCode)
                .forEach((person, course) ->
                        rows.addAll(CourseProof.numbered(course.stream().map(line -> step(person, caseCode, line)))
                                .toList()));
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    private static String step(String person, CaseCode caseCode, Line line) {
        var what = switch (line.event()) {
            case ParticipantEnrolled e ->
                "enrolled as %s %s at %s, reason null".formatted(e.role(), written(e.level()), e.site());
            case ParticipantTransferred e ->
                "transferred as %s %s at null, reason null".formatted(e.to(), written(e.level()));
            case ParticipantDiscontinued e ->
                "discontinued as null null at null, reason " + PlainCourse.written(e.reason());
            default -> throw new IllegalArgumentException(line + " is no step");
        };
        return "%s in %s %s, %s".formatted(person, caseCode, what, PlainHistory.written(line));
    }

    private static @Nullable String written(@Nullable Level level) {
        return level == null ? null : PlainCourse.written(level);
    }

    List<String> moves(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        plain.courses(caseCode).forEach((person, course) -> {
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
}
