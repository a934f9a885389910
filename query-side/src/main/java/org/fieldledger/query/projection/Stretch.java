package org.fieldledger.query.projection;

import java.time.Instant;
import java.util.List;

/**
 * What was read of the log from one position to another: the events that were asked for, in order.
 *
 * @param after the position before the first
 * @param upTo the last position looked at, whether or not its event was asked for; {@code after} where there was nothing
 * @param recordedAt when the event at {@code upTo} was recorded
 */
record Stretch(long after, List<LogEntry> entries, long upTo, Instant recordedAt) {

    boolean isEmpty() {
        return upTo == after;
    }
}
