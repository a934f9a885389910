package org.fieldledger.query.pages;

import java.util.List;
import java.util.stream.IntStream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.register.RegisterView.CaseStudy;
import org.fieldledger.query.timeline.TimelineView;
import org.springframework.stereotype.Component;

/** What the head of every page about a case says. */
@Component
class CaseHead {

    private final RegisterView register;
    private final TimelineView timeline;
    private final CaseAccess access;

    CaseHead(RegisterView register, TimelineView timeline, CaseAccess access) {
        this.register = register;
        this.timeline = timeline;
        this.access = access;
    }

    /** The case, for whoever may see it. Throws {@link NothingKnown} where there was none as of these times. */
    CaseStudy study(CaseCode caseCode, AsOf asOf) {
        access.require(caseCode);
        return register.caseStudy(caseCode, asOf).items().stream()
                .findFirst()
                .orElseThrow(() -> new NothingKnown("case", caseCode))
                .study();
    }

    /** From the year the case was opened to the last with an entry, whichever day is being looked at. */
    List<Integer> years(CaseStudy study, AsOf asOf) {
        var last = timeline.lastYear(new CaseCode(study.caseCode()), new AsOf(null, asOf.knownAt()));
        return IntStream.rangeClosed(Integer.parseInt(study.since().substring(0, 4)), last)
                .boxed()
                .toList();
    }
}
