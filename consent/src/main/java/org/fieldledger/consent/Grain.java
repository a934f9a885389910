package org.fieldledger.consent;

import org.fieldledger.events.Occurred;

/**
 * For what a course of decisions is read.
 *
 * @param byDay for an action known only to the day: what was given at a minute counts from the start of its day
 * @param passive for an action that needs no contact: a wish for no contact that agreed to such sources does not count
 */
record Grain(boolean byDay, boolean passive) {

    /** For a state at an instant. */
    static final Grain EXACT = new Grain(false, false);

    static Grain of(Occurred action, boolean passive) {
        return new Grain(Instants.byDay(action), passive);
    }
}
