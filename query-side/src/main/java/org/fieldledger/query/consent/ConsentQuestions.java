package org.fieldledger.query.consent;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Choice;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.Paging;
import org.fieldledger.query.consent.ConsentView.Consent;
import org.fieldledger.query.consent.ConsentView.HeldPart;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What people consented to, as of any two times. */
@RestController
@Tag(name = "consent", description = "What stands for each person and module, and the decisions behind it")
class ConsentQuestions {

    private final ConsentView consents;
    private final CaseAccess access;

    ConsentQuestions(ConsentView consents, CaseAccess access) {
        this.consents = consents;
        this.access = access;
    }

    @Material("consent-of-person")
    @GetMapping("/api/participants/{participant}/consent")
    @Operation(summary = "What one person consented to, module by module")
    Answer<Consent> ofParticipant(
            @PathVariable ParticipantCode participant,
            AsOf asOf,
            Paging paging,
            @RequestParam(required = false) @Nullable String history) {
        var answer = consents.ofParticipant(participant, asOf, Choice.included("history", history), paging);
        if (answer.items().isEmpty() && paging.cursor() == null) throw new NothingKnown("participant", participant);
        return answer;
    }

    @Material("held-of-person")
    @GetMapping("/api/participants/{participant}/held")
    @Operation(summary = "What is held of one person, action by action, and what may be done with it")
    Answer<HeldPart> held(@PathVariable ParticipantCode participant, AsOf asOf, Paging paging) {
        var answer = consents.held(participant, asOf, paging);
        if (answer.items().isEmpty() && paging.cursor() == null && !consents.knows(participant, asOf))
            throw new NothingKnown("participant", participant);
        return answer;
    }

    @Material("consent-of-case")
    @GetMapping("/api/cases/{case}/consent")
    @Operation(summary = "What everyone in a case consented to, person by person and module by module")
    Answer<Consent> ofCase(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            Paging paging,
            @RequestParam(required = false) @Nullable String history) {
        access.require(caseCode);
        return consents.ofCase(caseCode, asOf, Choice.included("history", history), paging);
    }
}
