package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.Precision;
import org.jspecify.annotations.Nullable;

/**
 * When a permission begins and ends, judged by the day in the field.
 *
 * <p>Cover is a matter of days, as the protocol has it, unless both sides are known to the minute. What takes a permission
 * away on a day known only to the day does so at that day's end; what is known more vaguely is read against the permission.
 */
public final class Instants {

    /** From when a permission given then holds. */
    public static Instant begins(Occurred given) {
        return begins(given, (LocalDate) null);
    }

    /** From when a permission given then covers an action that occurred so. */
    public static Instant begins(Occurred given, Occurred action) {
        return begins(given, dayOf(action));
    }

    /** From when a permission taken away then covers nothing more. */
    public static Instant ends(Occurred takenAway) {
        return switch (takenAway.precision()) {
            case MINUTE -> takenAway.earliest();
            case DAY -> takenAway.begunBy();
            case MONTH, YEAR ->
                takenAway.firstDay().plusDays(1).atStartOfDay(takenAway.zone()).toInstant();
        };
    }

    /** Whether a permission that begins then lasts throughout the action, when any of these may have ended it. */
    public static boolean heldThroughout(Occurred given, Stream<Occurred> endings, Occurred action) {
        var from = begins(given, action);
        return !from.isAfter(action.earliest())
                && endings.noneMatch(ending -> endsIt(ending, given, from) && overDuring(ending, action));
    }

    /**
     * Whether what was taken away then was no longer there when the action had certainly ended. An action that takes time may end at
     * the very minute; a moment may not be that minute, nor the first of the day after.
     */
    public static boolean overDuring(Occurred takenAway, Occurred action) {
        var ends = ends(takenAway);
        return ends.isBefore(action.latest()) || !ends.isAfter(action.earliest());
    }

    /**
     * Whether an ending ends what was given, or came before it. The end of a day comes before the beginning of the next;
     * where it cannot be told which came first, it ends it.
     */
    static boolean endsIt(Occurred ending, Occurred given, Instant from) {
        return ends(ending).isAfter(from)
                || mayHaveComeAfter(ending, given)
                || ending.precision() == Precision.MINUTE && ends(ending).equals(from);
    }

    /** Where the one is known only to the month or the year, it cannot always be told which came first. */
    static boolean mayHaveComeAfter(Occurred ending, Occurred given) {
        return (vague(ending) || vague(given)) && ending.begunBy().isAfter(given.earliest());
    }

    private static boolean vague(Occurred occurred) {
        return occurred.precision() == Precision.MONTH || occurred.precision() == Precision.YEAR;
    }

    /**
     * The day on which a permission given at a minute counts from the day's start, because the action of that day is known
     * only to the day. On every other day the minute counts: who takes back at nine and gives again at two has given.
     */
    static @Nullable LocalDate dayOf(Occurred action) {
        return action.precision() == Precision.MINUTE ? null : action.firstDay();
    }

    static Instant begins(Occurred given, @Nullable LocalDate wholeDay) {
        return switch (given.precision()) {
            case MINUTE ->
                given.firstDay().equals(wholeDay)
                        ? given.firstDay().atStartOfDay(given.zone()).toInstant()
                        : given.earliest();
            case DAY -> given.earliest();
            case MONTH, YEAR -> given.begunBy();
        };
    }

    private Instants() {}
}
