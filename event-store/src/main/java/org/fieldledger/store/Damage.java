package org.fieldledger.store;

/**
 * Something in the log that no append can have brought about.
 *
 * @param position where it begins
 * @param kind what was found
 */
public record Damage(long position, long upTo, Kind kind) {

    /** What can be wrong with a stretch of the log. */
    public enum Kind {
        /** No event stands there. */
        MISSING,
        /** What stands there is not what was recorded: its leaf hash is another. */
        ALTERED
    }

    @Override
    public String toString() {
        var where = position == upTo ? "Position " + position : "Positions %d to %d".formatted(position, upTo);
        return switch (kind) {
            case MISSING -> where + (position == upTo ? " is missing" : " are missing");
            case ALTERED -> where + " is not what was recorded";
        };
    }
}
