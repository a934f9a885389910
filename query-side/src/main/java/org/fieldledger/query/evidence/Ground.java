package org.fieldledger.query.evidence;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Entry;
import org.jspecify.annotations.Nullable;

/**
 * All that some events rest on: what they name, what a theme or an interpretation among that names in its turn, and so on to the
 * material itself. Nothing is better ground than the worst of what it rests on in the end.
 */
final class Ground {

    static final String STANDS = "stands";
    static final String NONE_NAMED = "none-named";

    /** Of several things that have become of what something rests on, the first of these is told. */
    private static final List<String> WORST_FIRST =
            List.of("in-error", "corrected", "not-begun", "not-known", "another-case", NONE_NAMED, STANDS);

    private final Map<UUID, Entry> entries;
    private final Map<UUID, List<UUID>> named;
    private final ConsentOnRecord consent;

    private Ground(Map<UUID, Entry> entries, Map<UUID, List<UUID>> named, ConsentOnRecord consent) {
        this.entries = entries;
        this.named = named;
        this.consent = consent;
    }

    static Ground of(
            Collection<UUID> events, EvidenceView evidence, TimelineView timeline, ConsentView consents, AsOf asOf) {
        var entries = new HashMap<UUID, Entry>();
        var named = new HashMap<UUID, List<UUID>>();
        var seen = new HashSet<UUID>();
        for (var next = Set.copyOf(events); !next.isEmpty(); next = beneath(next, named, seen)) {
            seen.addAll(next);
            timeline.entries(next, asOf).forEach(entry -> entries.put(entry.event(), entry));
            named.putAll(evidence.named(next, asOf));
        }
        return new Ground(
                entries,
                named,
                consents.onRecord(
                        List.of(),
                        entries.values().stream().map(Entry::position).toList(),
                        asOf));
    }

    private static Set<UUID> beneath(Set<UUID> events, Map<UUID, List<UUID>> named, Set<UUID> seen) {
        var beneath = new HashSet<UUID>();
        events.forEach(event -> beneath.addAll(named.getOrDefault(event, List.of())));
        beneath.removeAll(seen);
        return beneath;
    }

    @Nullable
    Entry entry(UUID event) {
        return entries.get(event);
    }

    /** What has become of one event itself. */
    String standing(UUID event) {
        var entry = entries.get(event);
        return entry == null ? "not-known" : entry.standing();
    }

    /** What has become of what it rests on in its turn; empty for what is itself the material. */
    Optional<String> beneath(UUID event) {
        if (!named.containsKey(event)) return Optional.empty();
        return WORST_FIRST.stream()
                .filter(all(event, new HashSet<>()).map(Found::standing).toList()::contains)
                .findFirst();
    }

    /** What may be done with what it took from people, or with what was taken by anything that it rests on in the end. */
    Use use(UUID event) {
        return Stream.concat(
                        Stream.of(own(event)),
                        all(event, new HashSet<>())
                                .map(Found::event)
                                .flatMap(Optional::stream)
                                .map(this::own))
                .max(Use::compareTo)
                .orElse(Use.USABLE);
    }

    /** Something beneath an event, which is there no more where it does not stand. */
    private record Found(String standing, Optional<UUID> event) {}

    /** What an event rests on, each once; of what no longer stands it does not matter what that rested on. */
    private Stream<Found> all(UUID event, Set<UUID> seen) {
        if (!seen.add(event)) return Stream.empty();
        var below = named.get(event);
        if (below == null) return Stream.empty();
        if (below.isEmpty()) return Stream.of(new Found(NONE_NAMED, Optional.empty()));
        return below.stream()
                .flatMap(one -> standing(one).equals(STANDS)
                        ? Stream.concat(Stream.of(new Found(STANDS, Optional.of(one))), all(one, seen))
                        : Stream.of(new Found(standing(one), Optional.empty())));
    }

    /** What took nothing from anybody by name is nobody's to forbid; kept as a deviation, it is quarantined all the same. */
    private Use own(UUID event) {
        var entry = entries.get(event);
        var use = consent.took(event) ? consent.use(event) : Use.USABLE;
        return entry != null && entry.quarantined() && use.compareTo(Use.QUARANTINED) < 0 ? Use.QUARANTINED : use;
    }
}
