package org.fieldledger.command.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.command.desk.Scenario.ANNA;
import static org.fieldledger.command.desk.Scenario.CAFE;
import static org.fieldledger.command.desk.Scenario.FORM;
import static org.fieldledger.command.desk.Scenario.on;
import static org.fieldledger.command.desk.Scenario.openCase;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.desk.Scenario;
import org.fieldledger.command.instrument.InstrumentCommand.AdoptSchedule;
import org.fieldledger.command.instrument.InstrumentCommand.ReleaseInstrumentVersion;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.Language;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.TimepointCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What may be recorded as an answer. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MeasureChapterTest {

    private static final InstrumentCode SECURITY = new InstrumentCode("SECURITY");
    private static final TimepointCode WEEK_8 = new TimepointCode("week-8");

    @Test
    void answers_that_fit_are_recorded() {
        asked().when(answered("1.0", WEEK_8, number("S1", "4"), number("S2", "2.5")))
                .then(MeasureAdministered.class);
    }

    @Test
    void an_answer_outside_the_items_range_is_refused_and_the_range_is_told() {
        var scenario = asked().when(answered("1.0", WEEK_8, number("S1", "6"), number("S2", "2.5")))
                .refused(Rule.ANSWER_OUT_OF_RANGE);

        assertThat(scenario.problems().getFirst().wayOut()).contains("from 1 to 5");
    }

    @Test
    void an_answer_that_is_none_of_the_choices_is_refused() {
        asked().when(answered("1.0", WEEK_8, number("S1", "5"), number("S2", "2")))
                .refused(Rule.ANSWER_OUT_OF_RANGE);
    }

    @Test
    void an_item_may_not_just_be_left_out() {
        asked().when(answered("1.0", WEEK_8, number("S1", "4"))).refused(Rule.ANSWER_MISSING);
    }

    @Test
    void a_missing_answer_carries_a_code_the_instrument_knows() {
        asked().when(answered("1.0", WEEK_8, number("S1", "4"), Response.missing("S2", "ate-my-homework")))
                .refused(Rule.MISSING_CODE_UNKNOWN)
                .when(answered("1.0", WEEK_8, number("S1", "4"), Response.missing("S2", "refused")))
                .then(MeasureAdministered.class);
    }

    @Test
    void an_unknown_item_and_a_missing_one_are_told_together() {
        asked().when(answered("1.0", WEEK_8, number("S1", "4"), number("S9", "1")))
                .refused(Rule.ITEM_UNKNOWN, Rule.ANSWER_MISSING);
    }

    @Test
    void an_unknown_instrument_or_version_is_refused() {
        asked().when(answered("2.0", WEEK_8, number("S1", "4"), number("S2", "0")))
                .refused(Rule.INSTRUMENT_VERSION_NOT_IN_USE)
                .when(new AdministerMeasure(
                        report("2020-04-10"), ANNA, new InstrumentCode("UNHEARD-OF"), "1.0", null, List.of()))
                .refused(Rule.INSTRUMENT_UNKNOWN);
    }

    @Test
    void a_timepoint_the_case_does_not_plan_is_refused() {
        asked().when(answered("1.0", new TimepointCode("week-99"), number("S1", "4"), number("S2", "0")))
                .refused(Rule.TIMEPOINT_UNKNOWN);
    }

    @Test
    void a_timepoint_is_answered_once_and_then_corrected() {
        var scenario = asked().given(answered("1.0", WEEK_8, number("S1", "4"), number("S2", "0")));

        scenario.when(answered("1.0", WEEK_8, number("S1", "5"), number("S2", "0")))
                .refused(Rule.ALREADY_RECORDED);
        scenario.when(new AdministerMeasure(
                        Report.on(CAFE, on("2020-04-10"))
                                .correcting(new Correction(scenario.last(MeasureAdministered.class), "S1 was misread"))
                                .done(),
                        ANNA,
                        SECURITY,
                        "1.0",
                        WEEK_8,
                        List.of(number("S1", "5"), number("S2", "0"))))
                .then(MeasureAdministered.class);
    }

    @Test
    void an_instrument_whose_score_adds_up_items_it_does_not_have_cannot_be_released() {
        openCase()
                .when(new ReleaseInstrumentVersion(
                        Report.on(null, on("2019-03-01")).done(),
                        SECURITY,
                        "1.0",
                        InstrumentKind.SURVEY,
                        Map.of(new Language("en"), "Security"),
                        List.of(item("S1", "1", "5", List.of())),
                        List.of(),
                        List.of(new Score("TOTAL", Map.of(), List.of("S1", "S7")))))
                .refused(Rule.INSTRUMENT_MALFORMED);
    }

    private static Scenario asked() {
        return openCase()
                .given(
                        new ReleaseInstrumentVersion(
                                Report.on(null, on("2019-03-01")).done(),
                                SECURITY,
                                "1.0",
                                InstrumentKind.SURVEY,
                                Map.of(new Language("en"), "Security"),
                                List.of(
                                        item("S1", "1", "5", List.of()),
                                        item("S2", null, null, List.of("0", "1", "2.5"))),
                                List.of(new MissingCode("refused", Map.of(new Language("en"), "Did not want to"))),
                                List.of()),
                        new AdoptSchedule(
                                Report.on(CAFE, on("2019-03-01")).done(),
                                SECURITY,
                                "1",
                                List.of(new Timepoint(WEEK_8, Map.of(), Anchor.ENROLMENT, 56, 7, 14))),
                        new EnrolParticipant(report("2020-02-10"), ANNA, new Role("patient"), null, null),
                        new GiveConsent(
                                report("2020-02-10"),
                                ANNA,
                                List.of(new ModuleCode("measure")),
                                FORM,
                                Decider.SELF,
                                ConsentMethod.WRITTEN,
                                null));
    }

    private static Item item(String code, @Nullable String least, @Nullable String greatest, List<String> choices) {
        return new Item(
                code,
                Map.of(new Language("en"), code),
                least == null ? null : new BigDecimal(least),
                greatest == null ? null : new BigDecimal(greatest),
                choices.stream().map(BigDecimal::new).toList(),
                false);
    }

    private static FieldCommand answered(String version, TimepointCode timepoint, Response... responses) {
        return new AdministerMeasure(report("2020-04-10"), ANNA, SECURITY, version, timepoint, List.of(responses));
    }

    private static Response number(String item, String value) {
        return Response.of(item, new BigDecimal(value));
    }

    private static Report report(String time) {
        return Report.on(CAFE, on(time)).done();
    }
}
