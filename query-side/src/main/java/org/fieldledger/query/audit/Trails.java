package org.fieldledger.query.audit;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.audit.AcrossCases.Correction;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Selection;
import org.fieldledger.store.Slice;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the log up to a position, one case after another, with what binds all cases beside each; so memory holds one case at a
 * time, however many there are. Safe for any number of threads.
 */
@Component
public class Trails {

    private static final int AT_ONCE = 5_000;

    private final EventLog log;
    private final DataSource database;
    private final Opening opening;
    private final FieldEventReader reader = new FieldEventReader();
    private final AcrossCases acrossCases;

    public Trails(EventLog log, DataSource database, Opening opening) {
        this.log = log;
        this.database = database;
        this.opening = opening;
        this.acrossCases = new AcrossCases(log, reader);
    }

    /**
     * Hands over a trail for each case wanted, in the order of their codes, and then, if wanted, one for what was done for the
     * programme as a whole.
     *
     * @param wanted which cases; empty for every case there is
     * @param asOf with a day in the field, and with the instant by which all that is read was known
     * @param zone where the day is counted that a moment belongs to
     * @param unreadable takes the positions of events that this version cannot read and the trails therefore lack
     */
    public void eachCase(
            long upTo,
            Optional<Set<CaseCode>> wanted,
            boolean programme,
            AsOf asOf,
            ZoneId zone,
            Set<Long> unreadable,
            Consumer<AuditTrail> each) {
        var known = acrossCases.upTo(upTo);
        known.unreadable(wanted).forEach(unreadable::add);
        var binding = entries(log.at(known.binding()), unreadable);
        for (var caseCode : known.cases()) {
            if (wanted.isPresent() && !wanted.get().contains(caseCode)) continue;
            var own = entries(ofCase(caseCode.code(), upTo), unreadable);
            each.accept(trail(caseCode, known, asOf, zone, own, binding, elsewhere(caseCode, known, own, unreadable)));
        }
        if (programme) {
            var own = entries(ofCase(null, upTo), unreadable);
            each.accept(trail(null, known, asOf, zone, own, binding, elsewhere(null, known, own, unreadable)));
        }
    }

    /** What was recorded elsewhere about the people of a case and holds in it too. */
    private List<Entry> elsewhere(
            @Nullable CaseCode caseCode, AcrossCases.Known known, List<Entry> own, Set<Long> unreadable) {
        var people = own.stream()
                .flatMap(entry -> Concerned.codes(entry.event()).stream())
                .collect(Collectors.toSet());
        return entries(log.at(known.recordedElsewhere(caseCode, people).toList()), unreadable);
    }

    /**
     * Every event of some kinds up to a position, of whatever case, in order of recording, each with what corrected it first
     * by then. What this version cannot read is left out.
     */
    public List<Entry> ofKinds(Set<Class<? extends FieldEvent>> kinds, long upTo) {
        var superseded = new HashMap<UUID, Correction>();
        for (var correction : acrossCases.upTo(upTo).corrections())
            superseded.putIfAbsent(correction.corrected(), correction);
        var selection = new Selection(0, Slice.COUNT, FieldEvents.names(kinds), null);
        var found = new ArrayList<Entry>();
        for (var after = 0L; ; ) {
            var some = log.after(after, upTo, AT_ONCE, selection);
            found.addAll(entries(some, new TreeSet<>()));
            if (some.size() < AT_ONCE) break;
            after = some.getLast().position();
        }
        return found.stream()
                .map(entry -> entry.supersededBy(superseded.get(entry.id())))
                .toList();
    }

    /** The cases that anything was recorded of by a position, in the order of their codes. */
    public List<CaseCode> cases(long upTo) {
        return acrossCases.upTo(upTo).cases();
    }

    private AuditTrail trail(
            @Nullable CaseCode caseCode,
            AcrossCases.Known known,
            AsOf asOf,
            ZoneId zone,
            List<Entry> own,
            List<Entry> binding,
            List<Entry> elsewhere) {
        var inOrder = new TreeMap<Long, Entry>();
        for (var entries : List.of(binding, elsewhere, own))
            for (var entry : entries) inOrder.put(entry.position(), entry);
        return new AuditTrail(
                caseCode, List.copyOf(inOrder.values()), known.corrections(), asOf, zone, Erasures.states(database));
    }

    private List<StoredEvent> ofCase(@Nullable String caseCode, long upTo) {
        var events = new ArrayList<StoredEvent>();
        for (var after = 0L; ; after = events.getLast().position()) {
            var some = log.ofCase(caseCode, after, upTo, AT_ONCE);
            events.addAll(some);
            if (some.size() < AT_ONCE) return events;
        }
    }

    /** What can be read of them, its texts opened; the positions of the others are told. */
    private List<Entry> entries(List<StoredEvent> stored, Set<Long> unreadable) {
        var entries = new ArrayList<Entry>(stored.size());
        for (var one : stored)
            try {
                entries.add(new Entry(
                        one.position(),
                        one.eventId(),
                        one.recordedAt(),
                        reader.read(one.type(), one.revision(), one.payload()),
                        null,
                        null));
            } catch (RuntimeException unread) {
                unreadable.add(one.position());
            }
        return opened(entries);
    }

    private List<Entry> opened(List<Entry> entries) {
        var events = opening.events(entries.stream()
                        .map(entry -> new Identified(entry.id(), entry.event()))
                        .toList())
                .iterator();
        return entries.stream().map(entry -> entry.saying(events.next())).toList();
    }
}
