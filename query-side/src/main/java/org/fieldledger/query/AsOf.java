package org.fieldledger.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.fieldledger.events.Occurred;
import org.jspecify.annotations.Nullable;

/**
 * The two times of every question: how it was in the field then, as far as the store knew by then. Either left out means
 * the latest.
 *
 * @param trueAt a day, counted whole in the local time of each event, or an instant
 * @param knownAt an instant, exact to the microsecond as the store keeps them
 */
public record AsOf(@Nullable FieldTime trueAt, @Nullable Instant knownAt) {

    /** So long, at most, between the recorded time of an event and its being on disk, however the clocks of two machines differ. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    /** The latest of both. */
    public static final AsOf LATEST = new AsOf(null, null);

    /** A time in the field, as a question names it. */
    public sealed interface FieldTime {

        /** The whole of a day, wherever it was lived. */
        record Day(LocalDate date) implements FieldTime {
            @Override
            public String toString() {
                return date.toString();
            }
        }

        /** A moment. What is known only to the day counts from the end of that day. */
        record Moment(Instant instant) implements FieldTime {
            @Override
            public String toString() {
                return instant.toString();
            }
        }
    }

    public static AsOf trueAt(LocalDate day) {
        return new AsOf(new FieldTime.Day(day), null);
    }

    public static AsOf trueAt(Instant moment) {
        return new AsOf(new FieldTime.Moment(moment), null);
    }

    public AsOf knownAt(@Nullable Instant known) {
        return new AsOf(trueAt, known);
    }

    /**
     * Whether something may still be recorded that counts as known by then: where what is yet to come is asked about, and the last
     * seconds, of which not all that was recorded need be on disk.
     */
    public boolean mayStillGrow(Clock clock) {
        return knownAt == null || knownAt.isAfter(clock.instant().minus(UNDER_WAY));
    }

    /**
     * The same with a day in the field, for what time alone changes. Left out, it is today; or, where it is asked what was
     * known earlier, the day of that: as whoever asked then without naming a day was answered.
     */
    public AsOf settled(Clock clock, ZoneId zone) {
        if (trueAt != null) return this;
        var now = clock.instant();
        var then = knownAt != null && knownAt.isBefore(now) ? knownAt : now;
        return new AsOf(new FieldTime.Day(then.atZone(zone).toLocalDate()), knownAt);
    }

    /** Whether something had certainly begun in the field by then: what is known to the month has begun when the month is over. */
    public boolean begun(Occurred occurred) {
        return switch (trueAt) {
            case FieldTime.Day(var day) -> !occurred.begunOn().isAfter(day);
            case FieldTime.Moment(var moment) -> !occurred.begunBy().isAfter(moment);
            case null -> true;
        };
    }

    /** Whether something that had begun need not have been over by then: asked about a day or a moment within an interval. */
    public boolean underWay(Occurred occurred) {
        return switch (trueAt) {
            case FieldTime.Day(var day) -> occurred.lastDay().isAfter(day);
            case FieldTime.Moment(var moment) -> occurred.latest().isAfter(moment);
            case null -> false;
        };
    }

    /** The last day that is asked about, where days are counted in this zone. */
    public LocalDate lastDay(ZoneId days) {
        return trueAt instanceof FieldTime.Day(var day)
                ? day
                : lastInstant(days).atZone(days).toLocalDate();
    }

    /** The last instant that is asked about, where days are counted in this zone; for a question that names no day, none is. */
    public Instant lastInstant(ZoneId days) {
        return switch (trueAt) {
            case FieldTime.Day(var day) ->
                day.plusDays(1).atStartOfDay(days).toInstant().minus(1, ChronoUnit.MICROS);
            case FieldTime.Moment(var moment) -> moment;
            case null -> throw new IllegalStateException("A question about what time changes names a day or a moment");
        };
    }
}
