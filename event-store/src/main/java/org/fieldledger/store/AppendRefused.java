package org.fieldledger.store;

import org.jspecify.annotations.Nullable;

/** Why something could not be recorded. Unless said otherwise, nothing of the append was stored. */
public abstract sealed class AppendRefused extends RuntimeException
        permits StreamMovedOn, CommandRepeated, Unstorable, StoreUnavailable {

    AppendRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
