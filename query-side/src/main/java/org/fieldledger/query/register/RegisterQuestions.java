package org.fieldledger.query.register;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Choice;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.Paging;
import org.fieldledger.query.register.RegisterView.CaseStudy;
import org.fieldledger.query.register.RegisterView.CaseWithSites;
import org.fieldledger.query.register.RegisterView.InstrumentVersion;
import org.fieldledger.query.register.RegisterView.TeamRole;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The registers of cases, teams and instruments, as of any two times. */
@RestController
@Tag(name = "register", description = "The cases, their teams, and the instruments")
class RegisterQuestions {

    private final RegisterView register;
    private final CaseAccess access;

    RegisterQuestions(RegisterView register, CaseAccess access) {
        this.register = register;
        this.access = access;
    }

    @NoMaterial("About cases, sites, the team and instruments, never about a participant")
    @GetMapping("/api/cases")
    @Operation(summary = "The register of cases")
    Answer<CaseStudy> cases(AsOf asOf, Paging paging) {
        return register.cases(asOf, paging);
    }

    @NoMaterial("About cases, sites, the team and instruments, never about a participant")
    @GetMapping("/api/cases/{case}")
    @Operation(summary = "One case with its sites")
    Answer<CaseWithSites> caseStudy(@PathVariable("case") CaseCode caseCode, AsOf asOf) {
        access.require(caseCode);
        var answer = register.caseStudy(caseCode, asOf);
        if (answer.items().isEmpty()) throw new NothingKnown("case", caseCode);
        return answer;
    }

    @NoMaterial("About cases, sites, the team and instruments, never about a participant")
    @GetMapping("/api/cases/{case}/team")
    @Operation(summary = "Who of the research team holds which role in a case")
    Answer<TeamRole> team(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String ended) {
        access.require(caseCode);
        return register.team(caseCode, Choice.included("ended", ended), asOf);
    }

    @NoMaterial("About cases, sites, the team and instruments, never about a participant")
    @GetMapping("/api/instruments")
    @Operation(summary = "Every version of every instrument")
    Answer<InstrumentVersion> instruments(
            AsOf asOf, Paging paging, @RequestParam(required = false) @Nullable String items) {
        return register.instruments(null, Choice.included("items", items), asOf, paging);
    }

    @NoMaterial("About cases, sites, the team and instruments, never about a participant")
    @GetMapping("/api/instruments/{instrument}")
    @Operation(summary = "The versions of one instrument, each with its items, missing codes and scores")
    Answer<InstrumentVersion> instrument(@PathVariable InstrumentCode instrument, AsOf asOf, Paging paging) {
        var answer = register.instruments(instrument.code(), true, asOf, paging);
        if (answer.items().isEmpty() && paging.cursor() == null) throw new NothingKnown("instrument", instrument);
        return answer;
    }
}
