package org.fieldledger.query.audit;

import java.time.ZoneId;
import org.fieldledger.access.ReadLog;
import org.fieldledger.query.AsOf;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.LogVerification;
import org.fieldledger.vault.Opening;

/** A question about the record itself rather than about a case: the log, byte by byte, or who read what. */
non-sealed interface LogQuestion extends AuditQuestion {

    /** What there is to look into, and as of when. */
    record Sources(
            EventLog log,
            LogVerification verification,
            ReadLog reads,
            long upTo,
            AsOf asOf,
            ZoneId zone,
            Opening opening) {}

    /** What they answer. */
    Findings in(Sources sources, Inquiry inquiry);
}
