package org.fieldledger.query.timeline;

import org.fieldledger.events.CaseCode;
import org.jspecify.annotations.Nullable;

/** Of what a timeline is. */
public sealed interface Extent {

    /** Of one case. */
    record OfCase(CaseCode caseCode) implements Extent {}

    /** Of the programme: what belongs to no case. */
    record OfTheProgramme() implements Extent {}

    /** Of everything that whoever asks may see. */
    record OfEverything() implements Extent {}

    static Extent of(@Nullable CaseCode caseCode, boolean programme) {
        if (caseCode != null) return new OfCase(caseCode);
        return programme ? new OfTheProgramme() : new OfEverything();
    }
}
