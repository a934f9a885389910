package org.fieldledger.query.trajectory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.query.When;
import org.fieldledger.query.completeness.CompletenessView.Schedule;
import org.fieldledger.query.research.Asked;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of people with one instrument, in the order of the field, and how it changed. Nothing is filled in: a score
 * of which an item is missing is missing, and a change is only told between scores of the same version of the instrument.
 *
 * @param points in the order of the field; those that are left out are not among them
 * @param without what was left out, without its values
 */
record Course(List<Point> points, List<Without> without) {

    /** The same timepoint of a person, score by score. */
    private record Place(
            String participant, String score, @Nullable String timepoint) {}

    private record Of(String participant, String score, String version) {}

    /**
     * One score of one person.
     *
     * @param value absent where it is missing
     * @param missing why, where it is
     * @param earliest the instant from which the order of the field counts
     * @param daysOff days before (negative) or after the window of its timepoint; absent where that has none
     * @param counts whether it is the one of its timepoint that is summarised: the first with a value, or the first if none has
     * @param baseline the person's value at the timepoint that changes are counted from, on the same version
     */
    record Point(
            String participant,
            @Nullable String arm,
            String instrument,
            String version,
            String score,
            @Nullable String timepoint,
            When occurred,
            Instant earliest,
            long position,
            @Nullable BigDecimal value,
            @Nullable String missing,
            @Nullable Long daysOff,
            boolean counts,
            @Nullable BigDecimal baseline,
            UUID event) {

        @Nullable
        BigDecimal change() {
            return value == null || baseline == null ? null : value.subtract(baseline);
        }

        Point counting(boolean counts, @Nullable BigDecimal baseline) {
            return new Point(
                    participant,
                    arm,
                    instrument,
                    version,
                    score,
                    timepoint,
                    occurred,
                    earliest,
                    position,
                    value,
                    missing,
                    daysOff,
                    counts,
                    baseline,
                    event);
        }
    }

    /**
     * An administration that was left out.
     *
     * @param use what stands in the way of its use; where nothing does, it lies outside its window and was not asked for
     */
    record Without(
            String participant,
            @Nullable String arm,
            @Nullable String timepoint,
            When occurred,
            Use use) {

        boolean outside() {
            return use == Use.USABLE;
        }
    }

    /** The part of the course at some timepoints and times. What counts, and what it changed from, is settled before. */
    Course where(BiPredicate<@Nullable String, When> which) {
        return new Course(
                points.stream()
                        .filter(point -> which.test(point.timepoint(), point.occurred()))
                        .toList(),
                without.stream()
                        .filter(one -> which.test(one.timepoint(), one.occurred()))
                        .toList());
    }

    /** Settles which points count, and what each changed from. */
    static Course of(List<Point> measured, List<Without> without, @Nullable String baseline) {
        var inOrder = measured.stream()
                .sorted(Comparator.comparing(Point::earliest)
                        .thenComparing(Point::position)
                        .thenComparing(Point::score))
                .toList();
        var withValue = new HashMap<Place, Point>();
        var first = new HashMap<Place, Point>();
        var baselines = new HashMap<Of, BigDecimal>();
        for (var point : inOrder) {
            var place = new Place(point.participant(), point.score(), point.timepoint());
            first.putIfAbsent(place, point);
            if (point.value() == null) continue;
            withValue.putIfAbsent(place, point);
            if (baseline != null && baseline.equals(point.timepoint()))
                baselines.putIfAbsent(new Of(point.participant(), point.score(), point.version()), point.value());
        }
        return new Course(
                inOrder.stream()
                        .map(point -> {
                            var place = new Place(point.participant(), point.score(), point.timepoint());
                            return point.counting(
                                    withValue.getOrDefault(place, first.get(place)) == point,
                                    baselines.get(new Of(point.participant(), point.score(), point.version())));
                        })
                        .toList(),
                without);
    }

    /** The timepoint that changes are counted from: the one asked for, or else the first that is planned. */
    static @Nullable String baseline(@Nullable String asked, @Nullable Schedule schedule) {
        if (asked != null) return asked;
        return schedule == null || schedule.timepoints().isEmpty()
                ? null
                : schedule.timepoints().getFirst().timepoint();
    }

    /** How many administrations were left out, by what stands in the way; or as outside their window. */
    Map<String, Long> leftOut() {
        var leftOut = new TreeMap<String, Long>();
        without.forEach(
                one -> leftOut.merge(one.outside() ? "outside-window" : Asked.written(one.use()), 1L, Long::sum));
        return leftOut;
    }
}
