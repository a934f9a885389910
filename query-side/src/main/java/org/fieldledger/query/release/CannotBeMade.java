package org.fieldledger.query.release;

/** A release that this program cannot make, and why. */
public final class CannotBeMade extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotBeMade(String why) {
        super(why);
    }
}
