package org.fieldledger.query.audit;

import java.util.Optional;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.FormVersionCode;

/** What a decision about consent says of itself. */
final class Decision {

    /** The text that it names. */
    static Optional<FormVersionCode> text(ConsentEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case ConsentRequested e -> e.formVersion();
                    case ConsentGiven e -> e.formVersion();
                    case ConsentRefused e -> e.formVersion();
                    case ConsentDeferred e -> e.formVersion();
                    case ConsentChanged e -> e.formVersion();
                    default -> null;
                });
    }

    /** Who decided, where it says so; whoever attests decides nothing. */
    static Optional<Decider> by(ConsentEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case ConsentGiven e -> e.decidedBy();
                    case ConsentRefused e -> e.decidedBy();
                    case ConsentReaffirmed e -> e.decidedBy();
                    case ConsentChanged e -> e.decidedBy();
                    case ConsentWithdrawn e -> e.decidedBy();
                    default -> null;
                });
    }

    private Decision() {}
}
