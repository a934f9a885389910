package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When something was true in the field: an interval, as exactly as it is known, in the local time of the place.
 *
 * <p>Written as people write it: {@code 2021-03-04T10:00} to the minute, {@code 2021-03-04} to the day, {@code 2021-03} to
 * the month, {@code 2021} to the year. Without {@code until}, an action known to the minute is a moment, and any other
 * fills the day, month or year named. With it, {@code until} is the last moment, day, month or year included.
 *
 * <p>A local time that a clock change skips is read one hour later; one that it repeats is the earlier of the two.
 *
 * <p>No record, because what is written is read once and its instants are reckoned once: judging what consent covered asks
 * for them over and over.
 */
@JsonPropertyOrder({"from", "until", "zone"})
public final class Occurred {

    private final String from;
    private final @Nullable String until;
    private final ZoneId zone;
    private final WrittenTime begins;
    private final WrittenTime ends;

    // Reckoned when first asked for. Two threads that ask at once reckon the same, and either may keep it.
    private @Nullable Instant earliest;
    private @Nullable Instant latest;
    private @Nullable Instant begunBy;
    private @Nullable LocalDate firstDay;

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
        this.begins = WrittenTime.read(from);
        this.ends = until == null ? begins : WrittenTime.read(until);
        if (until != null && endsBeforeItBegins())
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

    @JsonProperty("from")
    public String from() {
        return from;
    }

    @JsonProperty("until")
    public @Nullable String until() {
        return until;
    }

    @JsonProperty("zone")
    public ZoneId zone() {
        return zone;
    }

    /** How exactly the beginning is known. */
    public Precision precision() {
        return begins.precision();
    }

    /** The earliest instant at which it can have begun. */
    public Instant earliest() {
        var known = earliest;
        return known != null ? known : (earliest = begins.begin(zone));
    }

    /** The first instant by which it has certainly ended: exclusive for days, months and years, the moment itself for a minute. */
    public Instant latest() {
        var known = latest;
        return known != null ? known : (latest = ends.end(zone));
    }

    /**
     * The instant by which it has certainly begun: the moment itself, or the end of the day, month or year it began in.
     * A question "as of" an instant counts what has certainly begun by then.
     */
    public Instant begunBy() {
        var known = begunBy;
        return known != null ? known : (begunBy = begins.end(zone));
    }

    /** The local day on which it began, or the last day on which it can have begun. */
    public LocalDate begunOn() {
        return begins.lastDay();
    }

    /** The first local day on which it can have begun. */
    public LocalDate firstDay() {
        var known = firstDay;
        return known != null ? known : (firstDay = earliest().atZone(zone).toLocalDate());
    }

    /** The last local day it touches. */
    public LocalDate lastDay() {
        return ends.lastDay();
    }

    /** Whether it is written the same, in the same zone. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Occurred as
                && from.equals(as.from)
                && Objects.equals(until, as.until)
                && zone.equals(as.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, until, zone);
    }

    @Override
    public String toString() {
        return until == null ? from : from + " until " + until;
    }

    private boolean endsBeforeItBegins() {
        return ends.precision() == Precision.MINUTE ? latest().isBefore(earliest()) : !latest().isAfter(earliest());
    }

    private static String written(Instant moment, ZoneId zone) {
        return moment.atZone(zone)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }
}
