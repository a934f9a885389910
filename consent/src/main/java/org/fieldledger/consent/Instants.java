package org.fieldledger.consent;

import java.time.Instant;
import java.util.stream.Stream;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.Precision;

/**
 * When a permission begins and ends, judged by the day in the field.
 *
 * <p>Cover is a matter of days, as the protocol has it, unless both sides are known to the minute. What takes a permission
 * away on a day known only to the day does so at that day's end; what is known more vaguely is read against the permission.
 */
public final class Instants {

    /** From when a permission given then holds. */
    public static Instant begins(Occurred given) {
        return begins(given, false);
    }

    /** From when a permission given then covers an action that occurred so. */
    public static Instant begins(Occurred given, Occurred action) {
        return begins(given, byDay(action));
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
                && endings.map(Instants::ends).noneMatch(end -> !end.isBefore(from) && end.isBefore(action.latest()));
    }

    /** Whether a permission given at a minute counts from the start of its day, because the action is known only to the day. */
    static boolean byDay(Occurred action) {
        return action.precision() != Precision.MINUTE;
    }

    static Instant begins(Occurred given, boolean byDay) {
        return switch (given.precision()) {
            case MINUTE -> byDay ? given.firstDay().atStartOfDay(given.zone()).toInstant() : given.earliest();
            case DAY -> given.earliest();
            case MONTH, YEAR -> given.begunBy();
        };
    }

    private Instants() {}
}
