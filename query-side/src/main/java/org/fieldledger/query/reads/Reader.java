package org.fieldledger.query.reads;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who reads, how, and what for.
 *
 * @param researcher the code they record fieldwork under; absent for whoever holds the database in their hands
 * @param how page, api or command-line
 * @param purpose in their words, where they gave it
 */
record Reader(
        String account,
        @Nullable String researcher,
        List<String> roles,
        String how,
        @Nullable String purpose) {

    /** The environment variable in which an operator says what for. */
    private static final String PURPOSE = "FIELDLEDGER_PURPOSE";

    static Reader operator(@Nullable String purpose) {
        var said = Reads.fit(purpose);
        return new Reader(
                System.getProperty("user.name", "operator"),
                null,
                List.of("operator"),
                "command-line",
                said != null ? said : Reads.fit(System.getenv(PURPOSE)));
    }
}
