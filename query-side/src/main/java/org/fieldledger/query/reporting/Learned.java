package org.fieldledger.query.reporting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was answered about one subject, for every day, from each moment on at which the store learned something: kept as what
 * holds from one moment of knowledge until another.
 */
final class Learned<A> {

    /** Days with an answer, as it was known from one moment until another; still so where there is no other. */
    record Held<A>(
            Span<A> span, Instant knownFrom, @Nullable Instant knownUntil) {}

    private final Map<Span<A>, Instant> before;
    private final Map<Span<A>, Instant> open;
    private final List<Held<A>> closed = new ArrayList<>();

    /** @param open what is held so far, with since when */
    Learned(Map<Span<A>, Instant> open) {
        this.before = Map.copyOf(open);
        this.open = new LinkedHashMap<>(open);
    }

    /** From this moment on it is known to be so. Moments come in order; the last of one moment counts. */
    void from(Instant moment, List<Span<A>> spans) {
        for (var held : List.copyOf(open.entrySet()))
            if (!spans.contains(held.getKey())) {
                open.remove(held.getKey());
                if (held.getValue().isBefore(moment)) closed.add(new Held<>(held.getKey(), held.getValue(), moment));
            }
        for (var span : spans) open.putIfAbsent(span, moment);
    }

    /** Whether anything was learned that was not held before. */
    boolean changed() {
        return !open.equals(before) || !closed.isEmpty();
    }

    /** Everything, what no longer holds first. */
    List<Held<A>> all() {
        var all = new ArrayList<>(closed);
        open.forEach((span, since) -> all.add(new Held<>(span, since, null)));
        return all;
    }
}
