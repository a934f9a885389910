package org.fieldledger.consent;

import java.util.Optional;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionRetired;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Occurred;

/** All consent form versions, and which were in use on a day. */
public final class Forms {

    private final Facts facts;

    public Forms(Facts facts) {
        this.facts = facts;
    }

    public Optional<ConsentFormVersionReleased> version(FormVersionCode code) {
        return released(code).map(Fact::event);
    }

    public boolean retired(FormVersionCode code) {
        return facts.of(ConsentFormVersionRetired.class)
                .anyMatch(retired -> retired.event().formVersion().equals(code));
    }

    /** Whether the text was in use when somebody was asked or decided. */
    public boolean inUse(FormVersionCode code, Occurred asked) {
        return released(code)
                .filter(release -> Instants.heldThroughout(
                        release.occurred(),
                        facts.of(ConsentFormVersionRetired.class)
                                .filter(retired -> retired.event().formVersion().equals(code))
                                .map(Fact::occurred),
                        asked))
                .isPresent();
    }

    private Optional<Fact<ConsentFormVersionReleased>> released(FormVersionCode code) {
        return facts.of(ConsentFormVersionReleased.class)
                .filter(released -> released.event().formVersion().equals(code))
                .findFirst();
    }
}
