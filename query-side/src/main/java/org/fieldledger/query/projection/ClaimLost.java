package org.fieldledger.query.projection;

/** The range has another holder or other bounds by now, and this claim to it changes nothing any more. */
final class ClaimLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClaimLost(Range range) {
        super("The claim to %s was lost".formatted(range));
    }
}
