package org.fieldledger.query;

/** The projection has not reached the position that the question insists on, and the wait is over. */
public final class NotYetProjected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotYetProjected(String projection, long position) {
        super("%s has not yet read the log up to position %d. Ask again in a moment, or without atLeastPosition"
                .formatted(projection, position));
    }
}
