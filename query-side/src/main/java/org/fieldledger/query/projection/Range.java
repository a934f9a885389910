package org.fieldledger.query.projection;

import org.fieldledger.store.Slice;

/**
 * A part of a projection's work: the cases whose slices are in it. What the programme does as a whole is in slice 0.
 *
 * @param key the projection's name, or the key of its shadow while that is made
 * @param from the first slice
 * @param to the first slice beyond
 */
public record Range(String key, int from, int to) {

    static Range whole(String key) {
        return new Range(key, 0, Slice.COUNT);
    }

    boolean isWhole() {
        return from == 0 && to == Slice.COUNT;
    }

    boolean covers(int slice) {
        return from <= slice && slice < to;
    }

    /** For people: {@code timeline 0-1024}. */
    @Override
    public String toString() {
        return "%s %d-%d".formatted(key, from, to);
    }
}
