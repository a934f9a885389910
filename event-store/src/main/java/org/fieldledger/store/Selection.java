package org.fieldledger.store;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events a reader of the log wants: those of some slices and types, and besides, in whatever slice and of whatever
 * type, those whose payload contains a text.
 *
 * @param fromSlice the first of the slices
 * @param toSlice the first slice beyond them
 * @param types the types; all if null
 * @param orContaining the text; none if null
 */
public record Selection(
        int fromSlice,
        int toSlice,
        @Nullable Set<String> types,
        @Nullable String orContaining) {

    public static final Selection EVERYTHING = new Selection(0, Slice.COUNT, null, null);

    public boolean isEverything() {
        return types == null && fromSlice == 0 && toSlice == Slice.COUNT;
    }

    /** One that takes in both; it may take in more than the two together. */
    public Selection with(Selection other) {
        Set<String> both = null;
        if (types != null && other.types != null) {
            both = new TreeSet<>(types);
            both.addAll(other.types);
        }
        var text = orContaining == null ? other.orContaining : orContaining;
        if (orContaining != null && other.orContaining != null && !orContaining.equals(other.orContaining))
            throw new IllegalArgumentException("One reading looks for one text only");
        return new Selection(Math.min(fromSlice, other.fromSlice), Math.max(toSlice, other.toSlice), both, text);
    }
}
