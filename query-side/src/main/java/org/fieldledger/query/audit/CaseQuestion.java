package org.fieldledger.query.audit;

/** A question that is answered case by case, from the trail alone. */
non-sealed interface CaseQuestion extends AuditQuestion {

    /** What the trail of one case, or of the programme as a whole, answers. The same trail always answers the same. */
    Findings in(AuditTrail trail, Inquiry inquiry);
}
