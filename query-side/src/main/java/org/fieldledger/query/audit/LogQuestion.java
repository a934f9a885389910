package org.fieldledger.query.audit;

import org.fieldledger.store.EventLog;
import org.fieldledger.store.LogVerification;

/** A question about the log itself, byte by byte. */
non-sealed interface LogQuestion extends AuditQuestion {

    /** What the log answers, up to a position. */
    Findings in(EventLog log, LogVerification verification, long upTo, Inquiry inquiry);
}
