package org.fieldledger.command.consent;

import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
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
            @Nullable Sha256 evidence)
            implements ConsentCommand {}

    /** The answer was no. */
    record RefuseConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method)
            implements ConsentCommand {}

    /** The person asked for time to think. */
    record DeferConsent(
            Report report, ParticipantCode participant, List<ModuleCode> modules, FormVersionCode formVersion)
            implements ConsentCommand {}

    /** Consent already given was confirmed. */
    record ReaffirmConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            Decider decidedBy,
            ConsentMethod method)
            implements ConsentCommand {}

    /** One conversation changed several answers. */
    record ChangeConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            List<ModuleCode> withdrawn,
            FormVersionCode formVersion,
            Decider decidedBy,
            ConsentMethod method)
            implements ConsentCommand {}

    /** Consent is on hold until the person decides. */
    record SuspendConsent(Report report, ParticipantCode participant, List<ModuleCode> modules, String cause)
            implements ConsentCommand {}

    /** Consent was taken back. */
    record WithdrawConsent(
            Report report,
            ParticipantCode participant,
            List<ModuleCode> modules,
            WithdrawalKind kind,
            Decider decidedBy,
            ConsentMethod method,
            @Nullable String reason)
            implements ConsentCommand {}

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
            @Nullable SessionCode session) implements ConsentCommand {}
}
