package org.fieldledger.store;

import java.util.Locale;

/** What a store is for. Chosen when it is created, and for ever. */
public enum StoreKind {
    /** Real research data: recorded times are the system's own. */
    ORDINARY,
    /** Invented data that lives through years in minutes: recorded times may come from a {@link DemonstrationClock}. */
    DEMONSTRATION;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StoreKind of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
