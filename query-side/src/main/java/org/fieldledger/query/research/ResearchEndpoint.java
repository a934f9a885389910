package org.fieldledger.query.research;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.fieldledger.access.Material;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Narrowing;
import org.fieldledger.query.research.Research.Askable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The questions about the course of things over HTTP: as JSON, or as CSV where the address says {@code format=csv} or the client accepts only that. */
@RestController
@Tag(name = "research", description = "How measures, people and the work itself went over time")
class ResearchEndpoint {

    private final Research research;

    ResearchEndpoint(Research research) {
        this.research = research;
    }

    @NoMaterial("The questions themselves")
    @GetMapping("/api/research")
    @Operation(summary = "The questions that can be asked, and what each is narrowed by")
    List<Askable> list() {
        return research.questions();
    }

    @Material("research")
    @GetMapping(
            path = "/api/research/{question}",
            produces = {"application/json", "text/csv"})
    @Operation(summary = "The whole answer to one question, as of any two times")
    void ask(
            @PathVariable String question,
            AsOf asOf,
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        var csv = Narrowing.csv(request);
        research.ask(question, asOf, Narrowing.of(request)).send(response, csv);
    }
}
