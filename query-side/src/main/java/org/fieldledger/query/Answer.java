package org.fieldledger.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of an answer with what it rests on.
 *
 * @param next the cursor to pass as {@code after} for the following page; absent on the last. Pin {@code knownAt} to the
 *     basis of the first page to read all pages as of the same moment.
 * @param leftOut how many were left out on the way from the cursor to the end of the page because they may not be used, by what
 *     stands in the way; absent from questions that leave nothing out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer<T>(
        Basis basis,
        List<T> items,
        @Nullable String next,
        @Nullable Map<String, Long> leftOut) {

    public Answer(Basis basis, List<T> items, @Nullable String next) {
        this(basis, items, next, null);
    }

    /** The same page with each item told otherwise. */
    public <S> Answer<S> map(Function<T, S> telling) {
        return new Answer<>(basis, items.stream().map(telling).toList(), next, leftOut);
    }
}
