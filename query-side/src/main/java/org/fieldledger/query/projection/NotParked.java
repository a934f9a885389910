package org.fieldledger.query.projection;

/** A retry was asked for where nothing is parked. */
public final class NotParked extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotParked(String projection, String caseCode) {
        super("Projection %s has parked nothing of %s"
                .formatted(projection, caseCode.isEmpty() ? "the programme as a whole" : "case " + caseCode));
    }
}
