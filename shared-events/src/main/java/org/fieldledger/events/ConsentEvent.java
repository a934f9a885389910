package org.fieldledger.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consent: what each person was asked, and what was decided, by whom, in what capacity and on which text. */
public sealed interface ConsentEvent extends FieldEvent {

    /** The participant concerned. */
    ParticipantCode participant();

    /** The consent modules concerned; empty where the event is about the person rather than about a module. */
    List<ModuleCode> modules();

    /** Who decided, and in what capacity. The code is absent for the participant's own decision. */
    record Decider(DeciderCapacity capacity, @Nullable String code) {
        /** The participant's own decision. */
        public static final Decider SELF = new Decider(DeciderCapacity.SELF, null);
    }

    /** A person was asked, on this text. */
    record ConsentRequested(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            ConsentMethod method)
            implements ConsentEvent {}

    /** Consent was given to these modules, on this text. */
    record ConsentGiven(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable Sha256 evidence)
            implements ConsentEvent {}

    /** The answer was no. Nothing had been given, so nothing is taken back. */
    record ConsentRefused(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method)
            implements ConsentEvent {}

    /** The person asked for time to think. */
    record ConsentDeferred(
            Envelope envelope, ParticipantCode participant, List<ModuleCode> modules, FormVersionCode formVersion)
            implements ConsentEvent {}

    /** Consent already given was confirmed, for instance within a session. */
    record ConsentReaffirmed(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            Decider decidedBy,
            ConsentMethod method)
            implements ConsentEvent {}

    /** One conversation changed several answers: some modules given, others taken back for further collection. */
    record ConsentChanged(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            List<ModuleCode> withdrawn,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method)
            implements ConsentEvent {}

    /** Consent is on hold until the person decides: capacity lost, an age reached, an approval lapsed. */
    record ConsentSuspended(Envelope envelope, ParticipantCode participant, List<ModuleCode> modules, String cause)
            implements ConsentEvent {}

    /** Consent was taken back. A reason is never required. */
    record ConsentWithdrawn(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            WithdrawalKind kind,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable String reason)
            implements ConsentEvent {}

    /** The period for which consent was given came to its end. */
    record ConsentExpired(Envelope envelope, ParticipantCode participant, List<ModuleCode> modules)
            implements ConsentEvent {}

    /** A decision turned out never to have been valid. */
    record ConsentInvalidated(
            Envelope envelope, ParticipantCode participant, List<ModuleCode> modules, EventId decision, String reason)
            implements ConsentEvent {}

    /** Somebody vouches, on evidence, that consent had been given before this store existed, from the day it occurred. */
    record ConsentAttested(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            String attestedBy,
            String evidence,
            @Nullable Sha256 evidenceHash)
            implements ConsentEvent {}

    /** Capacity for one particular decision was assessed. */
    record CapacityAssessed(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            String decision,
            CapacityOutcome outcome,
            String assessor)
            implements ConsentEvent {}

    /** A guardian or consultee was appointed for a participant. */
    record RelationshipAppointed(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            RelationshipKind kind,
            String relation)
            implements ConsentEvent {}

    /** A guardian or consultee ceased to act for a participant. */
    record RelationshipEnded(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            RelationshipKind kind,
            String relation,
            String reason)
            implements ConsentEvent {}

    /** A person for whom somebody else decides said yes for themselves. */
    record AssentGiven(Envelope envelope, ParticipantCode participant, List<ModuleCode> modules)
            implements ConsentEvent {}

    /** A person said or showed no. Their own dissent always wins. */
    record DissentExpressed(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            @Nullable SessionCode session) implements ConsentEvent {}
}
