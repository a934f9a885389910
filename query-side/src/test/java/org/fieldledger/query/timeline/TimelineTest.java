package org.fieldledger.query.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.anError;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.withdrawn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Deviation;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.Envelope.RestsOn;
import org.fieldledger.events.Envelope.Uncovered;
import org.fieldledger.events.EventId;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Level;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Role;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TimelineTest {

    private static final Ledger LEDGER = new Ledger();
    private static Asking asking;
    private static final EventId DECISION = EventId.of("5f0c1c4e-7d1b-4c6e-9b0a-2f1d3c4b5a69");

    @BeforeAll
    static void a_case_with_a_withdrawal_that_came_in_ten_days_late_and_an_enrolment_in_error() {
        LEDGER.record(opened(CAFE, "2019-01-10"), Instant.parse("2019-01-10T09:00:00Z"));
        LEDGER.record(enrolled(CAFE, "CAFE-0001", "patient", "2019-02-01"), Instant.parse("2019-02-01T09:00:00Z"));
        LEDGER.record(given(CAFE, "CAFE-0001", "2019-02-01T10:00", "interview"), Instant.parse("2019-02-01T09:30:00Z"));
        var wrong = LEDGER.record(
                enrolled(CAFE, "CAFE-0002", "patient", "2019-02-02"), Instant.parse("2019-02-02T09:00:00Z"));
        LEDGER.record(anError(CAFE, "2019-02-05", wrong), Instant.parse("2019-02-05T09:00:00Z"));
        LEDGER.record(withdrawn(CAFE, "CAFE-0001", "2019-03-01", "interview"), Instant.parse("2019-03-11T09:00:00Z"));
        LEDGER.record(opened(WARDS, "2019-01-10"), Instant.parse("2019-03-12T09:00:00Z"));
        LEDGER.record(
                new InterviewRecorded(
                        new Envelope(
                                WARDS,
                                new Occurred(
                                        "2019-03-01T22:00",
                                        "2019-03-02T00:00",
                                        on("2019-03-01").zone()),
                                RESEARCHER,
                                List.of(RESEARCHER),
                                List.of(new Participation(
                                        new ParticipantCode("WARDS-0001"),
                                        new Role("patient"),
                                        Level.MICRO,
                                        List.of(new RestsOn(new ModuleCode("interview"), DECISION)))),
                                List.of(Objective.MECHANISMS),
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                null,
                                new Deviation(List.of(new Uncovered("consent", null, null, "None")), "It was urgent"),
                                null),
                        InterviewStyle.NARRATIVE,
                        40,
                        null),
                Instant.parse("2019-03-12T09:00:00Z"));
        asking = new Asking(LEDGER);
    }

    @AfterAll
    static void stop() {
        asking.close();
    }

    @Test
    void a_case_is_told_in_the_order_of_the_field_without_what_was_an_error() {
        assertThat(titles(asking.get("/api/cases/CAFE/timeline")))
                .containsExactly(
                        "Case opened: A case",
                        "CAFE-0001 joined as patient",
                        "CAFE-0001 consented to interview",
                        "An earlier entry was declared an error",
                        "CAFE-0001 withdrew consent to interview (no further collection)");
    }

    @Test
    void what_was_true_on_a_day_and_not_yet_known_is_left_out() {
        assertThat(titles(asking.get("/api/cases/CAFE/timeline?trueAt=2019-03-05&knownAt=2019-03-10")))
                .doesNotContain("CAFE-0001 withdrew consent to interview (no further collection)");
        assertThat(titles(asking.get("/api/cases/CAFE/timeline?trueAt=2019-03-05&knownAt=2019-03-11")))
                .contains("CAFE-0001 withdrew consent to interview (no further collection)");
    }

    @Test
    void an_interview_over_midnight_is_under_way_as_of_its_first_evening_and_over_when_it_ends() {
        assertThat(interview("2019-03-01").path("underWay").asBoolean(false)).isTrue();
        assertThat(interview("2019-03-01T22:59:59Z").path("underWay").asBoolean(false))
                .isTrue();
        assertThat(interview("2019-03-01T23:00:00Z").has("underWay")).isFalse();
        assertThat(interview("2019-03-02").has("underWay")).isFalse();
        assertThat(asking.raw("/cases/WARDS?trueAt=2019-03-01", "text/html").body())
                .contains("title=\"until 2019-03-02T00:00\">under way<");
        assertThat(asking.raw("/cases/WARDS?trueAt=2019-03-02", "text/html").body())
                .doesNotContain("under way");
    }

    private static JsonNode interview(String trueAt) {
        return asking.get("/api/cases/WARDS/timeline?kind=InterviewRecorded&trueAt=" + trueAt)
                .get("items")
                .get(0);
    }

    @Test
    void what_became_known_and_what_was_an_error_is_the_difference_of_two_pictures() {
        var changes = asking.get("/api/cases/CAFE/timeline/difference?since=2019-02-03")
                .get("items");
        assertThat(changes)
                .extracting(
                        line -> line.get("title").asString(),
                        line -> line.get("change").asString())
                .containsExactly(
                        tuple("CAFE-0002 joined as patient", "declared-an-error"),
                        tuple("An earlier entry was declared an error", "became-known"),
                        tuple("CAFE-0001 withdrew consent to interview (no further collection)", "became-known"));
        assertThat(asking.get("/api/cases/CAFE/timeline/difference?since=2019-02-03&knownAt=2019-02-04")
                        .get("items"))
                .isEmpty();
    }

    @Test
    void a_difference_names_the_time_it_compares_with_and_tells_forwards() {
        var without = asking.reply("/api/cases/CAFE/timeline/difference");
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.json().toString()).contains("since");
        assertThat(asking.reply("/api/cases/CAFE/timeline/difference?since=2019-03-05&knownAt=2019-02-05")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void before_the_error_was_found_it_stood_like_any_other_entry() {
        assertThat(titles(asking.get("/api/cases/CAFE/timeline?knownAt=2019-02-03")))
                .contains("CAFE-0002 joined as patient");
    }

    @Test
    void with_its_history_the_error_is_shown_with_what_superseded_it() {
        var error = items(asking.get("/api/cases/CAFE/timeline?history=include")).stream()
                .filter(line -> line.get("title").asString().equals("CAFE-0002 joined as patient"))
                .findFirst()
                .orElseThrow();

        assertThat(error.at("/record/supersededAt").asString()).isEqualTo("2019-02-05T09:00:00Z");
    }

    @Test
    void a_late_entry_says_how_late_it_was() {
        var withdrawal = items(asking.get("/api/cases/CAFE/timeline?kind=ConsentWithdrawn"));

        assertThat(withdrawal).hasSize(1);
        assertThat(withdrawal.getFirst().at("/record/daysLate").asLong()).isEqualTo(10);
        assertThat(withdrawal.getFirst().at("/occurred/precision").asString()).isEqualTo("day");
    }

    @Test
    void what_ended_at_midnight_ended_on_the_day_that_began_then() {
        var interview = items(asking.get("/api/cases/WARDS/timeline?kind=InterviewRecorded"));

        assertThat(interview.getFirst().at("/record/daysLate").asLong()).isEqualTo(10);
    }

    @Test
    void pages_follow_one_another_without_loss_or_repetition() {
        var whole = titles(asking.get("/api/cases/CAFE/timeline"));
        var paged = new ArrayList<String>();
        var page = asking.get("/api/cases/CAFE/timeline?limit=2");
        paged.addAll(titles(page));
        while (page.has("next")) {
            page = asking.get(
                    "/api/cases/CAFE/timeline?limit=2&after=" + page.get("next").asString());
            paged.addAll(titles(page));
        }

        assertThat(paged).isEqualTo(whole);
    }

    @Test
    void every_answer_says_what_it_rests_on() {
        var basis = asking.get("/api/cases/CAFE/timeline?trueAt=2019-03-05").get("basis");

        assertThat(basis.get("position").asLong()).isEqualTo(8);
        assertThat(basis.get("trueAt").asString()).isEqualTo("2019-03-05");
        assertThat(basis.get("knownAt").asString()).isEqualTo("2019-03-12T09:00:00Z");
        assertThat(basis.get("projection").asString()).isEqualTo("timeline/3");
    }

    @Test
    void a_date_that_cannot_be_read_is_named_with_the_forms_that_can() {
        var reply = asking.reply("/api/cases/CAFE/timeline?trueAt=4.3.2021");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("parameter").asString()).isEqualTo("trueAt");
        assertThat(reply.json().get("value").asString()).isEqualTo("4.3.2021");
        assertThat(reply.json().get("accepted").asString()).contains("2021-03-04T10:00:00Z");
    }

    @Test
    void a_position_that_does_not_come_is_said_to_be_missing() {
        assertThat(asking.reply("/api/cases/CAFE/timeline?atLeastPosition=999").status())
                .isEqualTo(503);
    }

    @Test
    void a_timeline_is_narrowed_by_chapter_person_level_objective_and_the_consent_that_a_part_rests_on() {
        assertThat(titles(asking.get("/api/cases/WARDS/timeline"))).hasSize(2);
        for (var narrowed : List.of(
                "chapter=interview",
                "kind=InterviewRecorded",
                "participant=WARDS-0001",
                "level=micro",
                "objective=mechanisms",
                "consent=" + DECISION))
            assertThat(titles(asking.get("/api/cases/WARDS/timeline?" + narrowed)))
                    .as(narrowed)
                    .containsExactly("Narrative interview, 40 minutes");
        assertThat(titles(asking.get("/api/cases/WARDS/timeline?participant=WARDS-0002")))
                .isEmpty();
    }

    @Test
    void what_happened_without_cover_is_marked_with_the_rules_that_did_not_hold() {
        var interview = items(asking.get("/api/cases/WARDS/timeline?kind=InterviewRecorded"))
                .getFirst();

        assertThat(interview.at("/record/quarantined").asBoolean()).isTrue();
        assertThat(interview.at("/uncovered/0").asString()).isEqualTo("consent");
    }

    private static List<String> titles(JsonNode answer) {
        return items(answer).stream().map(line -> line.get("title").asString()).toList();
    }

    private static List<JsonNode> items(JsonNode answer) {
        return answer.get("items").valueStream().toList();
    }
}
