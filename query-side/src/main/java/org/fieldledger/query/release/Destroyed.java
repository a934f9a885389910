package org.fieldledger.query.release;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent.ErasureDecided;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.audit.Entry;
import org.fieldledger.query.audit.Trails;

/**
 * The erasures on record in a stretch of the log.
 *
 * @param erased whoever was erased, with the entry that says so
 * @param byText further events whose texts were erased, each with the entry that says so
 * @param decided whose erasure was decided and is not on record as carried out
 */
record Destroyed(Map<ParticipantCode, Entry> erased, Map<EventId, Entry> byText, Set<ParticipantCode> decided) {

    static final Destroyed NOTHING = new Destroyed(Map.of(), Map.of(), Set.of());

    /** What was destroyed, or decided to be, up to a position. */
    static Destroyed upTo(Trails trails, long position) {
        return between(trails, 0, position);
    }

    /** What was destroyed after one position and up to another. */
    static Destroyed between(Trails trails, long after, long upTo) {
        var erased = new LinkedHashMap<ParticipantCode, Entry>();
        var texts = new HashMap<EventId, Entry>();
        var decided = new HashSet<ParticipantCode>();
        trails.ofKinds(Set.of(PersonErased.class, ErasureDecided.class), upTo).stream()
                .filter(entry -> entry.position() > after)
                .sorted(Comparator.comparing(Entry::position))
                .forEach(entry -> {
                    if (entry.event() instanceof PersonErased event) {
                        erased.putIfAbsent(event.participant(), entry);
                        event.texts().forEach(text -> texts.putIfAbsent(text, entry));
                    }
                    if (entry.event() instanceof ErasureDecided event && entry.stands())
                        decided.add(event.participant());
                });
        decided.removeAll(erased.keySet());
        return new Destroyed(erased, texts, decided);
    }

    Set<ParticipantCode> people() {
        return erased.keySet();
    }

    Set<EventId> texts() {
        return byText.keySet();
    }

    Optional<Entry> of(ParticipantCode person) {
        return Optional.ofNullable(erased.get(person));
    }

    Optional<Entry> of(EventId event) {
        return Optional.ofNullable(byText.get(event));
    }
}
