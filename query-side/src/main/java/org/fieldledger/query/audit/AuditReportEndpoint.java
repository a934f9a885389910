package org.fieldledger.query.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.fieldledger.access.Actor;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Material;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.audit.AuditReport.Made;
import org.fieldledger.query.audit.AuditReport.Scope;
import org.fieldledger.query.audit.AuditReports.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Audit reports over HTTP: made to be read, made to be signed, and checked. */
@RestController
@Tag(name = "audit", description = "The twenty questions of an ethics officer")
class AuditReportEndpoint {

    private static final ResearcherCode NOBODY = new ResearcherCode("not-signed-in");

    private final AuditReports reports;
    private final CurrentActor actor;
    private final Clock clock;

    AuditReportEndpoint(AuditReports reports, CurrentActor actor, Clock clock) {
        this.reports = reports;
        this.actor = actor;
        this.clock = clock;
    }

    @Material("audit-report")
    @GetMapping(path = "/api/audit/report.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    @Operation(
            summary = "All questions about a case, a person or the programme as one PDF",
            description =
                    "With signed=true the paper says that whoever asks has signed it. It counts only once they hand"
                            + " in SignOffAuditReport with the SHA-256 of the file and what the headers of this answer say.")
    ResponseEntity<byte[]> report(
            @RequestParam(name = "case", required = false) @Nullable CaseCode caseCode,
            @RequestParam(required = false) @Nullable ParticipantCode participant,
            @RequestParam(defaultValue = "false") boolean signed,
            AsOf asOf) {
        var report = reports.about(new Scope(caseCode, participant), asOf);
        var made = new Made(actor.find().map(Actor::researcher).orElse(NOBODY), clock.instant(), signed);
        var paper = reports.print(report, made);
        var answer = ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(report.scope().fileName() + ".pdf")
                                .build()
                                .toString())
                .header("Fieldledger-Findings", report.findings().code())
                .header("Fieldledger-Root", report.root().code())
                .header("Fieldledger-Paper", Sha256.of(paper).code());
        if (signed) answer.header("Fieldledger-Sign-Off", report.signOffCode(made));
        report.basis().headers().forEach(answer::header);
        return answer.body(paper);
    }

    @NoMaterial("Who signed which paper, by its hash")
    @GetMapping("/api/audit/signed-reports/{sha256}")
    @Operation(summary = "Whether the log holds a signature of the file with this SHA-256, and of what it is")
    Verdict check(@PathVariable Sha256 sha256) {
        return reports.check(sha256);
    }
}
