package org.fieldledger.query;

/** Nothing of that name is known as of the times asked for. */
public final class NothingKnown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NothingKnown(String what, Object code) {
        super("No %s %s is known as of the times asked for".formatted(what, code));
    }
}
