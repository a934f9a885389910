package org.fieldledger.query.pages;

import java.time.ZoneId;
import java.util.List;
import org.fieldledger.access.Material;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.lanes.Lanes;
import org.fieldledger.query.lanes.TimelineAsked;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What happened to a person, with an instrument or in the programme, across cases, as of any two times. */
@Controller
class LanesPage {

    private static final int ENTRIES = 50;

    private final Lanes lanes;
    private final Told told;
    private final ZoneId zone;

    /** The zone says in which months the overview counts, where cases lie in several. */
    LanesPage(Lanes lanes, Told told, @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone) {
        this.lanes = lanes;
        this.told = told;
        this.zone = zone;
    }

    @Material("timeline-of-anything")
    @GetMapping("/timeline")
    String lanes(
            AsOf asOf,
            TimelineAsked asked,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String after,
            Model page) {
        var form = new TimelineForm(asked, false);
        var answer = lanes.of(asked, asOf, new Paging(ENTRIES, after));
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        page.addAttribute("overview", Overview.of(lanes.months(asked, asOf), zone, told::words));
        page.addAttribute("form", form);
        page.addAttribute("after", after);
        page.addAttribute("zone", zone.getId());
        page.addAttribute("times", new Times("/timeline", trueAt, knownAt, form.query(), List.of()));
        return "lanes";
    }
}
