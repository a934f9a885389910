package org.fieldledger.query.pages;

import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOfParameters;
import org.fieldledger.query.Paging;
import org.fieldledger.query.timeline.TimelineView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** What one case looks like now and did not in an earlier picture of it: what became known, and what was found wrong. */
@Controller
class ChangesPage {

    private static final int ENTRIES = 50;

    private final CaseHead head;
    private final TimelineView timeline;
    private final AsOfParameters times;

    ChangesPage(CaseHead head, TimelineView timeline, AsOfParameters times) {
        this.head = head;
        this.timeline = timeline;
        this.times = times;
    }

    @Material("timeline-difference")
    @GetMapping("/cases/{case}/changes")
    String changes(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String after,
            Model page) {
        var study = head.study(caseCode, asOf);
        var compared = since == null || since.isBlank() ? study.since() : since;
        var answer =
                timeline.difference(caseCode, times.earlier(compared, null, asOf), asOf, new Paging(ENTRIES, after));
        page.addAttribute("study", study);
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        page.addAttribute("since", compared);
        page.addAttribute("after", after);
        page.addAttribute(
                "times",
                new Times(
                        "/cases/%s/changes".formatted(caseCode),
                        trueAt,
                        knownAt,
                        String.valueOf(UriComponentsBuilder.newInstance()
                                .queryParam("since", compared)
                                .build()
                                .getQuery()),
                        head.years(study, asOf)));
        return "changes";
    }
}
