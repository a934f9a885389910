package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
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
        var begins = WrittenTime.read(from);
        if (until != null && endsBefore(begins, WrittenTime.read(until), zone))
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
        return WrittenTime.read(from).precision();
    }

    /** The earliest instant at which it can have begun. */
    public Instant earliest() {
        return WrittenTime.read(from).begin(zone);
    }

    /** The first instant by which it has certainly ended: exclusive for days, months and years, the moment itself for a minute. */
    public Instant latest() {
        return WrittenTime.read(until == null ? from : until).end(zone);
    }

    /**
     * The instant by which it has certainly begun: the moment itself, or the end of the day, month or year it began in.
     * A question "as of" an instant counts what has certainly begun by then.
     */
    public Instant begunBy() {
        return WrittenTime.read(from).end(zone);
    }

    /** The local day on which it began, or the last day on which it can have begun. */
    public LocalDate begunOn() {
        return WrittenTime.read(from).lastDay();
    }

    /** The first local day on which it can have begun. */
    public LocalDate firstDay() {
        return earliest().atZone(zone).toLocalDate();
    }

    /** The last local day it touches. */
    public LocalDate lastDay() {
        return WrittenTime.read(until == null ? from : until).lastDay();
    }

    @Override
    public String toString() {
        return until == null ? from : from + " until " + until;
    }

    private static boolean endsBefore(WrittenTime from, WrittenTime until, ZoneId zone) {
        var begin = from.begin(zone);
        var end = until.end(zone);
        return until.precision() == Precision.MINUTE ? end.isBefore(begin) : !end.isAfter(begin);
    }

    private static String written(Instant moment, ZoneId zone) {
        return moment.atZone(zone)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }
}
