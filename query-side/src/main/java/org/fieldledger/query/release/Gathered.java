package org.fieldledger.query.release;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.audit.Entry;
import org.fieldledger.query.release.Withholding.Reason;
import org.jspecify.annotations.Nullable;

/** What was come by on the way through the log for a release: how many rows, of whom, what was left out, and what is gone. */
final class Gathered {

    /** An instrument by code and version. */
    record Used(String instrument, String version) implements Comparable<Used> {
        @Override
        public int compareTo(Used other) {
            return Comparator.comparing(Used::instrument)
                    .thenComparing(Used::version)
                    .compare(this, other);
        }
    }

    /** A person in a case. */
    record Whose(String caseCode, String participant) {}

    /**
     * Something of a release that cannot be had any more.
     *
     * @param table where it stood
     * @param event the entry it came from; absent for what is said of a person as a whole
     * @param participant whose it was; absent for a text about nobody in particular
     * @param part which part of the row, where the rest of it is still there; absent where the whole row is gone
     * @param rows how many rows it was, or stood in; absent where that is gone too
     * @param erasure the entry that says that it was destroyed; absent where it cannot be read for another reason
     * @param decidedBy which office decided that, why and on what footing
     */
    record Gone(
            ReleaseTable table,
            @Nullable CaseCode caseCode,
            @Nullable UUID event,
            @Nullable ParticipantCode participant,
            @Nullable String part,
            @Nullable Long rows,
            @Nullable UUID erasure,
            @Nullable String decidedBy,
            @Nullable String reason,
            @Nullable String legalBasis,
            @Nullable String reference) {

        static Gone by(
                Entry erasure,
                ReleaseTable table,
                @Nullable CaseCode caseCode,
                @Nullable UUID event,
                @Nullable ParticipantCode participant,
                @Nullable String part,
                @Nullable Long rows) {
            var erased = (PersonErased) erasure.event();
            return new Gone(
                    table,
                    caseCode,
                    event,
                    participant,
                    part,
                    rows,
                    erasure.id(),
                    erased.decidedBy(),
                    erased.reason(),
                    erased.legalBasis(),
                    erased.reference());
        }

        /** What no erasure on record accounts for. */
        static Gone unreadable(
                String readsAs,
                ReleaseTable table,
                @Nullable CaseCode caseCode,
                UUID event,
                @Nullable ParticipantCode participant,
                @Nullable String part,
                @Nullable Long rows) {
            return new Gone(table, caseCode, event, participant, part, rows, null, null, readsAs, null, null);
        }
    }

    private static final class Heap {
        private final Set<UUID> entries = new HashSet<>();
        private final Set<ParticipantCode> people = new HashSet<>();
        private long rows;
    }

    private record Key(ReleaseTable table, Reason reason) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::table).thenComparing(Key::reason).compare(this, other);
        }
    }

    private final Map<ReleaseTable, Long> rows = new EnumMap<>(ReleaseTable.class);
    private final Set<Whose> whose = new LinkedHashSet<>();
    private final Set<Used> instruments = new TreeSet<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private final List<Gone> gone = new ArrayList<>();
    private final Map<Key, Heap> heaps = new TreeMap<>();

    void row(ReleaseTable table) {
        rows.merge(table, 1L, Long::sum);
    }

    void names(@Nullable CaseCode caseCode, ParticipantCode participant) {
        whose.add(new Whose(caseCode == null ? "" : caseCode.code(), participant.code()));
    }

    void uses(String instrument, String version) {
        instruments.add(new Used(instrument, version));
    }

    /** Something is left out of the case that is being read. */
    void leftOut(
            ReleaseTable table, Reason reason, @Nullable UUID entry, Iterable<ParticipantCode> people, long rowsOfIt) {
        var heap = heaps.computeIfAbsent(new Key(table, reason), key -> new Heap());
        if (entry != null) heap.entries.add(entry);
        people.forEach(heap.people::add);
        heap.rows += rowsOfIt;
    }

    void gone(Gone part) {
        gone.add(part);
    }

    /** The case is read to its end. */
    void caseDone(@Nullable CaseCode caseCode) {
        heaps.forEach((key, heap) -> withheld.add(new Withheld(
                key.table(), caseCode, key.reason().code(), heap.entries.size(), heap.rows, heap.people.size())));
        heaps.clear();
    }

    /** How many rows a table has. */
    long rows(ReleaseTable table) {
        return rows.getOrDefault(table, 0L);
    }

    long rows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Everybody whom a row is about, by their codes. */
    List<ParticipantCode> participants() {
        return whose.stream()
                .map(one -> new ParticipantCode(one.participant()))
                .distinct()
                .sorted()
                .toList();
    }

    /** The same, case by case: what a read of the release shows. */
    Set<Whose> whose() {
        return whose;
    }

    /** The instruments that were answered. */
    Set<Used> instruments() {
        return instruments;
    }

    /** By case, table and reason. */
    List<Withheld> withheld() {
        return List.copyOf(withheld);
    }

    List<Gone> gone() {
        return List.copyOf(gone);
    }
}
