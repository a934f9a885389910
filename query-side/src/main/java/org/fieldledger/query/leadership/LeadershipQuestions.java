package org.fieldledger.query.leadership;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.leadership.LeadershipCoverage.Cell;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which leadership interviews are owed, held, missed or late, as of any two times. */
@RestController
@Tag(name = "leadership", description = "Leadership interviews owed and held, case by programme year")
class LeadershipQuestions {

    private final LeadershipView leadership;
    private final CaseAccess access;

    LeadershipQuestions(LeadershipView leadership, CaseAccess access) {
        this.leadership = leadership;
        this.access = access;
    }

    @NoMaterial("About the research team and the leaders of the cases, by code")
    @GetMapping("/api/leadership-coverage")
    @Operation(summary = "The cell of every case and programme year, with its key leaders one by one")
    Answer<Cell> coverage(@RequestParam(name = "case", required = false) @Nullable CaseCode caseCode, AsOf asOf) {
        if (caseCode != null) access.require(caseCode);
        return leadership.coverage(caseCode == null ? null : caseCode.code(), asOf);
    }
}
