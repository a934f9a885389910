package org.fieldledger.query.pages;

import java.util.List;
import org.fieldledger.access.Material;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Choice;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.Paging;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.participant.ParticipantView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One person: what they consented to, in what role they take part, and what they had a part in. */
@Controller
class ParticipantPage {

    private static final int ENTRIES = 50;

    private final ParticipantView participants;
    private final ConsentView consents;

    ParticipantPage(ParticipantView participants, ConsentView consents) {
        this.participants = participants;
        this.consents = consents;
    }

    @Material("person")
    @GetMapping("/participants/{participant}")
    String participant(
            @PathVariable ParticipantCode participant,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String history,
            Model page) {
        var everything = new Paging(Paging.MOST, null);
        var withHistory = Choice.included("history", history);
        var parts = participants.history(participant, asOf, withHistory, new Paging(ENTRIES, after));
        if (parts.items().isEmpty() && after == null) throw new NothingKnown("participant", participant);
        page.addAttribute("participant", participant.code());
        page.addAttribute("answer", parts);
        // It states the day in the field, also where the address names none, so that the page can be had again.
        var stands = consents.ofParticipant(participant, asOf, true, everything);
        page.addAttribute("basis", stands.basis());
        page.addAttribute(
                "zone",
                parts.items().isEmpty()
                        ? "UTC"
                        : parts.items().getFirst().occurred().zone());
        page.addAttribute("withHistory", withHistory);
        page.addAttribute("after", after);
        page.addAttribute("consents", stands.items());
        page.addAttribute("held", consents.held(participant, asOf, everything).items());
        page.addAttribute(
                "steps", participants.roles(participant, asOf, everything).items());
        page.addAttribute(
                "times",
                new Times(
                        "/participants/" + participant,
                        trueAt,
                        knownAt,
                        withHistory ? "history=include" : "",
                        List.of()));
        return "participant";
    }
}
