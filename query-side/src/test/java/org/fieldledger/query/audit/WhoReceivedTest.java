package org.fieldledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FrozenRelease;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Of what was released, what is to be taken out of it again: of a meeting of Eva and Adam, after Eva took back its use. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WhoReceivedTest {

    private static final String EVA = "CAFE-0004";
    private static final String ADAM = "CAFE-0005";
    private static final Instant RECORDED = Instant.parse("2021-06-01T08:00:00Z");

    @Test
    void where_everybody_who_met_had_consented_the_release_holds_the_meeting_and_notice_is_due() {
        assertThat(noticeFor(given(CAFE, ADAM, "2021-02-01", "interview"))).containsExactly("interview");
    }

    @Test
    void where_one_of_those_who_met_had_not_consented_the_meeting_was_left_out_for_all() {
        assertThat(noticeFor(given(CAFE, ADAM, "2021-02-01", "diary"))).isEmpty();
    }

    private static List<String> noticeFor(FieldEvent ofAdam) {
        var events = new ArrayList<FieldEvent>(List.of(
                opened(CAFE, "2019-01-10"),
                approved("2018-12-01", CAFE),
                new ResearcherRoleAssigned(in(CAFE, on("2019-01-11")), RESEARCHER, ResearchRole.FIELDWORKER),
                enrolled(CAFE, EVA, "patient", "2021-01-10"),
                enrolled(CAFE, ADAM, "patient", "2021-01-10"),
                given(CAFE, EVA, "2021-02-01", "interview"),
                ofAdam,
                new FocusGroupHeld(
                        with(in(CAFE, on("2021-03-01")), part(EVA), part(ADAM)),
                        new SessionCode("CAFE-FG-2021-01"),
                        "Coffee")));
        events.add(new DataReleased(
                in(CAFE, on("2021-04-01")), "R-1", "Another university", "What helps?", 1, frozen(events.size())));
        events.add(new ConsentWithdrawn(
                in(CAFE, on("2021-05-01")),
                new ParticipantCode(EVA),
                modules("interview"),
                WithdrawalKind.NO_NEW_USE,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null));
        var log = new ArrayList<Entry>();
        for (var event : events)
            log.add(new Entry(log.size() + 1, new UUID(0, log.size()), RECORDED, event, null, null));
        var trail = new AuditTrail(
                CAFE,
                log,
                List.of(),
                AsOf.trueAt(LocalDate.parse("2021-06-01")).knownAt(RECORDED),
                STOCKHOLM,
                List.of(),
                UnaryOperator.identity());
        var rows = new WhoReceived()
                .in(trail, new Inquiry(Map.of(Parameter.PARTICIPANT, EVA)))
                .rows();
        assertThat(rows).hasSize(1);
        return ((WhoReceived.Row) rows.getFirst()).noticeFor();
    }

    private static FrozenRelease frozen(long position) {
        var definition = new Definition(
                List.of(ReleaseTable.ACTIONS),
                List.of(CAFE),
                List.of(),
                List.of(),
                List.of(),
                false,
                "2021-04-01",
                RECORDED,
                position,
                Instant.parse("2021-04-01T10:00:00Z"),
                STOCKHOLM);
        return new FrozenRelease(
                1, definition, List.of(), List.of(), List.of(new ParticipantCode(EVA), new ParticipantCode(ADAM)));
    }

    private static Participation part(String person) {
        return new Participation(new ParticipantCode(person), new Role("patient"), null, List.of());
    }
}
