package org.fieldledger.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be recorded together: all of it or nothing.
 *
 * @param events in the order in which they are to stand in the log; several streams may be mixed
 * @param conditions other streams the decision rested on, each with the sequence last seen there, or {@link #NONE_YET}
 * @param commands the commands these events answer; may stand alone where a command changed nothing
 */
public record Append(List<NewEvent> events, Map<String, Long> conditions, List<AcceptedCommand> commands) {

    /** The last sequence of a stream that has no events. */
    public static final long NONE_YET = -1;

    /** @throws IllegalArgumentException if the events of one stream do not follow each other, or there is nothing to record */
    public Append {
        events = List.copyOf(events);
        conditions = Map.copyOf(conditions);
        commands = List.copyOf(commands);
        if (events.isEmpty() && commands.isEmpty())
            throw new IllegalArgumentException("An append needs at least one event or one accepted command");
        var last = new HashMap<String, Long>();
        for (var event : events) {
            var before = last.put(event.stream(), event.sequence());
            if (before != null && event.sequence() != before + 1)
                throw new IllegalArgumentException("Stream %s goes from sequence %d to %d in one append"
                        .formatted(event.stream(), before, event.sequence()));
        }
    }

    /** Where each stream must stand for this append to hold: the conditions, and the streams written to. */
    Map<String, Long> expectations() {
        var expected = new HashMap<String, Long>();
        for (var event : events) expected.putIfAbsent(event.stream(), event.sequence() - 1);
        conditions.forEach(expected::putIfAbsent);
        return expected;
    }
}
