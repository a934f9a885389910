package org.fieldledger.command.entity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Facts;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.jspecify.annotations.Nullable;

/** Everything recorded in one stream, in order. Nothing leaves it; what was corrected no longer stands. */
public final class History {

    /** One event of the stream; sequence numbers begin at 0. */
    public record Entry(EventId id, long sequence, FieldEvent event) {

        /** The same entry in these words. */
        public Entry saying(FieldEvent words) {
            return words == event ? this : new Entry(id, sequence, words);
        }
    }

    public static final History EMPTY = new History(List.of());

    private final List<Entry> entries;
    private final List<Entry> standing;
    private volatile @Nullable Facts facts;

    public History(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.standing = stillStanding(this.entries);
    }

    /** The sequence number of the last event, or -1 when there is none yet. */
    public long version() {
        return entries.isEmpty() ? -1 : entries.getLast().sequence();
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public History and(List<Entry> more) {
        if (more.isEmpty()) return this;
        var all = new ArrayList<Entry>(entries.size() + more.size());
        all.addAll(entries);
        all.addAll(more);
        return new History(all);
    }

    /** The same history with some of its entries in other words. */
    public History saying(Map<EventId, FieldEvent> words) {
        return new History(entries.stream()
                .map(entry -> entry.saying(words.getOrDefault(entry.id(), entry.event())))
                .toList());
    }

    /** The events of one kind that have been neither replaced nor declared entered in error, in order of recording. */
    public <E extends FieldEvent> Stream<E> of(Class<E> kind) {
        return standing.stream().map(Entry::event).filter(kind::isInstance).map(kind::cast);
    }

    /** All that stands, in order of recording. */
    public List<Entry> standing() {
        return standing;
    }

    /** All that stands, as the reading of consent takes it; made when first asked for. */
    public Facts facts() {
        var made = facts;
        if (made == null)
            facts = made = Facts.of(standing.stream()
                    .map(entry -> new Fact<>(entry.id(), entry.event()))
                    .toList());
        return made;
    }

    /** An event of this stream, whether or not it still stands. */
    public Optional<Entry> find(EventId id) {
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    public boolean stands(EventId id) {
        return standing.stream().anyMatch(entry -> entry.id().equals(id));
    }

    private static List<Entry> stillStanding(List<Entry> entries) {
        var superseded = new HashSet<EventId>();
        for (var entry : entries) {
            var correction = entry.event().envelope().corrects();
            if (correction != null) superseded.add(correction.event());
        }
        return entries.stream()
                .filter(entry -> !superseded.contains(entry.id()) && !(entry.event() instanceof EnteredInError))
                .toList();
    }
}
