package org.fieldledger.query.pages;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.fieldledger.access.Material;
import org.fieldledger.events.Level;
import org.fieldledger.events.Objective;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.lanes.Lanes;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Extent;
import org.fieldledger.query.timeline.TimelineView.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** What happened to a person, with an instrument or in the programme, across cases, as of any two times. */
@Controller
class LanesPage {

    private static final int ENTRIES = 50;

    private final Lanes lanes;
    private final TimelineView timeline;
    private final Told told;
    private final ZoneId zone;

    /** The zone says in which months the overview counts, where cases lie in several. */
    LanesPage(
            Lanes lanes, TimelineView timeline, Told told, @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone) {
        this.lanes = lanes;
        this.timeline = timeline;
        this.told = told;
        this.zone = zone;
    }

    @Material("timeline-of-anything")
    @GetMapping("/timeline")
    String lanes(
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String programme,
            @RequestParam(required = false) @Nullable String participant,
            @RequestParam(required = false) @Nullable String instrument,
            @RequestParam(required = false) @Nullable String chapter,
            @RequestParam(required = false) @Nullable String objective,
            @RequestParam(required = false) @Nullable String level,
            @RequestParam(required = false) @Nullable String use,
            @RequestParam(required = false) @Nullable String after,
            Model page) {
        var extent = Extent.of(null, "only".equals(programme));
        var filter = new Filter(null, chapter, participant, objective, level, null, instrument, false);
        var answer = lanes.of(extent, filter, Lanes.use(use), asOf, new Paging(ENTRIES, after));
        page.addAttribute("title", title(programme, participant, instrument));
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        page.addAttribute("overview", Overview.of(timeline.months(extent, filter, asOf), zone, told::words));
        page.addAttribute("programme", programme);
        page.addAttribute("filter", filter);
        page.addAttribute("use", use);
        page.addAttribute("uses", Lanes.uses());
        page.addAttribute("objectives", List.of(Objective.values()));
        page.addAttribute("levels", List.of(Level.values()));
        page.addAttribute("after", after);
        page.addAttribute("zone", zone.getId());
        var rest = UriComponentsBuilder.newInstance();
        put(rest, "programme", programme);
        put(rest, "participant", participant);
        put(rest, "instrument", instrument);
        put(rest, "chapter", chapter);
        put(rest, "objective", objective);
        put(rest, "level", level);
        put(rest, "use", use);
        page.addAttribute(
                "times",
                new Times(
                        "/timeline",
                        trueAt,
                        knownAt,
                        Objects.requireNonNullElse(rest.build().getQuery(), ""),
                        List.of()));
        return "lanes";
    }

    private static String title(@Nullable String programme, @Nullable String participant, @Nullable String instrument) {
        if (participant != null && !participant.isBlank()) return "Timeline of " + participant;
        if (instrument != null && !instrument.isBlank()) return "Timeline of instrument " + instrument;
        return "only".equals(programme) ? "Timeline of the programme" : "Timeline of all cases";
    }

    private static void put(UriComponentsBuilder address, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) address.queryParam(name, value);
    }
}
