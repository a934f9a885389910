package org.fieldledger.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of an answer with what it rests on.
 *
 * @param next the cursor to pass as {@code after} for the following page; absent on the last. Pin {@code knownAt} to the
 *     basis of the first page to read all pages as of the same moment.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer<T>(
        Basis basis, List<T> items, @Nullable String next) {

    /** The same page with each item told otherwise. */
    public <S> Answer<S> map(Function<T, S> telling) {
        return new Answer<>(basis, items.stream().map(telling).toList(), next);
    }
}
