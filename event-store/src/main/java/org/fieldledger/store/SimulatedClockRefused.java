package org.fieldledger.store;

/** Recorded times of real research data are never invented: only a store created as a demonstration takes a simulated clock. */
public final class SimulatedClockRefused extends RuntimeException {

    SimulatedClockRefused(StoreIdentity store) {
        super(
                "Store %s is an ordinary one and takes its times from the system clock; create a demonstration store instead"
                        .formatted(store.storeId()));
    }
}
