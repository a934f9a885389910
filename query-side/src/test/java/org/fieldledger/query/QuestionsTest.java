package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;
import static org.fieldledger.query.Fieldwork.withdrawn;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.Language;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.TimepointCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every question once over HTTP, on a small programme with a person who joins, answers, moves and withdraws. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class QuestionsTest {

    private static final Ledger LEDGER = new Ledger();
    private static final ParticipantCode PATIENT = new ParticipantCode("CAFE-0001");
    private static final ParticipantCode LEADER = new ParticipantCode("CAFE-0002");
    private static final InstrumentCode SECURITY = new InstrumentCode("SECURITY");
    private static Asking asking;

    @BeforeAll
    static void a_small_programme() {
        var then = Instant.parse("2021-06-01T08:00:00Z");
        LEDGER.record(
                List.of(
                        new ProgrammeRegistered(
                                in(null, on("2019-01-01")),
                                "TRIAL",
                                "A programme",
                                day("2019-01-01"),
                                day("2021-12-31"),
                                STOCKHOLM),
                        new ConsentModuleDefined(
                                in(null, on("2019-01-01")),
                                Fieldwork.modules("audio").getFirst(),
                                Map.of(new Language("sv"), "Ljud"),
                                "sound",
                                "research",
                                null,
                                null),
                        new InstrumentVersionReleased(
                                in(null, on("2019-01-01")),
                                SECURITY,
                                "1.0",
                                InstrumentKind.MEASURE,
                                Map.of(new Language("sv"), "Trygghet"),
                                List.of(item("S1"), item("S2")),
                                List.of(),
                                List.of(new Score("TOTAL", Map.of(), List.of("S1", "S2")))),
                        opened(CAFE, "2019-01-10"),
                        opened(WARDS, "2019-01-11"),
                        approved("2018-12-01", CAFE, WARDS),
                        new SiteAdded(
                                in(CAFE, on("2019-01-10")), new SiteCode("NORTH"), "The north ward", "intervention"),
                        new ResearcherRoleAssigned(in(CAFE, on("2019-01-10")), RESEARCHER, ResearchRole.FIELDWORKER),
                        enrolled(CAFE, "CAFE-0001", "patient", "2019-02-01"),
                        enrolled(CAFE, "CAFE-0002", "key-leader", "2019-02-01"),
                        given(CAFE, "CAFE-0001", "2019-02-01", "interview", "measure"),
                        new AllocationMade(in(CAFE, on("2019-02-02")), PATIENT, "intervention", "by lot"),
                        answered(
                                "2019-03-01",
                                Response.of("S1", BigDecimal.valueOf(4)),
                                Response.of("S2", BigDecimal.valueOf(3))),
                        answered(
                                "2019-09-01",
                                Response.of("S1", BigDecimal.valueOf(5)),
                                Response.missing("S2", "refused")),
                        new LeadershipInterviewRecorded(in(CAFE, on("2019-05-01T10:00")), LEADER, "Head", 1, 50),
                        new LeadershipInterviewMissed(in(CAFE, on("2020-12-01")), LEADER, 2, "On leave"),
                        new FocusGroupHeld(
                                with(
                                        in(CAFE, on("2020-01-15")),
                                        new Participation(PATIENT, new Role("patient"), null, List.of()),
                                        new Participation(LEADER, Role.KEY_LEADER, null, List.of())),
                                new SessionCode("FG-1"),
                                "Going home"),
                        new ParticipantTransferred(
                                in(CAFE, on("2020-02-01")), PATIENT, new Role("patient"), new Role("volunteer"), null),
                        withdrawn(CAFE, "CAFE-0001", "2020-03-01", "interview")),
                then);
        asking = new Asking(LEDGER);
    }

    private static Item item(String code) {
        return new Item(code, Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false);
    }

    private static MeasureAdministered answered(String when, Response... responses) {
        return new MeasureAdministered(
                in(CAFE, on(when)), PATIENT, SECURITY, "1.0", new TimepointCode("week-8"), List.of(responses));
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    @Test
    void the_register_of_cases() {
        assertThat(items("/api/cases")).extracting(text("caseCode")).containsExactly("CAFE", "WARDS");
        assertThat(items("/api/cases?trueAt=2019-01-10"))
                .extracting(text("caseCode"))
                .containsExactly("CAFE");
        assertThat(asking.get("/api/cases?knownAt=2021-05-31").get("items")).isEmpty();
    }

    @Test
    void one_case_with_its_sites_and_its_team() {
        var cafe = items("/api/cases/CAFE").getFirst();
        assertThat(cafe.at("/study/country").asString()).isEqualTo("se");
        assertThat(cafe.at("/sites/0/arm").asString()).isEqualTo("intervention");

        var team = items("/api/cases/CAFE/team").getFirst();
        assertThat(team.get("researcher").asString()).isEqualTo("fieldworker-2");
        assertThat(team.get("role").asString()).isEqualTo("fieldworker");
    }

    @Test
    void the_register_of_people_by_role_on_a_day() {
        assertThat(items("/api/people?case=CAFE&role=patient&trueAt=2020-01-31"))
                .extracting(text("participant"))
                .containsExactly("CAFE-0001");
        assertThat(items("/api/people?case=CAFE&role=patient")).isEmpty();
        assertThat(items("/api/people?role=volunteer")).hasSize(1);
    }

    @Test
    void the_register_of_instruments_with_their_items() {
        assertThat(items("/api/instruments").getFirst().has("definition")).isFalse();
        var version = items("/api/instruments/SECURITY").getFirst();
        assertThat(version.at("/definition/items/1/code").asString()).isEqualTo("S2");
        assertThat(version.at("/title/sv").asString()).isEqualTo("Trygghet");
    }

    @Test
    void a_persons_history_holds_the_group_sessions_and_their_roles_over_time() {
        assertThat(items("/api/participants/CAFE-0001/history"))
                .extracting(text("kind"))
                .contains("FocusGroupHeld");
        assertThat(items("/api/participants/CAFE-0001/roles"))
                .extracting(text("step"), text("role"))
                .containsExactly(tuple("enrolled", "patient"), tuple("transferred", "volunteer"));
        assertThat(asking.reply("/api/participants/CAFE-9999/history").status()).isEqualTo(404);
    }

    @Test
    void a_withdrawal_known_to_the_day_holds_from_the_end_of_that_day() {
        assertThat(state("interview", "trueAt=2019-01-31")).isEqualTo("NOBODY");
        assertThat(state("interview", "trueAt=2020-03-01")).isEqualTo("GIVEN");
        assertThat(state("interview", "trueAt=2020-03-02")).isEqualTo("WITHDRAWN");
        assertThat(state("interview", "trueAt=2020-03-01T22:59:59Z")).isEqualTo("GIVEN");
        assertThat(state("interview", "trueAt=2020-03-01T23:00:00Z")).isEqualTo("WITHDRAWN");
        assertThat(state("measure", "trueAt=2020-03-02")).isEqualTo("GIVEN");
        assertThat(state("audio", "trueAt=2020-03-02")).isEqualTo("NOT_ASKED");
    }

    @Test
    void what_is_held_is_told_action_by_action_with_what_may_be_done_with_it() {
        assertThat(items("/api/participants/CAFE-0001/held?trueAt=2020-02-01"))
                .extracting(text("kind"), text("use"))
                .contains(tuple("MeasureAdministered", "USABLE"), tuple("FocusGroupHeld", "QUARANTINED"));
        assertThat(items("/api/participants/CAFE-0001/held?trueAt=2019-02-28")).isEmpty();
        assertThat(asking.reply("/api/participants/CAFE-9999/held").status()).isEqualTo(404);
        var whole = items("/api/participants/CAFE-0001/held?trueAt=2020-02-01");
        var first = asking.get("/api/participants/CAFE-0001/held?trueAt=2020-02-01&limit=1");
        var second = asking.get("/api/participants/CAFE-0001/held?trueAt=2020-02-01&limit=1&after="
                + first.get("next").asString());
        assertThat(first.get("items").get(0)).isEqualTo(whole.get(0));
        assertThat(second.get("items").get(0)).isEqualTo(whole.get(1));
    }

    @Test
    void without_a_day_in_the_field_the_basis_says_which_day_was_meant() {
        var known = asking.get("/api/cases/CAFE/consent?knownAt=2021-06-02T08:00:00Z");
        assertThat(known.at("/basis/trueAt").asString()).isEqualTo("2021-06-02");
        var before = LocalDate.now(STOCKHOLM).toString();
        var latest = asking.get("/api/cases/CAFE/consent").at("/basis/trueAt").asString();
        assertThat(latest).isIn(before, LocalDate.now(STOCKHOLM).toString());
    }

    @Test
    void the_decisions_behind_a_state_are_given_with_who_decided_and_how() {
        var interview = items("/api/cases/CAFE/consent").stream()
                .filter(one -> one.get("module").asString().equals("interview")
                        && one.get("participant").asString().equals("CAFE-0001"))
                .findFirst()
                .orElseThrow();

        assertThat(interview.get("withdrawal").asString()).isEqualTo("no_further_collection");
        assertThat(interview.get("decisions").valueStream().toList())
                .extracting(text("decision"), text("capacity"), text("method"))
                .containsExactly(
                        tuple("ConsentGiven", "self", "written"), tuple("ConsentWithdrawn", "self", "oral_witnessed"));
    }

    @Test
    void leadership_interviews_are_done_missed_late_due_or_not_due_yet() {
        assertThat(statuses("trueAt=2021-06-01")).containsExactly("DONE", "MISSED", "DUE");
        assertThat(statuses("trueAt=2020-06-01")).containsExactly("DONE", "DUE", "NOT_DUE_YET");
        assertThat(statuses("trueAt=2019-04-30")).containsExactly("DUE", "NOT_DUE_YET", "NOT_DUE_YET");
        assertThat(statuses("trueAt=2022-01-01")).containsExactly("DONE", "MISSED", "LATE");
        var first =
                items("/api/leadership-coverage?case=CAFE&trueAt=2021-06-01").getFirst();
        assertThat(first.get("keyLeaders").asInt()).isEqualTo(1);
        assertThat(first.at("/leaders/0/leader").asString()).isEqualTo("CAFE-0002");
    }

    @Test
    void answers_come_with_their_scores_and_a_missing_item_leaves_the_score_out() {
        var both = items("/api/measures/responses?case=CAFE&instrument=SECURITY&timepoint=week-8");

        assertThat(both).extracting(text("arm")).containsOnly("intervention");
        assertThat(both.get(0).at("/scores/0/value").asInt()).isEqualTo(7);
        assertThat(both.get(1).at("/scores/0/absent").asString()).isEqualTo("S2 is missing: refused");
        assertThat(both.get(1).at("/responses/1/missing").asString()).isEqualTo("refused");
        assertThat(items("/api/measures/responses?item=S2").getFirst().get("responses"))
                .hasSize(1);
        assertThat(items("/api/measures/responses?trueAt=2019-03-01")).hasSize(1);
    }

    @Test
    void answers_come_whole_as_csv_and_as_lines_of_json() {
        var csv = asking.raw("/api/measures/responses?case=CAFE", "text/csv");
        assertThat(csv.headers().firstValue("Fieldledger-Projection")).hasValue("measure/3 consent/2");
        assertThat(csv.body().lines()).hasSize(1 + 4 + 2);
        assertThat(csv.body()).contains("CAFE-0001").contains(",S2,,,,refused");

        var lines = asking.raw("/api/measures/responses?case=CAFE", "application/x-ndjson");
        assertThat(lines.statusCode()).isEqualTo(200);
        assertThat(lines.body().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"kind\""));
    }

    @Test
    void who_may_not_see_a_case_sees_nothing_of_it() {
        try (var elsewhere = new Asking(LEDGER, Optional.of(Set.of(WARDS)))) {
            assertThat(elsewhere.reply("/api/cases/CAFE/timeline").status()).isEqualTo(403);
            assertThat(elsewhere.reply("/api/cases/CAFE/consent").status()).isEqualTo(403);
            assertThat(elsewhere.reply("/api/measures/responses?case=CAFE").status())
                    .isEqualTo(403);
            assertThat(elsewhere.reply("/api/participants/CAFE-0001/consent").status())
                    .isEqualTo(404);
            assertThat(elsewhere.reply("/api/participants/CAFE-0001/history").status())
                    .isEqualTo(404);
            assertThat(elsewhere.get("/api/people").get("items")).isEmpty();
            assertThat(elsewhere.get("/api/measures/responses").get("items")).isEmpty();
            assertThat(elsewhere
                            .get("/api/leadership-coverage")
                            .get("items")
                            .valueStream()
                            .toList())
                    .extracting(text("caseCode"))
                    .containsOnly("WARDS");
            assertThat(elsewhere.get("/api/cases").get("items")).hasSize(1);
        }
    }

    @Test
    void what_cannot_be_understood_is_a_problem_that_names_the_parameter() {
        for (var wrong : List.of(
                "/api/cases?limit=5000",
                "/api/cases/CAFE/timeline?after=nonsense",
                "/api/cases/CAFE/timeline?history=yes",
                "/api/cases/café/timeline",
                "/api/cases/CAFE/timeline?consent=nonsense",
                "/api/people?knownAt=yesterday")) {
            var reply = asking.reply(wrong.replace("é", "%C3%A9"));
            assertThat(reply.status()).as(wrong).isEqualTo(400);
            assertThat(reply.json().get("parameter").asString()).as(wrong).isNotEmpty();
        }
    }

    @Test
    void the_description_of_the_api_names_every_question_and_both_times() {
        var paths = asking.reply("/v3/api-docs").json().get("paths");

        assertThat(paths.propertyNames())
                .contains("/api/cases/{case}/timeline", "/api/measures/responses", "/api/leadership-coverage");
        assertThat(paths.at("/~1api~1cases~1{case}~1timeline/get/parameters")
                        .valueStream()
                        .toList())
                .extracting(text("name"))
                .contains("trueAt", "knownAt", "limit", "after", "atLeastPosition");
    }

    @Test
    void how_scores_went_is_told_with_what_is_missing_and_why() {
        var answer = asking.get("/api/research/trajectories?case=CAFE&instrument=SECURITY&trueAt=2020-01-01");

        assertThat(answer.get("items")).hasSize(2);
        assertThat(answer.at("/items/0/value").asInt()).isEqualTo(7);
        assertThat(answer.at("/items/0/arm").asString()).isEqualTo("intervention");
        assertThat(answer.at("/items/1/value").isNull()).isTrue();
        assertThat(answer.at("/items/1/missing").asString()).isEqualTo("S2 is missing: refused");
        assertThat(answer.at("/basis/trueAt").asString()).isEqualTo("2020-01-01");
        assertThat(answer.at("/basis/projection").asString()).contains("measure/", "consent/", "participant/");
        var item = asking.get("/api/research/trajectories?case=CAFE&instrument=SECURITY&item=S1&trueAt=2019-06-30");
        assertThat(item.get("items")).hasSize(1);
        assertThat(item.at("/items/0/value").asInt()).isEqualTo(4);
    }

    @Test
    void what_is_asked_of_one_case_is_asked_of_several_with_what_they_differ_in() {
        var answer = asking.get("/api/research/design?cases=WARDS,CAFE");

        assertThat(answer.get("items")
                        .valueStream()
                        .map(row -> row.get("caseCode").asString()))
                .containsExactly("WARDS", "CAFE");
        assertThat(answer.get("differences").valueStream().map(JsonNode::asString))
                .contains("Different instruments: WARDS none; CAFE SECURITY");
        var csv = asking.raw("/api/research/retention?case=CAFE&trueAt=2021-05-31&format=csv", "*/*");
        assertThat(csv.body())
                .startsWith("case,line,day,at_risk,left,censored,remaining,error,lower,upper,demonstration");
        assertThat(csv.headers().firstValue("Fieldledger-True-At")).hasValue("2021-05-31");
    }

    @Test
    void a_question_over_time_that_cannot_be_understood_says_how_to_ask_it() {
        var problems = Map.of(
                "/api/research/trajectory?case=CAFE", "Did you mean trajectories?",
                "/api/research/retention", "Name one case",
                "/api/research/retention?case=CAFE&instrument=SECURITY", "retention takes arm, case, cases, role",
                "/api/research/summaries?case=CAFE", "Name one instrument",
                "/api/research/summaries?case=CAFE&cases=CAFE,WARDS&instrument=SECURITY", "either one case or several",
                "/api/research/trajectories?case=CAFE&instrument=SECURITY&since=spring", "Write a day",
                "/api/research/completeness?grid=everything", "leadership, forums, wards, timepoints",
                "/api/timeline?use=everything", "usable, in-part");
        problems.forEach((path, wayOut) -> {
            var reply = asking.reply(path);
            assertThat(reply.status()).as(path).isEqualTo(400);
            assertThat(reply.json().get("detail").asString()).as(path).contains(wayOut);
        });
    }

    @Test
    void an_instrument_has_a_timeline_and_so_has_what_may_be_used() {
        var ofTheInstrument = items("/api/timeline?instrument=SECURITY");
        assertThat(ofTheInstrument.getFirst().get("kind").asString()).isEqualTo("InstrumentVersionReleased");
        assertThat(ofTheInstrument).hasSize(3);

        assertThat(items("/api/timeline?case=CAFE&use=usable&trueAt=2020-01-01&limit=1")
                        .getFirst()
                        .get("use")
                        .asString())
                .isEqualTo("usable");
        assertThat(items("/api/timeline?programme=only")).allMatch(line -> !line.has("caseCode"));
    }

    @Test
    void readiness_and_figures_are_there() {
        assertThat(asking.reply("/actuator/health/readiness")
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("UP");
        assertThat(asking.raw("/actuator/prometheus", "text/plain").body())
                .contains("fieldledger_projection_lag_seconds")
                .contains("fieldledger_projection_batch_seconds_count");
    }

    private static String state(String module, String asOf) {
        var reply = asking.reply("/api/participants/CAFE-0001/consent?" + asOf);
        if (reply.status() == 404) return "NOBODY";
        return reply.json()
                .get("items")
                .valueStream()
                .filter(one -> one.get("module").asString().equals(module))
                .findFirst()
                .orElseThrow()
                .get("state")
                .asString();
    }

    private static List<String> statuses(String asOf) {
        return items("/api/leadership-coverage?case=CAFE&" + asOf).stream()
                .map(cell -> cell.get("status").asString())
                .toList();
    }

    private static List<JsonNode> items(String path) {
        return asking.get(path).get("items").valueStream().toList();
    }

    private static Function<JsonNode, String> text(String name) {
        return node -> node.path(name).asString();
    }
}
