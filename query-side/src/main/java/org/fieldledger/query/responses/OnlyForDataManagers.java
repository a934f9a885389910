package org.fieldledger.query.responses;

/** Whoever is asking may not see what is quarantined. */
public final class OnlyForDataManagers extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OnlyForDataManagers() {
        super("What is quarantined is kept apart, and shown to data managers only; leave quarantined out");
    }
}
