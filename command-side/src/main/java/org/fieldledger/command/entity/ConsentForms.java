package org.fieldledger.command.entity;

import java.util.Optional;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionRetired;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Occurred;

/** All consent form versions, and which were in use on a day. */
public record ConsentForms(History history) {

    public Optional<ConsentFormVersionReleased> version(FormVersionCode code) {
        return history.of(ConsentFormVersionReleased.class)
                .filter(released -> released.formVersion().equals(code))
                .findFirst();
    }

    public boolean retired(FormVersionCode code) {
        return history.of(ConsentFormVersionRetired.class)
                .anyMatch(retired -> retired.formVersion().equals(code));
    }

    /** Whether the text was in use when somebody was asked or decided. */
    public boolean inUse(FormVersionCode code, Occurred asked) {
        return version(code)
                        .filter(released -> !Cover.begins(released.envelope().occurred(), asked)
                                .isAfter(asked.earliest()))
                        .isPresent()
                && history.of(ConsentFormVersionRetired.class)
                        .filter(retired -> retired.formVersion().equals(code))
                        .noneMatch(retired ->
                                Cover.ends(retired.envelope().occurred()).isBefore(asked.latest()));
    }
}
