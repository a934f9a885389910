package org.fieldledger.query;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The two times of every question: how it was in the field then, as far as the store knew by then. Either left out means
 * the latest.
 *
 * @param trueAt a day, counted whole in the local time of each event, or an instant
 * @param knownAt an instant, exact to the microsecond as the store keeps them
 */
public record AsOf(@Nullable FieldTime trueAt, @Nullable Instant knownAt) {

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
}
