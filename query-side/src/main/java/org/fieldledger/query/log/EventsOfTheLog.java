package org.fieldledger.query.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.store.EventLog;
import org.springframework.stereotype.Component;

/**
 * Events by their position in the log, as records. Those that were asked for lately and often are kept: an event never changes.
 * What is personal in them is as sealed here as in the log, so an erasure leaves nothing to be read here either.
 */
@Component
public class EventsOfTheLog {

    /** Of what is kept, in characters as stored: with what Java adds, up to some 150 MB. */
    private static final long MOST_CHARACTERS = 32_000_000;

    private final EventLog log;
    private final FieldEventReader reader = new FieldEventReader();
    private final Cache<Long, Kept> kept = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Long position, Kept event) -> event.characters())
            .build();

    private record Kept(FieldEvent event, int characters) {}

    EventsOfTheLog(EventLog log) {
        this.log = log;
    }

    /**
     * The events at these positions, in the order asked for; those not kept are read in one round trip. Throws {@link
     * IllegalStateException} where there is none.
     */
    public List<FieldEvent> at(List<Long> positions) {
        var found = new HashMap<Long, FieldEvent>();
        kept.getAllPresent(positions).forEach((position, event) -> found.put(position, event.event()));
        var missing = positions.stream()
                .filter(position -> !found.containsKey(position))
                .collect(Collectors.toSet());
        for (var stored : log.at(missing)) {
            var event = reader.read(stored.type(), stored.revision(), stored.payload());
            found.put(stored.position(), event);
            kept.put(stored.position(), new Kept(event, stored.payload().length()));
        }
        return positions.stream().map(position -> there(position, found)).toList();
    }

    private static FieldEvent there(long position, Map<Long, FieldEvent> found) {
        var event = found.get(position);
        if (event == null) throw new IllegalStateException("Event %d is not in the log".formatted(position));
        return event;
    }
}
