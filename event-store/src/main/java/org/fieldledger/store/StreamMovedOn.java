package org.fieldledger.store;

/** A stream that was written to, or that the decision rested on, no longer stands where it stood: load it and decide again. */
public final class StreamMovedOn extends AppendRefused {

    private final String stream;
    private final long expected;
    private final long actual;

    public StreamMovedOn(String stream, long expected, long actual) {
        super(
                "Stream %s stands at sequence %d, not at %d: read it again and decide anew"
                        .formatted(stream, actual, expected),
                null);
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    public String stream() {
        return stream;
    }

    /** The last sequence the caller had seen; -1 for none. */
    public long expected() {
        return expected;
    }

    /** The last sequence there is; -1 for none. */
    public long actual() {
        return actual;
    }
}
