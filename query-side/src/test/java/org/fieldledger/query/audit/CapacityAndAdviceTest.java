package org.fieldledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Fieldwork;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose advice counts for somebody who was found on 10 May 2021 to lack capacity. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CapacityAndAdviceTest {

    private static final ParticipantCode EVA = new ParticipantCode("CAFE-0004");
    private static final Instant RECORDED = Instant.parse("2021-06-01T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2021-05-09, The advice is older than the assessment",
        "2021-05-10, Nobody can tell whether the advice came after the assessment",
        "2021-05, Nobody can tell whether the advice came after the assessment",
        "2021-05-11, Current",
        "2021-05-10T15:00, Nobody can tell whether the advice came after the assessment"
    })
    void advice_is_current_when_it_certainly_came_after_the_finding(String advised, String told) {
        assertThat(told(found("2021-05-10"), appointed("Maud"), advice(advised, "Maud")))
                .isEqualTo(told);
    }

    @Test
    void on_one_day_the_hours_tell_where_both_are_known() {
        assertThat(told(found("2021-05-10T09:00"), appointed("Maud"), advice("2021-05-10T15:00", "Maud")))
                .isEqualTo("Current");
    }

    @Test
    void the_advice_of_whoever_left_the_office_does_not_count_though_somebody_else_holds_it() {
        assertThat(told(
                        found("2021-05-10"),
                        appointed("Maud"),
                        advice("2021-05-11", "Maud"),
                        new RelationshipEnded(
                                in(CAFE, on("2021-05-20")),
                                EVA,
                                modules(),
                                RelationshipKind.CONSULTEE,
                                "Maud",
                                "Moved"),
                        appointed("Nora")))
                .isEqualTo("Whoever advised is no longer consultee");
    }

    @Test
    void without_a_consultee_or_without_their_advice_nothing_is_current() {
        assertThat(told(found("2021-05-10"))).isEqualTo("No consultee is appointed");
        assertThat(told(found("2021-05-10"), appointed("Maud"))).isEqualTo("The consultee has not advised");
    }

    private static String told(FieldEvent... happened) {
        var events = new ArrayList<FieldEvent>(List.of(
                opened(CAFE, "2019-01-10"),
                new ConsentModuleDefined(
                        in(null, on("2019-01-01")),
                        modules("interview").getFirst(),
                        Map.of(),
                        "words",
                        "research",
                        null,
                        null)));
        events.addAll(List.of(happened));
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
        var rows = new CapacityAndAdvice().in(trail, new Inquiry(Map.of())).rows();
        var row = (CapacityAndAdvice.Row) rows.getFirst();
        assertThat(rows).hasSize(1);
        assertThat(row.current()).isEqualTo(row.told().equals("Current"));
        return row.told();
    }

    private static CapacityAssessed found(String when) {
        return new CapacityAssessed(
                in(CAFE, on(when)), EVA, modules(), "to take part", CapacityOutcome.LACKS_CAPACITY, "A doctor");
    }

    private static RelationshipAppointed appointed(String who) {
        return new RelationshipAppointed(in(CAFE, on("2021-05-01")), EVA, modules(), RelationshipKind.CONSULTEE, who);
    }

    private static ConsentGiven advice(String when, String who) {
        return new ConsentGiven(
                in(CAFE, on(when)),
                EVA,
                modules("interview"),
                Fieldwork.FORM,
                new Decider(DeciderCapacity.CONSULTEE, who),
                ConsentMethod.WRITTEN,
                null);
    }
}
