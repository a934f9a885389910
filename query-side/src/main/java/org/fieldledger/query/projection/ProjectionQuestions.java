package org.fieldledger.query.projection;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.query.projection.ParkedCases.ParkedCase;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the projections stand, and the retry of what they had to park. For administrators: the access module sees to that. */
@RestController
@Tag(name = "projections", description = "Where the projections stand, and what they had to park")
class ProjectionQuestions {

    /** In an address, the programme as a whole, whose events belong to no case. */
    private static final String PROGRAMME = "-";

    private final Projections projections;
    private final ProjectionRunner runner;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;

    ProjectionQuestions(
            Projections projections, ProjectionRunner runner, Checkpoints checkpoints, ParkedCases parkedCases) {
        this.projections = projections;
        this.runner = runner;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
    }

    /** A projection, how far it has read the log, how many events are still before it, and what it had to park. */
    record Stand(String projection, long position, long lagEvents, List<ParkedCase> parked) {}

    /** How many events a retry applied, and whether the case is parked again at a later one. */
    record Retried(String projection, String caseCode, long applied, boolean stillParked) {}

    @NoMaterial("Positions, names of projections and of what went wrong")
    @GetMapping("/api/projections")
    @Operation(summary = "Where each projection stands, and what it had to park")
    List<Stand> projections() {
        var parked = parkedCases.all();
        return projections.all().stream()
                .map(projection -> new Stand(
                        projection.edition(),
                        checkpoints
                                .of(projection.name())
                                .map(Checkpoints.Checkpoint::position)
                                .orElse(0L),
                        runner.lagEvents(projection.name()),
                        parked.stream()
                                .filter(one -> one.projection().equals(projection.name()))
                                .toList()))
                .toList();
    }

    @NoMaterial("Counts only")
    @PostMapping("/api/projections/{projection}/parked/{case}/retry")
    @Operation(summary = "Applies what was held back of a case; '-' stands for the programme as a whole")
    Retried retry(@PathVariable String projection, @PathVariable("case") String caseCode) {
        var key = caseCode.equals(PROGRAMME) ? "" : caseCode;
        var applied = projections.retry(projection, key);
        return new Retried(
                projection,
                caseCode,
                applied,
                parkedCases.position(projection, key).isPresent());
    }
}
