package org.fieldledger.command.entity;

import java.time.Instant;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.Precision;

/**
 * When a permission begins and ends, judged by the day in the field.
 *
 * <p>Cover is a matter of days, as the protocol has it, unless both sides are known to the minute. What takes a permission
 * away on a day known only to the day does so at that day's end; what is known more vaguely is read against the permission.
 */
public final class Cover {

    /** From when a permission given then covers an action that occurred so. */
    public static Instant begins(Occurred given, Occurred action) {
        return switch (given.precision()) {
            case MINUTE ->
                action.precision() == Precision.MINUTE
                        ? given.earliest()
                        : given.firstDay().atStartOfDay(given.zone()).toInstant();
            case DAY -> given.earliest();
            case MONTH, YEAR -> given.begunBy();
        };
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

    private Cover() {}
}
