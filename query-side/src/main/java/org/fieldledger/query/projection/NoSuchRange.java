package org.fieldledger.query.projection;

/** A range that cannot be cut or put together as was asked. What it says is fit for the operator. */
public final class NoSuchRange extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchRange(String why) {
        super(why);
    }
}
