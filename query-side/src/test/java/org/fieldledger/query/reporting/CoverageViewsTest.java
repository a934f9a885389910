package org.fieldledger.query.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.withdrawn;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.Country;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.events.ObservationKind;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Phase;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.Strand;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WardData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What SQL says is owed by the wards and by the schedules of measures, and what became of it, as of a day and a moment. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CoverageViewsTest {

    private static final Instant RECORDED = Instant.parse("2021-01-04T08:00:00Z");
    private static final Instant LATER = Instant.parse("2022-01-10T08:00:00Z");
    private static final SiteCode WARD = new SiteCode("WARD-A");
    private static final InstrumentCode SECURITY = new InstrumentCode("SECURITY");
    private static final TimepointCode MONTH_1 = new TimepointCode("month-1");

    private final Reporting reporting = new Reporting();

    @BeforeEach
    void a_case_with_a_ward_in_an_arm_and_a_schedule() {
        record(
                RECORDED,
                new ProgrammeRegistered(
                        in(null, on("2021-01-01")),
                        "TRIAL",
                        "A programme",
                        day("2021-01-01"),
                        day("2023-12-31"),
                        STOCKHOLM),
                opened(CAFE, "2021-01-01"),
                new SiteAdded(in(CAFE, on("2021-01-01")), WARD, "A ward", "intervention"),
                new ResearcherRoleAssigned(in(CAFE, on("2021-01-01")), RESEARCHER, ResearchRole.FIELDWORKER),
                new ScheduleAdopted(
                        in(CAFE, on("2021-01-01")),
                        SECURITY,
                        "1.0",
                        List.of(new Timepoint(MONTH_1, Map.of(), Anchor.ENROLMENT, 30, 10, 10))));
    }

    @AfterEach
    void leave() {
        reporting.close();
    }

    @Test
    void each_kind_of_data_of_a_ward_before_and_after_says_what_became_of_it() {
        record(
                RECORDED,
                allowing("observation", "measure"),
                observed("2021-03-01", Phase.PRE),
                observed("2021-03-20", Phase.PRE),
                new WardCollectionMissed(
                        in(CAFE, on("2021-05-01")), WARD, Phase.PRE, WardData.SELF_REPORT, "The ward was closed"),
                new InterventionIntroduced(in(CAFE, on("2021-06-01")), "TEAMS", "1.0", null));

        assertThat(wards("2021-07-01"))
                .containsExactly(
                        "post qualitative due 0",
                        "post quantitative due 0",
                        "post register not_approved 0",
                        "post self-report due 0",
                        "pre qualitative done 2",
                        "pre quantitative late 0",
                        "pre register not_approved 0",
                        "pre self-report missed 0");
        assertThat(wards("2021-03-10"))
                .as("before the intervention nobody knows when the time before it ends")
                .containsExactly(
                        "post qualitative not_due_yet 0",
                        "post quantitative not_due_yet 0",
                        "post register not_due_yet 0",
                        "post self-report not_due_yet 0",
                        "pre qualitative done 1",
                        "pre quantitative due 0",
                        "pre register not_approved 0",
                        "pre self-report due 0");
    }

    @Test
    void what_nothing_was_known_to_allow_is_late_once_the_approval_there_had_been_is_known() {
        record(RECORDED, enrolled(CAFE, "CAFE-0001", "patient", "2021-02-01"), consented(1));
        record(LATER, approved("2020-12-01", CAFE));

        assertThat(timepoints("2021-06-30", RECORDED)).containsExactly("patient month-1 not_approved of 1");
        assertThat(timepoints("2021-06-30", LATER)).containsExactly("patient month-1 late of 1");
    }

    @Test
    void a_timepoint_counts_what_each_persons_own_course_made_due() {
        record(RECORDED, approved("2020-12-01", CAFE));
        for (var person = 1; person <= 4; person++)
            record(RECORDED, enrolled(CAFE, "CAFE-000" + person, "patient", "2021-02-01"), consented(person));
        record(RECORDED, enrolled(CAFE, "CAFE-0005", "patient", "2021-02-01"));
        record(
                RECORDED,
                answered("CAFE-0001"),
                new MeasureMissed(
                        in(CAFE, on("2021-03-13")), new ParticipantCode("CAFE-0002"), SECURITY, MONTH_1, "Was away"),
                withdrawn(CAFE, "CAFE-0003", "2021-02-20", "measure"));
        record(LATER, answered("CAFE-0004"));

        assertThat(counted("2021-03-05", RECORDED))
                .as("whoever never consented owes nothing")
                .containsExactly("due: owed 4, done 1, due 2, late 0, missed 0, impossible 1");
        assertThat(counted("2021-06-30", RECORDED))
                .containsExactly("late: owed 4, done 1, due 0, late 1, missed 1, impossible 1");
        assertThat(counted("2021-06-30", LATER))
                .as("an answer that came in late was there all the time")
                .containsExactly("missed: owed 4, done 2, due 0, late 0, missed 1, impossible 1");
    }

    private void record(Instant recorded, FieldEvent... events) {
        reporting.ledger.record(List.of(events), recorded);
    }

    private static EthicsApprovalGranted allowing(String... actions) {
        return new EthicsApprovalGranted(
                in(null, on("2020-12-01")),
                new ApprovalReference("2018-00007"),
                "An authority",
                Country.SE,
                List.of(CAFE),
                List.of(actions),
                "Everybody",
                List.of(),
                day("2020-12-01"),
                null,
                null);
    }

    private static ObservationMade observed(String when, Phase phase) {
        return new ObservationMade(
                in(CAFE, on(when)),
                ObservationKind.STRUCTURED,
                WARD,
                Strand.QUALITATIVE,
                phase,
                4,
                "a notice on the door");
    }

    private static FieldEvent consented(int person) {
        return given(CAFE, "CAFE-000" + person, "2021-02-01", "measure");
    }

    private static MeasureAdministered answered(String person) {
        return new MeasureAdministered(
                in(CAFE, on("2021-03-01")),
                new ParticipantCode(person),
                SECURITY,
                "1.0",
                MONTH_1,
                List.of(Response.of("S1", BigDecimal.ONE)));
    }

    private List<String> wards(String day) {
        return asked("""
                select concat_ws(' ', phase, kind, status, on_record)
                  from reporting_v1.ward_coverage_at('CAFE', '%s') order by phase, kind
                """.formatted(day));
    }

    private List<String> timepoints(String day, Instant knownAt) {
        return asked("""
                select concat_ws(' ', role, timepoint, status, 'of', owed)
                  from reporting_v1.timepoint_coverage_at('CAFE', '%s', '%s')
                """.formatted(day, knownAt));
    }

    private List<String> counted(String day, Instant knownAt) {
        return asked("""
                select format('%%s: owed %%s, done %%s, due %%s, late %%s, missed %%s, impossible %%s',
                              status, owed, done, due, late, missed, impossible)
                  from reporting_v1.timepoint_coverage_at('CAFE', '%s', '%s')
                """.formatted(day, knownAt));
    }

    private List<String> asked(String sql) {
        reporting.abreast();
        return reporting.values(sql);
    }
}
