package org.fieldledger.query.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.fieldledger.access.Material;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Narrowing;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What falls due over HTTP, in the cases that whoever asks may see: as JSON or CSV, like the audit questions. */
@RestController
@Tag(name = "tasks", description = "What falls due, for whom and why")
class TasksEndpoint {

    private final Audit audit;

    TasksEndpoint(Audit audit) {
        this.audit = audit;
    }

    @Material("tasks")
    @GetMapping(
            path = "/api/tasks",
            produces = {"application/json", "text/csv"})
    @Operation(
            summary = "What falls due in the months ahead, as of any two times",
            description = "Narrowed by case, participant and within, a number of months; 12 if left out.")
    void tasks(
            AsOf asOf,
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        var csv = Narrowing.csv(request);
        audit.tasks(asOf, Narrowing.of(request)).send(response, csv);
    }
}
