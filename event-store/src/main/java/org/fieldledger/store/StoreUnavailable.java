package org.fieldledger.store;

/**
 * The database could not be reached, or was lost on the way. After an append that ended like this nobody knows whether it
 * was stored: send it again under the same command id.
 */
public final class StoreUnavailable extends AppendRefused {

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
