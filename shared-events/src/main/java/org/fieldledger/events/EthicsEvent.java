package org.fieldledger.events;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ethics approvals: what an authority allowed, for which cases and actions, and until when. */
public sealed interface EthicsEvent extends FieldEvent {

    /** The reference of the approval concerned. */
    ApprovalReference reference();

    /** An authority approved research. Actions are chapters of fieldwork, such as interview; none named means all. */
    record EthicsApprovalGranted(
            Envelope envelope,
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
            implements EthicsEvent {}

    /** An approval was amended: what it adds, what it retires, and what that asks of people who had already consented. */
    record EthicsApprovalAmended(
            Envelope envelope,
            ApprovalReference reference,
            String amendment,
            List<CaseCode> casesAdded,
            List<String> actionsAdded,
            List<FormVersionCode> formVersionsAdded,
            List<FormVersionCode> formVersionsRetired,
            ReconsentRule reconsent,
            @Nullable LocalDate ends)
            implements EthicsEvent {}

    /** An approval was put on hold: nothing rests on it until it is resumed. */
    record EthicsApprovalSuspended(Envelope envelope, ApprovalReference reference, String reason)
            implements EthicsEvent {}

    /** An approval that was on hold is in force again. */
    record EthicsApprovalResumed(Envelope envelope, ApprovalReference reference, String reason)
            implements EthicsEvent {}

    /** An approval came to its end. */
    record EthicsApprovalEnded(Envelope envelope, ApprovalReference reference, String reason) implements EthicsEvent {}
}
