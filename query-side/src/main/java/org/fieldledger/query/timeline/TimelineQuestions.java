package org.fieldledger.query.timeline;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOfParameters;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Choice;
import org.fieldledger.query.Paging;
import org.fieldledger.query.timeline.TimelineView.Filter;
import org.fieldledger.query.timeline.TimelineView.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened in a case, as of any two times. */
@RestController
@Tag(name = "timeline", description = "What happened, in the order of the field")
class TimelineQuestions {

    private final TimelineView timeline;
    private final CaseAccess access;
    private final AsOfParameters times;

    TimelineQuestions(TimelineView timeline, CaseAccess access, AsOfParameters times) {
        this.timeline = timeline;
        this.access = access;
        this.times = times;
    }

    @Material("timeline")
    @GetMapping("/api/cases/{case}/timeline")
    @Operation(summary = "What happened in a case, one line for each event")
    Answer<Line> ofCase(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            Paging paging,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String chapter,
            @RequestParam(required = false) @Nullable String participant,
            @RequestParam(required = false) @Nullable String objective,
            @RequestParam(required = false) @Nullable String level,
            @RequestParam(required = false) @Nullable UUID consent,
            @RequestParam(required = false) @Nullable String instrument,
            @RequestParam(required = false) @Nullable String history) {
        access.require(caseCode);
        var filter = new Filter(
                kind, chapter, participant, objective, level, consent, instrument, Choice.included("history", history));
        return timeline.ofCase(caseCode, asOf, filter, paging);
    }

    @Material("timeline-difference")
    @GetMapping("/api/cases/{case}/timeline/difference")
    @Operation(
            summary = "What of a case became known, was corrected or was declared an error between two pictures of it",
            description =
                    "Compares what was known `since` with what was known at `knownAt`, each as of its own day in the field.")
    Answer<Line> difference(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            Paging paging,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String sinceTrueAt) {
        access.require(caseCode);
        return timeline.difference(caseCode, times.earlier(since, sinceTrueAt, asOf), asOf, paging);
    }
}
