package org.fieldledger.query.lanes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Choice;
import org.fieldledger.query.Paging;
import org.fieldledger.query.timeline.TimelineView.Extent;
import org.fieldledger.query.timeline.TimelineView.Filter;
import org.fieldledger.query.timeline.TimelineView.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a person, with an instrument, in the programme or in all of it, as of any two times. */
@RestController
@Tag(name = "timeline", description = "What happened, in the order of the field")
class LanesQuestions {

    private final Lanes lanes;
    private final CaseAccess access;

    LanesQuestions(Lanes lanes, CaseAccess access) {
        this.lanes = lanes;
        this.access = access;
    }

    @Material("timeline-of-anything")
    @GetMapping("/api/timeline")
    @Operation(
            summary = "What happened in a case, to a person, with an instrument, or in the programme as such",
            description =
                    "Across every case that whoever asks may see, unless a case is named, or `programme=only`. With"
                            + " `use`, only actions that took something from people of which this is what may be done.")
    Answer<Line> anything(
            AsOf asOf,
            Paging paging,
            @RequestParam(name = "case", required = false) @Nullable CaseCode caseCode,
            @RequestParam(required = false) @Nullable String programme,
            @RequestParam(required = false) @Nullable String participant,
            @RequestParam(required = false) @Nullable String instrument,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String chapter,
            @RequestParam(required = false) @Nullable String objective,
            @RequestParam(required = false) @Nullable String level,
            @RequestParam(required = false) @Nullable UUID consent,
            @RequestParam(required = false) @Nullable String use,
            @RequestParam(required = false) @Nullable String history) {
        if (caseCode != null) access.require(caseCode);
        return lanes.of(
                Extent.of(caseCode, only(programme)),
                new Filter(
                        kind,
                        chapter,
                        participant,
                        objective,
                        level,
                        consent,
                        instrument,
                        Choice.included("history", history)),
                Lanes.use(use),
                asOf,
                paging);
    }

    private static boolean only(@Nullable String written) {
        if (written == null || written.isBlank()) return false;
        if (written.equals("only")) return true;
        throw new BadQuestion("programme", written, "Write only, or leave it out");
    }
}
