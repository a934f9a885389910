package org.fieldledger.query.release;

import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.release.Releases.Made;

/**
 * Puts a release on record, where one process holds both sides of the ledger. Elsewhere whoever made it hands in the command
 * {@code ReleaseData} themselves.
 */
public interface ReleaseDesk {

    /** Throws {@link CannotBeMade} with the reasons where it is refused. */
    void record(Made release, ResearcherCode by);
}
