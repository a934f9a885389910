package org.fieldledger.command.policy;

import java.time.Instant;
import java.util.Optional;
import org.fieldledger.events.CaseStudyEvent;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.AssentGiven;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EthicsEvent.EthicsApprovalResumed;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/** What the store came to know at one position of its log. */
record Learned(EventId id, long position, Instant recordedAt, FieldEvent event) {

    static Learned of(StoredEvent stored, FieldEvent event) {
        return new Learned(new EventId(stored.eventId()), stored.position(), stored.recordedAt(), event);
    }

    /**
     * Whether actions that were covered before may not be covered with this known.
     *
     * @param wrong the event that is found wrong by it, if any: correcting what was done takes no cover from anything else
     */
    boolean mayTakeCoverAway(@Nullable Learned wrong) {
        if (event.envelope().corrects() != null) return coverRestsOnIt() || wrong != null && wrong.coverRestsOnIt();
        return switch (event) {
            case ConsentRequested e -> false;
            case ConsentGiven e -> false;
            case ConsentDeferred e -> false;
            case ConsentReaffirmed e -> false;
            case AssentGiven e -> false;
            case ConsentEvent e -> true;
            case ParticipantEnrolled e -> false;
            case ParticipantEvent e -> true;
            case EthicsApprovalGranted e -> false;
            case EthicsApprovalResumed e -> false;
            case EthicsEvent e -> true;
            case ConsentFormEvent e -> true;
            case ConsentModuleDefined e -> true;
            case ConsentRulesAdopted e -> true;
            case CaseClosed e -> true;
            case ResearcherRoleEnded e -> true;
            default -> false;
        };
    }

    /** Whether it is of a kind on which cover may rest, and not an action that may lack it. */
    private boolean coverRestsOnIt() {
        return switch (event) {
            case ConsentEvent e -> true;
            case ParticipantEvent e -> true;
            case EthicsEvent e -> true;
            case ConsentFormEvent e -> true;
            case CaseStudyEvent e -> true;
            case ConsentModuleDefined e -> true;
            case ConsentRulesAdopted e -> true;
            default -> false;
        };
    }

    /** The one person it is about; empty where it concerns everybody. */
    Optional<ParticipantCode> person() {
        return Optional.ofNullable(
                switch (event) {
                    case ConsentEvent e -> e.participant();
                    case ParticipantEvent e -> e.participant();
                    default -> null;
                });
    }

    /** The earlier event that it says was wrong, where it says so of one: a correction's, or a decision found invalid. */
    Optional<EventId> wrong() {
        var corrects = event.envelope().corrects();
        if (corrects != null) return Optional.of(corrects.event());
        return event instanceof ConsentInvalidated invalid ? Optional.of(invalid.decision()) : Optional.empty();
    }

    /** From when in the field it may matter; a date of birth matters for all that was ever recorded of the person. */
    Instant matters() {
        return event instanceof BirthRecorded
                ? Instant.EPOCH
                : event.envelope().occurred().earliest();
    }
}
