package org.fieldledger.query.projection;

/** A projection is being rebuilt already. */
public final class RebuildUnderWay extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RebuildUnderWay(String projection) {
        super("Projection %s is being rebuilt already; wait for that to end".formatted(projection));
    }
}
