package org.fieldledger.command.consent;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Held;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/** What can be asked about one person's consent. No modules named in a withdrawal means all that are given. */
public sealed interface ConsentCommand extends FieldCommand {

    /** The participant concerned. */
    ParticipantCode participant();

    /** The consent modules concerned. */
    List<ModuleCode> modules();

    @Override
    default StreamName stream() {
        return StreamName.participant(participant());
    }

    @Override
    default List<StreamName> alsoReads() {
        return List.of(StreamName.FORMS);
    }

    /** A person was asked, on this text. */
    record RequestConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            ConsentMethod method)
            implements ConsentCommand {}

    /** A person, or whoever decides for them, said yes. */
    record GiveConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable Sha256 evidence,
            @Nullable String witness)
            implements ConsentCommand {

        /** Consent that nobody had to witness. */
        public GiveConsent(
                Report report,
                ParticipantCode participant,
                List<ModuleCode> modules,
                FormVersionCode formVersion,
                Decider decidedBy,
                ConsentMethod method,
                @Nullable Sha256 evidence) {
            this(report, participant, modules, formVersion, decidedBy, method, evidence, null);
        }
    }

    /** The answer was no. */
    record RefuseConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable String witness)
            implements ConsentCommand {

        /** A refusal that nobody witnessed. */
        public RefuseConsent(
                Report report,
                ParticipantCode participant,
                List<ModuleCode> modules,
                FormVersionCode formVersion,
                Decider decidedBy,
                ConsentMethod method) {
            this(report, participant, modules, formVersion, decidedBy, method, null);
        }
    }

    /** The person asked for time to think. */
    record DeferConsent(
            Report report, ParticipantCode participant, List<ModuleCode> modules, FormVersionCode formVersion)
            implements ConsentCommand {}

    /** Consent already given was confirmed, for instance within the session named. */
    record ReaffirmConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable String witness,
            @Nullable SessionCode session)
            implements ConsentCommand {

        /** A confirmation outside any session, that nobody had to witness. */
        public ReaffirmConsent(
                Report report,
                ParticipantCode participant,
                List<ModuleCode> modules,
                Decider decidedBy,
                ConsentMethod method) {
            this(report, participant, modules, decidedBy, method, null, null);
        }
    }

    /** One conversation changed several answers. */
    record ChangeConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            List<ModuleCode> withdrawn,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable String witness)
            implements ConsentCommand {

        /** A change that nobody had to witness. */
        public ChangeConsent(
                Report report,
                ParticipantCode participant,
                List<ModuleCode> modules,
                List<ModuleCode> withdrawn,
                FormVersionCode formVersion,
                Decider decidedBy,
                ConsentMethod method) {
            this(report, participant, modules, withdrawn, formVersion, decidedBy, method, null);
        }
    }

    /** Consent is on hold until the person decides. */
    record SuspendConsent(Report report, ParticipantCode participant, List<ModuleCode> modules, String cause)
            implements ConsentCommand {}

    /**
     * Consent was taken back.
     *
     * @param session the session that stops, for a dissent within one
     * @param held what is asked of that session's material
     * @param onlyBy the ways of meeting that are still welcome, for a reduction or change of mode
     * @param passiveAgreed whether sources that need no contact may still be used, for somebody who wants no contact
     */
    record WithdrawConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            WithdrawalKind kind,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable String reason,
            @Nullable String witness,
            @Nullable SessionCode session,
            @Nullable Held held,
            List<Mode> onlyBy,
            @JsonSetter(nulls = Nulls.AS_EMPTY) boolean passiveAgreed)
            implements ConsentCommand {

        /** A withdrawal of a kind that asks for nothing to be said beside it. */
        public WithdrawConsent(
                Report report,
                ParticipantCode participant,
                List<ModuleCode> modules,
                WithdrawalKind kind,
                Decider decidedBy,
                ConsentMethod method,
                @Nullable String reason) {
            this(report, participant, modules, kind, decidedBy, method, reason, null, null, null, List.of(), false);
        }
    }

    /** The period for which consent was given ended. */
    record ExpireConsent(Report report, ParticipantCode participant, List<ModuleCode> modules)
            implements ConsentCommand {}

    /** A decision turned out never to have been valid. */
    record InvalidateConsent(
            Report report, ParticipantCode participant, List<ModuleCode> modules, EventId decision, String reason)
            implements ConsentCommand {}

    /** Somebody vouches, on evidence, for consent given before this store existed. */
    record AttestConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            String attestedBy,
            String evidence,
            @Nullable Sha256 evidenceHash)
            implements ConsentCommand {}

    /** Capacity for one decision was assessed. */
    record AssessCapacity(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            String decision,
            CapacityOutcome outcome,
            String assessor)
            implements ConsentCommand {}

    /** A guardian or consultee was appointed. */
    record AppointRelationship(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            RelationshipKind kind,
            String relation)
            implements ConsentCommand {}

    /** A guardian or consultee ceased to act. */
    record EndRelationship(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            RelationshipKind kind,
            String relation,
            String reason)
            implements ConsentCommand {}

    /** A person for whom somebody else decides said yes for themselves. */
    record GiveAssent(Report report, ParticipantCode participant, List<ModuleCode> modules) implements ConsentCommand {}

    /** A person said or showed no. */
    record ExpressDissent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            @Nullable SessionCode session,
            @Nullable Held held)
            implements ConsentCommand {

        /** A dissent that says nothing of what is held. */
        public ExpressDissent(
                Report report, ParticipantCode participant, List<ModuleCode> modules, @Nullable SessionCode session) {
            this(report, participant, modules, session, null);
        }
    }

    /** A person was told of an amendment; no modules named means all. */
    record TellOfAmendment(Report report, ParticipantCode participant, List<ModuleCode> modules, EventId amendment)
            implements ConsentCommand {

        public TellOfAmendment {
            modules = modules == null ? List.of() : List.copyOf(modules);
        }
    }

    /** An objection to the use of a person's material was decided. */
    record DecideObjection(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            EventId objection,
            ObjectionOutcome outcome,
            String decidedBy)
            implements ConsentCommand {}
}
