package org.fieldledger.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a person and a module at an instant.
 *
 * @param cause why consent that was given does not hold; absent unless suspended, expired by the module's period, or due
 *     again
 * @param decision the event that made it so; absent when nobody was asked
 * @param since from when it is so
 * @param given the consent that stands, or stood before it was suspended or expired
 * @param amendment what requires a new decision
 * @param withdrawal what kind of withdrawal it is
 * @param awaiting who has not said yes yet, while some have
 */
public record Standing(
        State state,
        @Nullable Cause cause,
        @Nullable Fact<? extends ConsentEvent> decision,
        @Nullable Instant since,
        @Nullable Given given,
        @Nullable Fact<EthicsApprovalAmended> amendment,
        @Nullable WithdrawalKind withdrawal,
        Awaiting awaiting) {

    static final Standing NOT_ASKED =
            new Standing(State.NOT_ASKED, null, null, null, null, null, null, Awaiting.NOBODY);

    /**
     * Consent as it was given.
     *
     * @param by who decided last in the person's place or as the person; absent where somebody vouched for it
     * @param text the text it was given on; absent where somebody vouched for it
     * @param since from when
     */
    public record Given(
            EventId event, @Nullable Decider by, @Nullable FormVersionCode text, Instant since) {}

    /** Who has yet to say yes: guardians by their relation, and whether the person's own assent is missing. */
    public record Awaiting(Set<String> guardians, boolean assent) {
        static final Awaiting NOBODY = new Awaiting(Set.of(), false);

        public Awaiting {
            guardians = new TreeSet<>(guardians);
        }

        public boolean anybody() {
            return assent || !guardians.isEmpty();
        }
    }

    /** The deciding event's id. */
    public Optional<EventId> decidedBy() {
        return Optional.ofNullable(decision).map(Fact::id);
    }

    public boolean permits() {
        return state.permits();
    }

    Standing overlaid(State over, Cause why, @Nullable Instant from, @Nullable Fact<EthicsApprovalAmended> under) {
        return new Standing(over, why, decision, from, given, under, null, awaiting);
    }
}
