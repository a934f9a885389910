package org.fieldledger.query.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOfParameters;
import org.fieldledger.query.Paging;
import org.fieldledger.query.lanes.Differences;
import org.fieldledger.query.lanes.TimelineAsked;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/**
 * What a case, or the timeline of anything, looks like now and did not in an earlier picture of it: what became known, what was
 * found wrong, and what may be used otherwise.
 */
@Controller
class ChangesPage {

    private static final int ENTRIES = 50;

    private final CaseHead head;
    private final Differences differences;
    private final AsOfParameters times;
    private final Clock clock;
    private final ZoneId zone;

    ChangesPage(
            CaseHead head,
            Differences differences,
            AsOfParameters times,
            Clock clock,
            @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone) {
        this.head = head;
        this.differences = differences;
        this.times = times;
        this.clock = clock;
        this.zone = zone;
    }

    @Material("timeline-difference")
    @GetMapping("/cases/{case}/changes")
    String ofCase(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            TimelineAsked asked,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String sinceTrueAt,
            @RequestParam(required = false) @Nullable String after,
            Model page) {
        var study = head.study(caseCode, asOf);
        var form = new TimelineForm(asked, true);
        var compared = new Compared(blank(since) ? study.since() : String.valueOf(since), sinceTrueAt);
        tell(page, form, asOf, compared, after);
        page.addAttribute("study", study);
        page.addAttribute("zone", study.zone());
        page.addAttribute(
                "times",
                new Times(
                        "/cases/%s/changes".formatted(caseCode),
                        trueAt,
                        knownAt,
                        compared.query(form),
                        head.years(study, asOf)));
        return "changes";
    }

    @Material("timeline-difference")
    @GetMapping("/timeline/changes")
    String ofAnything(
            AsOf asOf,
            TimelineAsked asked,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String sinceTrueAt,
            @RequestParam(required = false) @Nullable String after,
            Model page) {
        var form = new TimelineForm(asked, false);
        var compared = new Compared(blank(since) ? aYearBefore(asOf) : String.valueOf(since), sinceTrueAt);
        tell(page, form, asOf, compared, after);
        page.addAttribute("zone", zone.getId());
        page.addAttribute("times", new Times("/timeline/changes", trueAt, knownAt, compared.query(form), List.of()));
        return "changes";
    }

    /** The earlier picture, as it was asked for. */
    private record Compared(String since, @Nullable String sinceTrueAt) {

        /** What the question says beside its later two times. */
        String query(TimelineForm form) {
            var query = new StringBuilder("since=").append(UriUtils.encodeQueryParam(since, UTF_8));
            if (!blank(sinceTrueAt))
                query.append("&sinceTrueAt=").append(UriUtils.encodeQueryParam(String.valueOf(sinceTrueAt), UTF_8));
            return form.query().isEmpty() ? query.toString() : query + "&" + form.query();
        }
    }

    private void tell(Model page, TimelineForm form, AsOf asOf, Compared compared, @Nullable String after) {
        var earlier = times.earlier(compared.since(), compared.sinceTrueAt(), asOf);
        var answer = differences.of(form.asked(), earlier, asOf, new Paging(ENTRIES, after));
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        page.addAttribute("form", form);
        page.addAttribute("since", compared.since());
        page.addAttribute("sinceTrueAt", compared.sinceTrueAt());
        page.addAttribute("after", after);
    }

    private String aYearBefore(AsOf asOf) {
        return new AsOf(null, asOf.knownAt())
                .settled(clock, zone)
                .lastDay(zone)
                .minusYears(1)
                .toString();
    }

    private static boolean blank(@Nullable String written) {
        return written == null || written.isBlank();
    }
}
