package org.fieldledger.consent;

import java.time.LocalDate;
import org.fieldledger.events.Occurred;
import org.jspecify.annotations.Nullable;

/**
 * For what a course of decisions is read.
 *
 * @param wholeDay the day of an action known only to the day: what was given at a minute of it counts from its start
 * @param passive for an action that needs no contact: a wish for no contact that agreed to such sources does not count
 */
record Grain(@Nullable LocalDate wholeDay, boolean passive) {

    /** For a state at an instant. */
    static final Grain EXACT = new Grain(null, false);

    static Grain of(Occurred action, boolean passive) {
        return new Grain(Instants.dayOf(action), passive);
    }
}
