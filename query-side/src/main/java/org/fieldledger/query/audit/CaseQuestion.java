package org.fieldledger.query.audit;

import org.fieldledger.store.Selection;

/** A question that is answered case by case, from the trail alone. */
non-sealed interface CaseQuestion extends AuditQuestion {

    /** What of each case has to be read to answer it; the trail need hold no more. Everything, unless it says otherwise. */
    default Selection reads(Inquiry inquiry) {
        return Selection.EVERYTHING;
    }

    /** What the trail of one case, or of the programme as a whole, answers. The same trail always answers the same. */
    Findings in(AuditTrail trail, Inquiry inquiry);
}
