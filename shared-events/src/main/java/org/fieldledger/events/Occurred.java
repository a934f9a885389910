package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When something was true in the field: an interval, as exactly as it is known, in the local time of the place.
 *
 * <p>Written as people write it: {@code 2021-03-04T10:00} to the minute, {@code 2021-03-04} to the day, {@code 2021-03} to
 * the month, {@code 2021} to the year. Without {@code until}, an action known to the minute is a moment, and any other
 * fills the day, month or year named. With it, {@code until} is the last moment, day, month or year included.
 *
 * <p>A local time that a clock change skips is read one hour later; one that it repeats is the earlier of the two.
 */
public record Occurred(String from, @Nullable String until, ZoneId zone) {

    private static final Pattern FORM = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2}(T\\d{2}:\\d{2})?)?)?");

    /** Throws {@link IllegalArgumentException} naming the time that cannot be read, or an interval that ends before it begins. */
    @JsonCreator
    public Occurred(
            @JsonProperty("from") String from,
            @JsonProperty("until") @Nullable String until,
            @JsonProperty("zone") ZoneId zone) {
        if (zone == null)
            throw new IllegalArgumentException("A time in the field needs a zone, such as Europe/Stockholm");
        this.from = from;
        this.until = until;
        this.zone = zone;
        begin(from, zone);
        if (until != null && endsBefore(from, until, zone))
            throw new IllegalArgumentException(
                    "The interval from %s until %s ends before it begins".formatted(from, until));
    }

    /** One day in the field, known to the day. */
    public static Occurred on(LocalDate day, ZoneId zone) {
        return new Occurred(day.toString(), null, zone);
    }

    /** A moment in the field; seconds are dropped. */
    public static Occurred at(Instant moment, ZoneId zone) {
        return new Occurred(written(moment, zone), null, zone);
    }

    /** An interval in the field known to the minute. */
    public static Occurred between(Instant from, Instant until, ZoneId zone) {
        return new Occurred(written(from, zone), written(until, zone), zone);
    }

    /** How exactly the beginning is known. */
    @JsonIgnore
    public Precision precision() {
        return precision(from);
    }

    /** The earliest instant at which it can have begun. */
    public Instant earliest() {
        return begin(from, zone);
    }

    /** The first instant by which it has certainly ended: exclusive for days, months and years, the moment itself for a minute. */
    public Instant latest() {
        return end(until == null ? from : until, zone);
    }

    /**
     * The instant by which it has certainly begun: the moment itself, or the end of the day, month or year it began in.
     * A question "as of" an instant counts what has certainly begun by then.
     */
    public Instant begunBy() {
        return end(from, zone);
    }

    /** The local day on which it began, or the last day on which it can have begun. */
    public LocalDate begunOn() {
        return lastDayOf(from);
    }

    /** The first local day on which it can have begun. */
    public LocalDate firstDay() {
        return earliest().atZone(zone).toLocalDate();
    }

    /** The last local day it touches. */
    public LocalDate lastDay() {
        return lastDayOf(until == null ? from : until);
    }

    @Override
    public String toString() {
        return until == null ? from : from + " until " + until;
    }

    private static LocalDate lastDayOf(String time) {
        return switch (precision(time)) {
            case MINUTE -> LocalDateTime.parse(time).toLocalDate();
            case DAY -> LocalDate.parse(time);
            case MONTH -> YearMonth.parse(time).atEndOfMonth();
            case YEAR -> Year.parse(time).atMonth(12).atEndOfMonth();
        };
    }

    private static boolean endsBefore(String from, String until, ZoneId zone) {
        var begin = begin(from, zone);
        var end = end(until, zone);
        return precision(until) == Precision.MINUTE ? end.isBefore(begin) : !end.isAfter(begin);
    }

    private static String written(Instant moment, ZoneId zone) {
        return moment.atZone(zone)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    private static Precision precision(String time) {
        return switch (time.length()) {
            case 4 -> Precision.YEAR;
            case 7 -> Precision.MONTH;
            case 10 -> Precision.DAY;
            default -> Precision.MINUTE;
        };
    }

    private static Instant begin(String time, ZoneId zone) {
        if (time == null || !FORM.matcher(time).matches()) throw unreadable(time);
        try {
            return switch (precision(time)) {
                case MINUTE -> LocalDateTime.parse(time).atZone(zone).toInstant();
                case DAY -> LocalDate.parse(time).atStartOfDay(zone).toInstant();
                case MONTH -> YearMonth.parse(time).atDay(1).atStartOfDay(zone).toInstant();
                case YEAR -> Year.parse(time).atDay(1).atStartOfDay(zone).toInstant();
            };
        } catch (DateTimeException e) {
            throw unreadable(time);
        }
    }

    private static Instant end(String time, ZoneId zone) {
        var begin = begin(time, zone);
        return switch (precision(time)) {
            case MINUTE -> begin;
            case DAY -> LocalDate.parse(time).plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH ->
                YearMonth.parse(time).plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
            case YEAR ->
                Year.parse(time).plusYears(1).atDay(1).atStartOfDay(zone).toInstant();
        };
    }

    private static IllegalArgumentException unreadable(@Nullable String time) {
        return new IllegalArgumentException(
                "'%s' is not a time in the field; write 2021, 2021-03, 2021-03-04 or 2021-03-04T10:00".formatted(time));
    }
}
