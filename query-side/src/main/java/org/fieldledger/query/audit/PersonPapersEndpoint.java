package org.fieldledger.query.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.fieldledger.access.Actor;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Material;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.AsOf;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is handed to a person about themselves, over HTTP. */
@RestController
@Tag(name = "papers", description = "What is handed to a person about themselves")
class PersonPapersEndpoint {

    private final PersonPapers papers;
    private final CurrentActor actors;

    PersonPapersEndpoint(PersonPapers papers, CurrentActor actors) {
        this.papers = papers;
        this.actors = actors;
    }

    @Material("consent-receipt")
    @GetMapping(
            path = "/api/participants/{participant}/consent-receipt.pdf",
            produces = MediaType.APPLICATION_PDF_VALUE)
    @Operation(summary = "What a person consented to, as a paper in the language of their form")
    ResponseEntity<byte[]> paper(@PathVariable ParticipantCode participant, AsOf asOf) {
        var receipt = papers.receipt(participant, asOf);
        var answer = ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, attached("consent-receipt-" + participant + ".pdf"));
        receipt.basis().headers().forEach(answer::header);
        return answer.body(papers.print(receipt, by()));
    }

    @Material("consent-receipt")
    @GetMapping(path = "/api/participants/{participant}/consent-receipt.jsonld", produces = "application/ld+json")
    @Operation(summary = "The same for programs: ISO/IEC TS 27560:2023 in the Data Privacy Vocabulary")
    ResponseEntity<byte[]> linkedData(@PathVariable ParticipantCode participant, AsOf asOf) {
        var receipt = papers.receipt(participant, asOf);
        var answer = ResponseEntity.ok();
        receipt.basis().headers().forEach(answer::header);
        return answer.body(receipt.jsonLd().getBytes(StandardCharsets.UTF_8));
    }

    @Material("everything-held")
    @GetMapping(path = "/api/audit/everything-held.zip", produces = "application/zip")
    @Operation(summary = "Everything held on a person as one archive, to be read through before it is handed over")
    void everythingHeld(
            @RequestParam ParticipantCode participant,
            AsOf asOf,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        var copy = papers.everythingHeld(participant, asOf);
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attached("everything-held-" + participant + ".zip"));
        copy.writeTo(response.getOutputStream(), by());
    }

    private static String attached(String name) {
        return "attachment; filename=\"%s\"".formatted(name);
    }

    private String by() {
        return actors.find().map(Actor::researcher).map(ResearcherCode::code).orElse("not-signed-in");
    }
}
