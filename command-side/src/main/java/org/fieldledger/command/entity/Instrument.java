package org.fieldledger.command.entity;

import java.util.Optional;
import org.fieldledger.consent.Instants;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionRetired;
import org.fieldledger.events.Occurred;

/** An instrument in all its versions. */
public record Instrument(InstrumentCode code, History history) {

    public boolean known() {
        return history.of(InstrumentVersionReleased.class).findAny().isPresent();
    }

    public Optional<InstrumentVersionReleased> version(String version) {
        return history.of(InstrumentVersionReleased.class)
                .filter(released -> released.version().equals(version))
                .findFirst();
    }

    public boolean retired(String version) {
        return history.of(InstrumentVersionRetired.class)
                .anyMatch(retired -> retired.version().equals(version));
    }

    /** Whether that version was in use when it was answered. */
    public boolean inUse(String version, Occurred answered) {
        return version(version)
                        .filter(released -> !Instants.begins(released.envelope().occurred(), answered)
                                .isAfter(answered.earliest()))
                        .isPresent()
                && history.of(InstrumentVersionRetired.class)
                        .filter(retired -> retired.version().equals(version))
                        .noneMatch(retired ->
                                Instants.overDuring(retired.envelope().occurred(), answered));
    }
}
