package org.fieldledger.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stored JSON leaves empty lists out; an absent one reads as empty. */
final class Absent {

    static <T> List<T> asEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static Responses asNone(@Nullable Responses responses) {
        return responses == null ? Responses.of(List.of()) : responses;
    }

    private Absent() {}
}
