package org.fieldledger.query.lanes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.fieldledger.access.Material;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOfParameters;
import org.fieldledger.query.Paging;
import org.fieldledger.query.timeline.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened in a case, to a person, with an instrument, in the programme or in all of it, as of any two times; and what changed. */
@RestController
@Tag(name = "timeline", description = "What happened, in the order of the field")
class LanesQuestions {

    private final Lanes lanes;
    private final Differences differences;
    private final AsOfParameters times;

    LanesQuestions(Lanes lanes, Differences differences, AsOfParameters times) {
        this.lanes = lanes;
        this.differences = differences;
        this.times = times;
    }

    @Material("timeline")
    @GetMapping("/api/cases/{case}/timeline")
    @Operation(summary = "What happened in a case, one line for each event")
    Answer<Line> ofCase(TimelineAsked asked, AsOf asOf, Paging paging) {
        return lanes.of(asked, asOf, paging);
    }

    @Material("timeline-of-anything")
    @GetMapping("/api/timeline")
    @Operation(
            summary = "What happened in a case, to a person, with an instrument, or in the programme as such",
            description =
                    "Across every case that whoever asks may see, unless a case is named, or `programme=only`. With"
                            + " `use`, only actions that took something from people of which this is what may be done.")
    Answer<Line> anything(TimelineAsked asked, AsOf asOf, Paging paging) {
        return lanes.of(asked, asOf, paging);
    }

    @Material("timeline-difference")
    @GetMapping("/api/cases/{case}/timeline/difference")
    @Operation(
            summary =
                    "What of a case became known, was corrected, was declared an error or may be used otherwise between"
                            + " two pictures of it",
            description = DIFFERENCE)
    Answer<Line> differenceOfCase(
            TimelineAsked asked,
            AsOf asOf,
            Paging paging,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String sinceTrueAt) {
        return differences.of(asked, times.earlier(since, sinceTrueAt, asOf), asOf, paging);
    }

    @Material("timeline-difference")
    @GetMapping("/api/timeline/difference")
    @Operation(
            summary = "What of any timeline became known, was corrected, was declared an error or may be used otherwise"
                    + " between two pictures of it",
            description = DIFFERENCE)
    Answer<Line> difference(
            TimelineAsked asked,
            AsOf asOf,
            Paging paging,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String sinceTrueAt) {
        return differences.of(asked, times.earlier(since, sinceTrueAt, asOf), asOf, paging);
    }

    private static final String DIFFERENCE =
            "Compares what was known `since` with what was known at `knownAt`, each as of its own day in the field:"
                    + " `sinceTrueAt`, or else that of `trueAt`. Each entry says what became of it in `change`:"
                    + " became-known, its-day-came, corrected, declared-an-error, lies-later; or, where it stands in both"
                    + " pictures, use-restricted or use-restored, with what might be done with what it took from people"
                    + " (`useBefore`) and may be (`use`). With `use`, entries of which that is so in either picture."
                    + " A page may hold less than `limit` and have a `next` all the same.";
}
