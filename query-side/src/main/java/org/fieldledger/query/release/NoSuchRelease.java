package org.fieldledger.query.release;

import java.util.Collection;
import org.fieldledger.query.Nearest;

/** There is no release of that name. */
public final class NoSuchRelease extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchRelease(String name, Collection<String> all) {
        super("There is no release %s. %sThe list of releases tells those there are"
                .formatted(name, Nearest.asked(name, all)));
    }
}
