package org.fieldledger.command.ethics;

import java.time.LocalDate;
import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ReconsentRule;
import org.jspecify.annotations.Nullable;

/** What can be asked about ethics approvals. The report's time is the day from which it holds. */
public sealed interface EthicsCommand extends FieldCommand {

    /** The approval concerned. */
    ApprovalReference reference();

    @Override
    default StreamName stream() {
        return StreamName.APPROVALS;
    }

    /** Records an approval. No actions named means all chapters of fieldwork. */
    record GrantEthicsApproval(
            Report report,
            ApprovalReference reference,
            String authority,
            Country country,
            List<CaseCode> cases,
            List<String> actions,
            String population,
            List<String> conditions,
            LocalDate decided,
            @Nullable LocalDate mustStartBy,
            @Nullable LocalDate ends)
            implements EthicsCommand {}

    /** Records an amendment. */
    record AmendEthicsApproval(
            Report report,
            ApprovalReference reference,
            String amendment,
            List<CaseCode> casesAdded,
            List<String> actionsAdded,
            List<FormVersionCode> formVersionsAdded,
            List<FormVersionCode> formVersionsRetired,
            ReconsentRule reconsent,
            @Nullable LocalDate ends)
            implements EthicsCommand {}

    /** Records that an approval is on hold. */
    record SuspendEthicsApproval(Report report, ApprovalReference reference, String reason) implements EthicsCommand {}

    /** Records that an approval is in force again. */
    record ResumeEthicsApproval(Report report, ApprovalReference reference, String reason) implements EthicsCommand {}

    /** Records that an approval ended. */
    record EndEthicsApproval(Report report, ApprovalReference reference, String reason) implements EthicsCommand {}
}
