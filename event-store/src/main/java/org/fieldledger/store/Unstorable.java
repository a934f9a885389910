package org.fieldledger.store;

/** The append itself is at fault: a payload that is not JSON, or an event id that is already in the log. */
public final class Unstorable extends AppendRefused {

    Unstorable(String message, Throwable cause) {
        super(message, cause);
    }
}
