package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consent: what each person was asked, and what was decided, by whom, in what capacity and on which text. */
public sealed interface ConsentEvent extends FieldEvent {

    /** The participant concerned. */
    ParticipantCode participant();

    /** The consent modules concerned; empty where the event is about the person rather than about a module. */
    List<ModuleCode> modules();

    /**
     * Who decided, and in what capacity.
     *
     * @param code which guardian, parent or consultee: their relation, as in the appointment; absent for the participant
     * @param under the adoption of the country's rules in force in the field when this was decided. The decision keeps it
     *     for ever; absent where no rules had been adopted
     */
    record Decider(
            DeciderCapacity capacity,
            @Nullable String code,
            @Nullable EventId under) {

        /** The participant's own decision. */
        public static final Decider SELF = new Decider(DeciderCapacity.SELF, null);

        /** Somebody's decision, of which it is not said under what rules it was made. */
        public Decider(DeciderCapacity capacity, @Nullable String code) {
            this(capacity, code, null);
        }

        /** The same decider, under these rules. */
        public Decider under(@Nullable EventId rules) {
            return new Decider(capacity, code, rules);
        }
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
            @Nullable Sha256 evidence,
            @Personal @Nullable String witness)
            implements ConsentEvent {

        /** Consent that nobody had to witness. */
        public ConsentGiven(
                Envelope envelope,
                ParticipantCode participant,
                List<ModuleCode> modules,
                FormVersionCode formVersion,
                Decider decidedBy,
                ConsentMethod method,
                @Nullable Sha256 evidence) {
            this(envelope, participant, modules, formVersion, decidedBy, method, evidence, null);
        }
    }

    /** The answer was no. Nothing had been given, so nothing is taken back. */
    record ConsentRefused(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method,
            @Personal @Nullable String witness)
            implements ConsentEvent {

        /** A refusal that nobody witnessed. */
        public ConsentRefused(
                Envelope envelope,
                ParticipantCode participant,
                List<ModuleCode> modules,
                FormVersionCode formVersion,
                Decider decidedBy,
                ConsentMethod method) {
            this(envelope, participant, modules, formVersion, decidedBy, method, null);
        }
    }

    /** The person asked for time to think. */
    record ConsentDeferred(
            Envelope envelope, ParticipantCode participant, List<ModuleCode> modules, FormVersionCode formVersion)
            implements ConsentEvent {}

    /** Consent already given was confirmed, for instance within the session named. */
    record ConsentReaffirmed(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            Decider decidedBy,
            ConsentMethod method,
            @Personal @Nullable String witness,
            @Nullable SessionCode session)
            implements ConsentEvent {

        /** A confirmation outside any session, that nobody had to witness. */
        public ConsentReaffirmed(
                Envelope envelope,
                ParticipantCode participant,
                List<ModuleCode> modules,
                Decider decidedBy,
                ConsentMethod method) {
            this(envelope, participant, modules, decidedBy, method, null, null);
        }
    }

    /** One conversation changed several answers: some modules given, others taken back for further collection. */
    record ConsentChanged(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            List<ModuleCode> withdrawn,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method,
            @Personal @Nullable String witness)
            implements ConsentEvent {

        /** A change that nobody had to witness. */
        public ConsentChanged(
                Envelope envelope,
                ParticipantCode participant,
                List<ModuleCode> modules,
                List<ModuleCode> withdrawn,
                FormVersionCode formVersion,
                Decider decidedBy,
                ConsentMethod method) {
            this(envelope, participant, modules, withdrawn, formVersion, decidedBy, method, null);
        }
    }

    /** Consent is on hold until the person decides: capacity lost, an age reached, an approval lapsed. */
    record ConsentSuspended(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            @Personal String cause) implements ConsentEvent {}

    /**
     * Consent was taken back. A reason is never required.
     *
     * @param session the session that stops, for a dissent within one
     * @param held what is asked of that session's material
     * @param onlyBy the ways of meeting that are still welcome, for a reduction or change of mode; none named says nothing about them
     * @param passiveAgreed whether sources that need no contact may still be used, for somebody who wants no contact
     */
    record ConsentWithdrawn(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            WithdrawalKind kind,
            Decider decidedBy,
            ConsentMethod method,
            @Personal @Nullable String reason,
            @Personal @Nullable String witness,
            @Nullable SessionCode session,
            @Nullable Held held,
            List<Mode> onlyBy,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
            boolean passiveAgreed)
            implements ConsentEvent {

        public ConsentWithdrawn {
            onlyBy = Absent.asEmpty(onlyBy);
        }

        /** A withdrawal of a kind that asks for nothing to be said beside it. */
        public ConsentWithdrawn(
                Envelope envelope,
                ParticipantCode participant,
                List<ModuleCode> modules,
                WithdrawalKind kind,
                Decider decidedBy,
                ConsentMethod method,
                @Nullable String reason) {
            this(envelope, participant, modules, kind, decidedBy, method, reason, null, null, null, List.of(), false);
        }
    }

    /** The period for which consent was given came to its end. */
    record ConsentExpired(Envelope envelope, ParticipantCode participant, List<ModuleCode> modules)
            implements ConsentEvent {}

    /** A decision turned out never to have been valid. */
    record ConsentInvalidated(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            EventId decision,
            @Personal String reason)
            implements ConsentEvent {}

    /** Somebody vouches, on evidence, that consent had been given before this store existed, from the day it occurred. */
    record ConsentAttested(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            @Personal String attestedBy,
            @Personal String evidence,
            @Nullable Sha256 evidenceHash)
            implements ConsentEvent {}

    /** Capacity for one particular decision was assessed. */
    record CapacityAssessed(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            @Personal String decision,
            CapacityOutcome outcome,
            @Personal String assessor)
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
            @Personal String reason)
            implements ConsentEvent {}

    /** A person for whom somebody else decides said yes for themselves. */
    record AssentGiven(Envelope envelope, ParticipantCode participant, List<ModuleCode> modules)
            implements ConsentEvent {}

    /**
     * A person said or showed no. Their own dissent always wins.
     *
     * @param session the session that stops; absent when they said no to the modules as such
     * @param held what is asked of that session's material
     */
    record DissentExpressed(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            @Nullable SessionCode session,
            @Nullable Held held)
            implements ConsentEvent {

        /** A dissent that says nothing of what is held. */
        public DissentExpressed(
                Envelope envelope,
                ParticipantCode participant,
                List<ModuleCode> modules,
                @Nullable SessionCode session) {
            this(envelope, participant, modules, session, null);
        }
    }

    /**
     * A person was told of an amendment that asks for no new decision.
     *
     * @param modules those it changes something about; empty where it is about them all
     */
    record AmendmentTold(Envelope envelope, ParticipantCode participant, List<ModuleCode> modules, EventId amendment)
            implements ConsentEvent {}

    /** An objection to the use of a person's material was decided, by whom it says. */
    record ObjectionDecided(
            Envelope envelope,
            ParticipantCode participant,
            List<ModuleCode> modules,
            EventId objection,
            ObjectionOutcome outcome,
            @Personal String decidedBy)
            implements ConsentEvent {}
}
