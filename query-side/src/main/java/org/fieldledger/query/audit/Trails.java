package org.fieldledger.query.audit;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.fieldledger.store.StoreUnavailable;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the log up to a position, one case after another, with what binds all cases beside each; so memory holds one case
 * and what is read of the next, however many there are. Safe for any number of threads.
 */
@Component
public class Trails {

    private static final int AT_ONCE = 5_000;

    /** One fetches, the others decode. */
    private static final int HANDS = 3;

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
     * Hands over a trail for each case wanted, its texts as they are stored, in the order of their codes, and then, if wanted,
     * one for what was done for the programme as a whole. While one is looked at, the next is read.
     *
     * @param wanted which cases; empty for every case there is
     * @param selection what the trails are to hold beside what binds all cases, by type or by text
     * @param asOf with a day in the field, and with the instant by which all that is read was known
     * @param zone where the day is counted that a moment belongs to
     * @param unreadable takes the positions of events that this version cannot read and the trails therefore lack
     * @param each called on the caller's thread
     */
    public void eachCase(
            long upTo,
            Optional<Set<CaseCode>> wanted,
            boolean programme,
            Selection selection,
            AsOf asOf,
            ZoneId zone,
            Set<Long> unreadable,
            Consumer<AuditTrail> each) {
        var known = acrossCases.upTo(upTo);
        known.unreadable(wanted).forEach(unreadable::add);
        var binding = entries(log.at(known.binding()));
        unreadable.addAll(binding.unreadable());
        var turns = new ArrayDeque<Optional<CaseCode>>();
        for (var caseCode : known.cases())
            if (wanted.isEmpty() || wanted.get().contains(caseCode)) turns.add(Optional.of(caseCode));
        if (programme) turns.add(Optional.empty());
        try (var hands = Executors.newFixedThreadPool(
                HANDS,
                Thread.ofPlatform().daemon().name("fieldledger-trails-", 0).factory())) {
            try {
                var reading = new Reading(this, known, upTo, selection, hands);
                var coming = reading.begun(turns.poll());
                while (coming != null) {
                    var read = arrived(coming);
                    coming = reading.begun(turns.poll());
                    unreadable.addAll(read.own().unreadable());
                    unreadable.addAll(read.elsewhere().unreadable());
                    each.accept(trail(read, known, asOf, zone, binding.entries()));
                }
            } finally {
                hands.shutdownNow();
            }
        }
    }

    /** Some events, as far as this version can read them. */
    private record Part(List<Entry> entries, List<Long> unreadable) {}

    /**
     * One case as it was read.
     *
     * @param elsewhere what was recorded elsewhere about its people and holds in it too
     */
    private record Read(@Nullable CaseCode caseCode, Part own, Part elsewhere) {}

    /** Reads cases on other threads: a page is decoded while the next is fetched. */
    private record Reading(
            Trails trails, AcrossCases.Known known, long upTo, Selection selection, ExecutorService hands) {

        @Nullable
        Future<Read> begun(@Nullable Optional<CaseCode> turn) {
            return turn == null ? null : hands.submit(() -> read(turn.orElse(null)));
        }

        private Read read(@Nullable CaseCode caseCode) {
            var pages = new ArrayList<Future<Part>>();
            for (var after = 0L; ; ) {
                var some =
                        trails.log.ofCase(caseCode == null ? null : caseCode.code(), after, upTo, AT_ONCE, selection);
                pages.add(hands.submit(() -> trails.entries(some)));
                if (some.size() < AT_ONCE) break;
                after = some.getLast().position();
            }
            var own = new Part(new ArrayList<>(), new ArrayList<>());
            for (var page : pages) {
                own.entries().addAll(arrived(page).entries());
                own.unreadable().addAll(arrived(page).unreadable());
            }
            var people = own.entries().stream()
                    .flatMap(entry -> Concerned.codes(entry.event()).stream())
                    .collect(Collectors.toSet());
            return new Read(
                    caseCode,
                    own,
                    trails.entries(trails.log.at(
                            known.recordedElsewhere(caseCode, people).toList())));
        }
    }

    private static <T> T arrived(Future<T> coming) {
        try {
            return coming.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException told) throw told;
            throw new IllegalStateException("A case could not be read", failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("Stopped while reading the log", stop);
        }
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
            found.addAll(opened(entries(some).entries()));
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

    private AuditTrail trail(Read read, AcrossCases.Known known, AsOf asOf, ZoneId zone, List<Entry> binding) {
        var inOrder = new TreeMap<Long, Entry>();
        for (var entries :
                List.of(binding, read.elsewhere().entries(), read.own().entries()))
            for (var entry : entries) inOrder.put(entry.position(), entry);
        return new AuditTrail(
                read.caseCode(),
                List.copyOf(inOrder.values()),
                known.corrections(),
                asOf,
                zone,
                Erasures.states(database),
                this::opened);
    }

    /** What can be read of them, its texts as they are stored. */
    private Part entries(List<StoredEvent> stored) {
        var part = new Part(new ArrayList<>(stored.size()), new ArrayList<>());
        for (var one : stored)
            try {
                part.entries()
                        .add(new Entry(
                                one.position(),
                                one.eventId(),
                                one.recordedAt(),
                                reader.read(one.type(), one.revision(), one.payload()),
                                null,
                                null));
            } catch (RuntimeException unread) {
                part.unreadable().add(one.position());
            }
        return part;
    }

    private List<Entry> opened(List<Entry> entries) {
        var events = opening.events(entries.stream()
                        .map(entry -> new Identified(entry.id(), entry.event()))
                        .toList())
                .iterator();
        return entries.stream().map(entry -> entry.saying(events.next())).toList();
    }
}
