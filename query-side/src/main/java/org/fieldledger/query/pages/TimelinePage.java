package org.fieldledger.query.pages;

import java.time.ZoneId;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.lanes.Lanes;
import org.fieldledger.query.lanes.TimelineAsked;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What happened in one case, as of any two times. */
@Controller
class TimelinePage {

    private static final int ENTRIES = 50;

    private final CaseHead head;
    private final Lanes lanes;
    private final Told told;

    TimelinePage(CaseHead head, Lanes lanes, Told told) {
        this.head = head;
        this.lanes = lanes;
        this.told = told;
    }

    @Material("timeline")
    @GetMapping("/cases/{case}")
    String timeline(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            TimelineAsked asked,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String after,
            Model page) {
        var study = head.study(caseCode, asOf);
        var form = new TimelineForm(asked, true);
        var answer = lanes.of(asked, asOf, new Paging(ENTRIES, after));
        page.addAttribute("study", study);
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        page.addAttribute("overview", Overview.of(lanes.months(asked, asOf), ZoneId.of(study.zone()), told::words));
        page.addAttribute("form", form);
        page.addAttribute("after", after);
        page.addAttribute(
                "times", new Times("/cases/" + caseCode, trueAt, knownAt, form.query(), head.years(study, asOf)));
        return "timeline";
    }
}
