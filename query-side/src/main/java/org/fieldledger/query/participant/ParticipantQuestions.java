package org.fieldledger.query.participant;

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
import org.fieldledger.query.participant.ParticipantView.Part;
import org.fieldledger.query.participant.ParticipantView.Person;
import org.fieldledger.query.participant.ParticipantView.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who takes part, in what role, and in what, as of any two times. */
@RestController
@Tag(name = "participants", description = "Who takes part, in what role, and in what")
class ParticipantQuestions {

    private final ParticipantView participants;
    private final CaseAccess access;

    ParticipantQuestions(ParticipantView participants, CaseAccess access) {
        this.participants = participants;
        this.access = access;
    }

    @Material("history-of-person")
    @GetMapping("/api/participants/{participant}/history")
    @Operation(summary = "Everything a person had a part in, group sessions included, across cases")
    Answer<Part> history(
            @PathVariable ParticipantCode participant,
            AsOf asOf,
            Paging paging,
            @RequestParam(required = false) @Nullable String history) {
        return knownAtAll(
                participant,
                paging,
                participants.history(participant, asOf, Choice.included("history", history), paging));
    }

    @Material("roles-of-person")
    @GetMapping("/api/participants/{participant}/roles")
    @Operation(summary = "A person's roles over time: enrolled, transferred, discontinued")
    Answer<Step> roles(@PathVariable ParticipantCode participant, AsOf asOf, Paging paging) {
        return knownAtAll(participant, paging, participants.roles(participant, asOf, paging));
    }

    @Material("people")
    @GetMapping("/api/people")
    @Operation(summary = "The register of people, by case and role")
    Answer<Person> people(
            @RequestParam(name = "case", required = false) @Nullable CaseCode caseCode,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable String discontinued,
            AsOf asOf,
            Paging paging) {
        if (caseCode != null) access.require(caseCode);
        return participants.people(
                caseCode == null ? null : caseCode.code(),
                role,
                Choice.included("discontinued", discontinued),
                asOf,
                paging);
    }

    private static <T> Answer<T> knownAtAll(ParticipantCode participant, Paging paging, Answer<T> answer) {
        if (answer.items().isEmpty() && paging.cursor() == null) throw new NothingKnown("participant", participant);
        return answer;
    }
}
