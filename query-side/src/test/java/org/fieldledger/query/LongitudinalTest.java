package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;
import static org.fieldledger.query.Fieldwork.withdrawn;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent.ForumMissed;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterpretationEvent.InterpretationRecorded;
import org.fieldledger.events.InterpretationEvent.ThemeRecorded;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.events.ObservationKind;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Phase;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.Strand;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WardData;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of the questions over time when people withdraw, when a claim rests on a claim, when cases differ and when somebody
 * answers at the wrong time.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LongitudinalTest {

    private static final Ledger LEDGER = new Ledger();
    private static final InstrumentCode SECURITY = new InstrumentCode("SECURITY");
    private static final SiteCode NORTH = new SiteCode("NORTH");
    private static final UUID LOOP = new UUID(1, 1);
    private static Asking asking;

    @BeforeAll
    static void a_programme_in_two_cases() {
        var events = new LinkedHashMap<UUID, FieldEvent>();
        add(
                events,
                new ProgrammeRegistered(
                        in(null, on("2019-01-01")),
                        "TRIAL",
                        "A programme",
                        day("2019-01-01"),
                        day("2021-12-31"),
                        STOCKHOLM),
                new InstrumentVersionReleased(
                        in(null, on("2019-01-01")),
                        SECURITY,
                        "1.0",
                        InstrumentKind.MEASURE,
                        Map.of(new Language("sv"), "Trygghet", new Language("en"), "Security"),
                        List.of(new Item("S1", Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false)),
                        List.of(),
                        List.of(new Score("TOTAL", Map.of(), List.of("S1")))),
                opened(CAFE, "2019-01-02"),
                opened(WARDS, "2019-01-02"),
                approved("2018-12-01", CAFE, WARDS),
                new SiteAdded(in(CAFE, on("2019-01-02")), NORTH, "The north ward", "intervention"));
        for (var caseCode : List.of(CAFE, WARDS)) {
            add(
                    events,
                    new ResearcherRoleAssigned(
                            in(caseCode, on("2019-01-02")), Fieldwork.RESEARCHER, ResearchRole.FIELDWORKER),
                    new ScheduleAdopted(
                            in(caseCode, on("2019-01-03")),
                            SECURITY,
                            "1.0",
                            List.of(new Timepoint(
                                    new TimepointCode("month-1"), Map.of(), Anchor.ENROLMENT, 30, 7, 7))));
            for (var number : List.of("1", "2")) {
                var person = caseCode + "-000" + number;
                add(
                        events,
                        enrolled(caseCode, person, number.equals("2") ? "key-leader" : "patient", "2019-02-01"),
                        given(caseCode, person, "2019-02-01", "interview", "measure", "observation"));
            }
        }
        var leader = new ParticipantCode("CAFE-0002");
        add(
                events,
                answered(CAFE + "-0001", "2019-03-05", "sv"),
                answered(CAFE + "-0002", "2019-03-20", "sv"),
                answered(WARDS + "-0001", "2019-03-05", "en"),
                new LeadershipInterviewRecorded(in(CAFE, on("2019-05-01")), leader, "Head", 1, 50),
                new ObservationMade(
                        of(in(CAFE, on("2019-05-02")), "CAFE-0002"),
                        ObservationKind.STRUCTURED,
                        NORTH,
                        Strand.QUALITATIVE,
                        Phase.PRE,
                        5,
                        "A notice at the door"),
                new ConsentWithdrawn(
                        in(CAFE, on("2020-03-01")),
                        leader,
                        modules("interview", "observation"),
                        WithdrawalKind.NO_NEW_USE,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null),
                withdrawn(WARDS, "WARDS-0002", "2021-03-01", "measure"));
        add(
                events,
                new WardCollectionMissed(
                        in(CAFE, on("2019-04-01")), NORTH, Phase.PRE, WardData.QUALITATIVE, "Closed to visitors"),
                new WardCollectionMissed(
                        in(CAFE, on("2019-09-01")), NORTH, Phase.PRE, WardData.SELF_REPORT, "Closed to visitors"),
                new WardCollectionMissed(
                        in(CAFE, on("2019-09-01")), NORTH, Phase.PRE, WardData.REGISTER, "The register was locked"),
                new ForumMissed(in(null, on("2021-05-20")), 1, "Too few could come"));
        var interview = add(events, interviewed("CAFE-0002"));
        var kept = add(events, interviewed("CAFE-0001"));
        var reading = add(events, interpreted(CAFE, "trust", kept, interview));
        var unfounded = add(events, interpreted(CAFE, "trust"));
        add(
                events,
                theme(CAFE, "on-kept", kept),
                theme(CAFE, "on-a-reading", reading),
                theme(null, "across", reading, kept),
                theme(null, "on-nothing", unfounded));
        events.put(LOOP, interpreted(CAFE, "circular", LOOP, kept));
        var ids = new ArrayList<>(events.keySet()).iterator();
        LEDGER.record(List.copyOf(events.values()), Instant.parse("2021-06-01T08:00:00Z"), ids::next);
        asking = new Asking(LEDGER);
    }

    private static UUID add(Map<UUID, FieldEvent> events, FieldEvent... more) {
        var id = LOOP;
        for (var event : more) {
            id = new UUID(2, events.size());
            events.put(id, event);
        }
        return id;
    }

    private static Envelope of(Envelope envelope, String person) {
        return with(envelope, new Participation(new ParticipantCode(person), new Role("patient"), null, List.of()));
    }

    private static FieldEvent interviewed(String person) {
        return new InterviewRecorded(of(in(CAFE, on("2019-06-01")), person), InterviewStyle.NARRATIVE, 30, null);
    }

    private static FieldEvent interpreted(@Nullable CaseCode caseCode, String theme, UUID... evidence) {
        return new InterpretationRecorded(in(caseCode, on("2019-07-01")), theme, "A reading", ids(evidence));
    }

    private static FieldEvent theme(@Nullable CaseCode caseCode, String theme, UUID... evidence) {
        return new ThemeRecorded(in(caseCode, on("2019-08-01")), theme, "A statement", ids(evidence));
    }

    private static List<EventId> ids(UUID... evidence) {
        return Arrays.stream(evidence).map(EventId::new).toList();
    }

    private static MeasureAdministered answered(String person, String when, String language) {
        var caseCode = person.startsWith("CAFE") ? CAFE : WARDS;
        var told = in(caseCode, on(when));
        return new MeasureAdministered(
                new Envelope(
                        told.caseStudy(),
                        told.occurred(),
                        told.recordedBy(),
                        told.performedBy(),
                        List.of(),
                        List.of(),
                        null,
                        new Language(language),
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null),
                new ParticipantCode(person),
                SECURITY,
                "1.0",
                new TimepointCode("month-1"),
                List.of(Response.of("S1", BigDecimal.valueOf(4))));
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    @Test
    void the_interview_of_a_leader_who_withdrew_from_interviews_is_impossible_and_not_late() {
        assertThat(cells("leadership", "CAFE", "2020-02-01"))
                .contains("year 2: DUE 0 impossible, 0 unusable")
                .contains("year 1: DONE 0 impossible, 0 unusable");
        assertThat(cells("leadership", "CAFE", "2021-02-01"))
                .containsExactly(
                        "year 1: DONE 0 impossible, 1 unusable",
                        "year 2: IMPOSSIBLE 1 impossible, 0 unusable",
                        "year 3: IMPOSSIBLE 1 impossible, 0 unusable");
    }

    @Test
    void who_withdrew_from_measures_is_interviewed_all_the_same() {
        assertThat(cells("leadership", "WARDS", "2021-05-01")).contains("year 3: DUE 0 impossible, 0 unusable");
    }

    @Test
    void what_was_seen_on_a_ward_of_somebody_who_wants_it_used_no_more_counts_as_unusable() {
        assertThat(cells("wards", "CAFE", "2020-02-01")).contains("pre qualitative: DONE 0 impossible, 0 unusable");
        assertThat(cells("wards", "CAFE", "2020-03-02")).contains("pre qualitative: DONE 0 impossible, 1 unusable");
    }

    @Test
    void what_a_ward_owed_and_could_not_be_collected_is_missed_with_its_reason_unless_it_was_after_all() {
        var cells = asking.get("/api/research/completeness?grid=wards&case=CAFE&trueAt=2020-02-01")
                .get("items")
                .valueStream()
                .map(cell -> "%s: %s, %s"
                        .formatted(
                                cell.get("cell").asString(),
                                cell.get("status").asString(),
                                cell.get("why").asString()))
                .toList();

        assertThat(cells)
                .contains(
                        "pre register: MISSED, The register was locked", "pre self-report: MISSED, Closed to visitors")
                .anyMatch(cell -> cell.startsWith("pre qualitative: DONE"));
        assertThat(cells("wards", "CAFE", "2019-04-02")).contains("pre qualitative: MISSED 0 impossible, 0 unusable");
        assertThat(cells("wards", "CAFE", "2019-08-31")).contains("pre register: DUE 0 impossible, 0 unusable");
    }

    @Test
    void a_forum_that_did_not_meet_is_missed_with_the_reason() {
        var forum = asking.get("/api/research/completeness?grid=forums&trueAt=2021-06-01")
                .at("/items/0");

        assertThat(forum.get("status").asString()).isEqualTo("MISSED");
        assertThat(forum.get("why").asString()).isEqualTo("Too few could come");
        assertThat(asking.get("/api/research/completeness?grid=forums&trueAt=2021-05-19")
                        .at("/items/0/status")
                        .asString())
                .isNotEqualTo("MISSED");
    }

    @Test
    void a_theme_that_rests_on_a_reading_of_withdrawn_material_does_not_hold() {
        assertThat(ground("&case=CAFE&trueAt=2020-02-01")).contains("on-a-reading: stands, usable, true");
        assertThat(ground("&case=CAFE&trueAt=2020-03-02"))
                .contains("on-a-reading: stands, not-in-new-datasets, false", "on-kept: null, usable, true");
    }

    @Test
    void claims_that_rest_on_each_other_are_followed_once() {
        assertThat(ground("&case=CAFE&theme=circular&trueAt=2020-02-01"))
                .containsExactlyInAnyOrder("circular: stands, usable, true", "circular: null, usable, true");
    }

    @Test
    void a_theme_of_the_programme_is_asked_for_without_a_case_and_one_on_a_claim_without_ground_does_not_hold() {
        assertThat(ground("&trueAt=2020-03-02"))
                .contains("across: stands, not-in-new-datasets, false", "across: null, usable, true")
                .contains("on-nothing: none-named, usable, false")
                .contains("on-kept: null, usable, true");
        assertThat(ground("&case=CAFE&trueAt=2020-03-02")).noneMatch(row -> row.startsWith("across"));
        assertThat(asking.get("/api/research/evidence?theme=on-nothing")
                        .at("/leftOut/none-named")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void nobody_reads_a_table_of_several_cases_without_reading_in_what_they_differ() {
        for (var question : List.of(
                "design",
                "summaries",
                "trajectories",
                "pre-post",
                "completeness",
                "completeness-people",
                "retention",
                "role-moves",
                "leadership-years",
                "evidence")) {
            var instrument =
                    List.of("summaries", "trajectories", "pre-post").contains(question) ? "&instrument=SECURITY" : "";
            var path = "/api/research/%s?cases=CAFE,WARDS&trueAt=2020-03-02%s".formatted(question, instrument);
            assertThat(asking.get(path).get("differences").valueStream().map(JsonNode::asString))
                    .as(question)
                    .contains("Different languages answered in: CAFE SECURITY sv; WARDS SECURITY en");
            var csv = asking.raw(path + "&format=csv", "*/*");
            assertThat(csv.headers().firstValue("Fieldledger-Differences"))
                    .as(question)
                    .hasValue("languages answered in, arms");
            assertThat(csv.body()).as(question).startsWith("differences,");
            assertThat(csv.body().lines().skip(1))
                    .as(question)
                    .allMatch(line -> line.startsWith(
                                    "\"Different languages answered in: CAFE SECURITY sv; WARDS SECURITY en | Different arms")
                            || line.startsWith("Different languages answered in: CAFE SECURITY sv; WARDS SECURITY en | "
                                    + "Different arms"));
        }
        var ofOne = asking.raw("/api/research/design?case=CAFE&format=csv", "*/*");
        assertThat(ofOne.body()).startsWith("case,");
        assertThat(ofOne.headers().firstValue("Fieldledger-Differences")).isEmpty();
    }

    @Test
    void a_version_is_there_in_more_languages_than_it_was_answered_in() {
        var row = asking.get("/api/research/design?case=CAFE").at("/items/0");
        assertThat(row.get("languages").valueStream().map(JsonNode::asString)).containsExactly("en", "sv");
        assertThat(row.get("answeredIn").valueStream().map(JsonNode::asString)).containsExactly("sv");
    }

    @Test
    void what_was_answered_outside_its_window_says_by_how_much_and_can_be_left_out() {
        var asked = "case=CAFE&instrument=SECURITY&trueAt=2019-12-31";
        assertThat(asking.get("/api/research/trajectories?" + asked)
                        .get("items")
                        .valueStream())
                .extracting(row -> row.get("participant").asString() + " "
                        + row.get("daysOff").asInt())
                .containsExactly("CAFE-0001 0", "CAFE-0002 10");

        var inside = asking.get("/api/research/trajectories?window=inside&" + asked);
        assertThat(inside.get("items").valueStream())
                .extracting(row -> row.get("participant").asString())
                .containsExactly("CAFE-0001");
        assertThat(inside.at("/leftOut/outside-window").asInt()).isEqualTo(1);
        var summary =
                asking.get("/api/research/summaries?window=inside&" + asked).at("/items/0");
        assertThat(summary.get("n").asInt()).isEqualTo(1);
        assertThat(summary.get("outside").asInt()).isEqualTo(1);
        assertThat(asking.reply("/api/research/summaries?window=outside&" + asked)
                        .json()
                        .get("detail")
                        .asString())
                .contains("inside");
    }

    private static List<String> cells(String grid, String caseCode, String day) {
        return asking.get("/api/research/completeness?grid=%s&case=%s&trueAt=%s".formatted(grid, caseCode, day))
                .get("items")
                .valueStream()
                .map(cell -> "%s: %s %s impossible, %s unusable"
                        .formatted(
                                cell.get("cell").asString(),
                                cell.get("status").asString(),
                                cell.get("impossible").asString(),
                                cell.get("unusable").asString()))
                .toList();
    }

    private static List<String> ground(String narrowedBy) {
        return asking.get("/api/research/evidence?" + narrowedBy.substring(1))
                .get("items")
                .valueStream()
                .filter(row -> row.get("claim").asString().equals("theme")
                        || row.get("theme").asString().equals("circular"))
                .map(row -> "%s: %s, %s, %s"
                        .formatted(
                                row.get("theme").asString(),
                                row.get("beneath").isNull()
                                        ? null
                                        : row.get("beneath").asString(),
                                row.get("use").asString(),
                                row.get("holds").asBoolean()))
                .toList();
    }
}
