package org.fieldledger.command.desk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fieldledger.command.entity.History;
import org.fieldledger.command.entity.History.Entry;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoredEvent;
import org.springframework.stereotype.Component;

/**
 * The histories of streams, read once and kept. A kept history may be behind the log: an append says which versions it
 * rests on and fails when one has moved on, and a refusal is never given on a history that was not just read.
 */
@Component
class Histories {

    private static final int MOST_KEPT = 20_000;

    private final EventLog log;
    private final FieldEventReader reader = new FieldEventReader();
    private final Map<StreamName, History> kept = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamName, History> eldest) {
            return size() > MOST_KEPT;
        }
    };

    Histories(EventLog log) {
        this.log = log;
    }

    /**
     * The histories of these streams in at most one round trip; an empty one for a stream that does not exist yet.
     *
     * @param upToDate whether kept histories are to be brought up to date first
     */
    Map<StreamName, History> read(Collection<StreamName> names, boolean upToDate) {
        var found = new HashMap<StreamName, History>();
        var seen = new HashMap<String, Long>();
        synchronized (kept) {
            for (var name : names) {
                var history = kept.get(name);
                if (history != null) found.put(name, history);
                if (history == null || upToDate) seen.put(name.name(), history == null ? -1L : history.version());
            }
        }
        if (!seen.isEmpty()) {
            var more = log.streamsAfter(seen);
            for (var stream : seen.keySet()) {
                var name = new StreamName(stream);
                var history =
                        found.getOrDefault(name, History.EMPTY).and(entries(more.getOrDefault(stream, List.of())));
                found.put(name, history);
            }
            keep(found);
        }
        return found;
    }

    /** Keeps what was just appended or read, unless something later is kept already. */
    void keep(Map<StreamName, History> histories) {
        synchronized (kept) {
            histories.forEach((name, history) ->
                    kept.merge(name, history, (older, newer) -> newer.version() >= older.version() ? newer : older));
        }
    }

    private List<Entry> entries(List<StoredEvent> stored) {
        var entries = new ArrayList<Entry>(stored.size());
        for (var event : stored)
            entries.add(new Entry(
                    new EventId(event.eventId()),
                    event.sequence(),
                    reader.read(event.type(), event.revision(), event.payload())));
        return entries;
    }
}
