package org.fieldledger.query.projection;

import java.util.List;

/** A projection was named that does not exist. */
public final class UnknownProjection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownProjection(String name, List<String> known) {
        super("No projection is called '%s'; there are %s".formatted(name, String.join(", ", known)));
    }
}
