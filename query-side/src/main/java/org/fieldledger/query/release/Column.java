package org.fieldledger.query.release;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table in a release.
 *
 * @param required whether every row has a value in it
 * @param meaning a sentence for the codebook
 */
record Column(String name, Kind kind, boolean required, String meaning) {

    /** What its values are. */
    enum Kind {
        TEXT("string"),
        NUMBER("number"),
        INTEGER("integer"),
        BOOLEAN("boolean"),
        /** An instant, in universal time, to the microsecond. */
        MOMENT("datetime");

        private final String frictionless;

        Kind(String frictionless) {
            this.frictionless = frictionless;
        }

        /** The name of this type in a Frictionless Table Schema. */
        String frictionless() {
            return frictionless;
        }
    }

    /** A value as it is written in CSV; nothing, where there is none. */
    static @Nullable String written(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }
}
