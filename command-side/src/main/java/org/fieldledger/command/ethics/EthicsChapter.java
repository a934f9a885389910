package org.fieldledger.command.ethics;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.EndEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.ResumeEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.SuspendEthicsApproval;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalEnded;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EthicsEvent.EthicsApprovalResumed;
import org.fieldledger.events.EthicsEvent.EthicsApprovalSuspended;
import org.fieldledger.events.FieldEvent;
import org.springframework.stereotype.Component;

/** Decides about ethics approvals. */
@Component
class EthicsChapter implements Chapter<EthicsCommand> {

    @Override
    public Class<EthicsCommand> commands() {
        return EthicsCommand.class;
    }

    @Override
    public List<FieldEvent> decide(EthicsCommand command, OnRecord known) {
        var envelope = Gate.admit(command.report(), EthicsEvent.class, known);
        var approvals = known.approvals();
        var correcting = command.report().corrects() != null;
        if (!(command instanceof GrantEthicsApproval)
                && approvals.granted(command.reference()).isEmpty())
            throw Refused.because(
                    Rule.APPROVAL_UNKNOWN,
                    "There is no ethics approval %s".formatted(command.reference()),
                    "Check the reference, or record the approval first");
        return switch (command) {
            case GrantEthicsApproval c -> {
                if (approvals.granted(c.reference()).isPresent() && !correcting)
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "Ethics approval %s is already recorded".formatted(c.reference()),
                            "Record what changed as an amendment, or correct what was recorded wrongly");
                yield List.of(new EthicsApprovalGranted(
                        envelope,
                        c.reference(),
                        c.authority(),
                        c.country(),
                        c.cases(),
                        c.actions(),
                        c.population(),
                        c.conditions(),
                        c.decided(),
                        c.mustStartBy(),
                        c.ends()));
            }
            case AmendEthicsApproval c ->
                List.of(new EthicsApprovalAmended(
                        envelope,
                        c.reference(),
                        c.amendment(),
                        c.casesAdded(),
                        c.actionsAdded(),
                        c.formVersionsAdded(),
                        c.formVersionsRetired(),
                        c.reconsent(),
                        c.ends()));
            case SuspendEthicsApproval c ->
                approvals.suspended(c.reference()) && !correcting
                        ? List.of()
                        : List.of(new EthicsApprovalSuspended(envelope, c.reference(), c.reason()));
            case ResumeEthicsApproval c ->
                !approvals.suspended(c.reference()) && !correcting
                        ? List.of()
                        : List.of(new EthicsApprovalResumed(envelope, c.reference(), c.reason()));
            case EndEthicsApproval c ->
                approvals.ended(c.reference()) && !correcting
                        ? List.of()
                        : List.of(new EthicsApprovalEnded(envelope, c.reference(), c.reason()));
        };
    }
}
