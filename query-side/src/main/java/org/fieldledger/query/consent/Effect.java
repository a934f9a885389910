package org.fieldledger.query.consent;

import java.time.Instant;
import java.time.LocalDate;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.AssentGiven;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentExpired;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentSuspended;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.Occurred;

/**
 * What a decision does to the modules it names, and from when.
 *
 * <p>Consent that is known to the minute or the day holds from its earliest, known more vaguely from its latest, because
 * unknown denies. What takes consent away on a day holds from that day's end; known to the minute, from that minute; known
 * more vaguely, from the end of its first day. These are the rules by which the gate judges recording.
 */
public enum Effect {
    ASKS,
    DEFERS,
    GIVES,
    REAFFIRMS,
    REFUSES,
    SUSPENDS,
    WITHDRAWS,
    EXPIRES,
    NONE;

    /** What the decision does to the modules it gives or names; what a change takes back is {@link #WITHDRAWS}. */
    public static Effect of(ConsentEvent decision) {
        return switch (decision) {
            case ConsentRequested e -> ASKS;
            case ConsentDeferred e -> DEFERS;
            case ConsentGiven e -> GIVES;
            case ConsentAttested e -> GIVES;
            case ConsentChanged e -> GIVES;
            case ConsentReaffirmed e -> REAFFIRMS;
            case ConsentRefused e -> REFUSES;
            case ConsentSuspended e -> SUSPENDS;
            case ConsentExpired e -> EXPIRES;
            case ConsentWithdrawn e ->
                switch (e.kind()) {
                    case DISSENT_IN_SESSION, REDUCE_OR_CHANGE_MODE -> NONE;
                    case NO_CONTACT, NO_FURTHER_COLLECTION, NO_NEW_USE, DESTROY -> WITHDRAWS;
                    case RESTRICT_OR_OBJECT -> SUSPENDS;
                };
            case DissentExpressed e -> e.session() == null ? REFUSES : NONE;
            case CapacityAssessed e -> e.outcome() == CapacityOutcome.LACKS_CAPACITY ? SUSPENDS : NONE;
            // It acts on the decision that it names, wherever that one stands in time.
            case ConsentInvalidated e -> NONE;
            case RelationshipAppointed e -> NONE;
            case RelationshipEnded e -> NONE;
            case AssentGiven e -> NONE;
            case ObjectionDecided e -> NONE;
        };
    }

    /** Whether it lets something be done that could not be done before, rather than taking it away. */
    public boolean opens() {
        return switch (this) {
            case ASKS, DEFERS, GIVES, REAFFIRMS, NONE -> true;
            case REFUSES, SUSPENDS, WITHDRAWS, EXPIRES -> false;
        };
    }

    /** Whether a module stands as given by it. */
    public boolean permits() {
        return this == GIVES || this == REAFFIRMS;
    }

    /** Whether it answers whether something may be collected; a question asked, and a request for time, do not. */
    public boolean decides() {
        return switch (this) {
            case GIVES, REAFFIRMS, REFUSES, SUSPENDS, WITHDRAWS, EXPIRES -> true;
            case ASKS, DEFERS, NONE -> false;
        };
    }

    /** The instant from which it holds, for a decision that occurred so. */
    public Instant at(Occurred occurred) {
        return switch (occurred.precision()) {
            case MINUTE -> occurred.earliest();
            case DAY -> opens() ? occurred.earliest() : occurred.begunBy();
            case MONTH, YEAR ->
                opens()
                        ? occurred.begunBy()
                        : occurred.firstDay()
                                .plusDays(1)
                                .atStartOfDay(occurred.zone())
                                .toInstant();
        };
    }

    /** The first local day on which it holds, for a decision that occurred so. */
    public LocalDate on(Occurred occurred) {
        if (opens()) return occurred.begunOn();
        return switch (occurred.precision()) {
            case MINUTE -> occurred.begunOn();
            case DAY, MONTH, YEAR -> occurred.firstDay().plusDays(1);
        };
    }
}
