package org.fieldledger.query.completeness;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fieldledger.events.Anchor;
import org.fieldledger.query.completeness.CompletenessView.Introduced;
import org.fieldledger.query.completeness.CompletenessView.Planned;
import org.fieldledger.query.measure.MeasureView.Allocated;
import org.fieldledger.query.participant.ParticipantView.Dated;

/**
 * When each person of a case is to be measured, counted from their own anchor. Of an anchor known only to the month the window
 * reaches from the earliest day to the latest that it allows.
 */
public record Windows(
        Map<String, List<Dated>> courses, Map<String, Allocated> allocations, List<Introduced> introduced) {

    /** From the first day to the last. */
    public record Window(LocalDate from, LocalDate until) {

        /**
         * Days before (negative) or after the window of what took place between these two days: certainly before it or certainly
         * after it; what may have been within it counts as within.
         */
        public long daysOff(LocalDate first, LocalDate last) {
            if (last.isBefore(from)) return -ChronoUnit.DAYS.between(last, from);
            return first.isAfter(until) ? ChronoUnit.DAYS.between(until, first) : 0;
        }
    }

    /** The days on which something can have happened. */
    private record Days(LocalDate from, LocalDate by) {}

    /** That of one planned moment of somebody; empty as long as its anchor has not come. */
    public Optional<Window> of(String participant, Planned planned) {
        return anchor(participant, courses.getOrDefault(participant, List.of()), planned.anchor())
                .map(days -> new Window(
                        days.from().plusDays(planned.afterDays() - planned.earlyDays()),
                        days.by().plusDays(planned.afterDays() + planned.lateDays())));
    }

    private Optional<Days> anchor(String participant, List<Dated> course, Anchor anchor) {
        return switch (anchor) {
            case ENROLMENT -> step(course, "enrolled");
            case ALLOCATION ->
                Optional.ofNullable(allocations.get(participant))
                        .map(allocated -> new Days(allocated.from(), allocated.by()));
            case DISCHARGE -> step(course, "discontinued");
            case INTERVENTION -> {
                var site = course.stream()
                        .map(Dated::site)
                        .filter(Objects::nonNull)
                        .reduce((earlier, later) -> later)
                        .orElse(null);
                yield introduced.stream()
                        .filter(one -> one.site() == null || one.site().equals(site))
                        .findFirst()
                        .map(one -> new Days(one.from(), one.by()));
            }
        };
    }

    private static Optional<Days> step(List<Dated> course, String which) {
        return course.stream()
                .filter(step -> step.step().equals(which))
                .findFirst()
                .map(step -> new Days(step.from(), step.by()));
    }
}
