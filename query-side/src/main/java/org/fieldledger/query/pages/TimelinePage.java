package org.fieldledger.query.pages;

import java.time.ZoneId;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Choice;
import org.fieldledger.query.Paging;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Extent;
import org.fieldledger.query.timeline.TimelineView.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** What happened in one case, as of any two times. */
@Controller
class TimelinePage {

    private static final int ENTRIES = 50;

    private final CaseHead head;
    private final TimelineView timeline;
    private final Told told;

    TimelinePage(CaseHead head, TimelineView timeline, Told told) {
        this.head = head;
        this.timeline = timeline;
        this.told = told;
    }

    @Material("timeline")
    @GetMapping("/cases/{case}")
    String timeline(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String chapter,
            @RequestParam(required = false) @Nullable String participant,
            @RequestParam(required = false) @Nullable String history,
            Model page) {
        var study = head.study(caseCode, asOf);
        var filter =
                new Filter(null, chapter, participant, null, null, null, null, Choice.included("history", history));
        var answer = timeline.ofCase(caseCode, asOf, filter, new Paging(ENTRIES, after));
        var overview = Overview.of(
                timeline.months(new Extent.OfCase(caseCode), filter, asOf), ZoneId.of(study.zone()), told::words);
        var path = "/cases/" + caseCode;
        var rest = UriComponentsBuilder.newInstance();
        if (chapter != null && !chapter.isBlank()) rest.queryParam("chapter", chapter);
        if (participant != null && !participant.isBlank()) rest.queryParam("participant", participant);
        if (filter.withHistory()) rest.queryParam("history", "include");
        var query = rest.build().getQuery();
        page.addAttribute("study", study);
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        page.addAttribute("overview", overview);
        page.addAttribute("filter", filter);
        page.addAttribute("after", after);
        page.addAttribute(
                "times", new Times(path, trueAt, knownAt, query == null ? "" : query, head.years(study, asOf)));
        return "timeline";
    }
}
