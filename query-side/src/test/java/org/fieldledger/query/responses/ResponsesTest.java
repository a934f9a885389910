package org.fieldledger.query.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.Language;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.Paging;
import org.fieldledger.query.measure.MeasureView.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people answered is told as far as it may be used. Each person here wrote a word of their own, and wants something else done
 * with it; all answered on 1 March 2021, and the decisions of late were recorded a month after.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ResponsesTest {

    private static final Ledger LEDGER = new Ledger();
    private static final Instant IN_MARCH = Instant.parse("2021-03-02T08:00:00Z");
    private static final Instant IN_APRIL = Instant.parse("2021-04-02T08:00:00Z");
    private static final List<String> FORMATS = List.of("application/json", "application/x-ndjson", "text/csv");
    private static final Pattern WORD = Pattern.compile("the-word-of-[a-z-]+");
    private static final Map<String, String> WHOSE = new TreeMap<>();
    private static Asking asking;

    @BeforeAll
    static void everybody_answers_and_some_take_it_back() {
        LEDGER.record(
                List.of(
                        new ConsentModuleDefined(
                                in(null, on("2020-01-01")),
                                modules("measure").getFirst(),
                                Map.of(new Language("sv"), "Enkät"),
                                "numbers",
                                "research",
                                null,
                                null),
                        opened(CAFE, "2020-01-01"),
                        approved("2020-01-01", CAFE),
                        new ResearcherRoleAssigned(in(CAFE, on("2020-01-01")), RESEARCHER, ResearchRole.FIELDWORKER)),
                IN_MARCH.minusSeconds(60));
        answers("willing", false);
        answers("told-late", false);
        answers("told-late-and-no-new-use", false);
        answers("no-new-use", false);
        answers("objecting", false);
        answers("leaving-no-trace", false);
        answers("not-covered", true);
        answers("willing-too", false);
        LEDGER.record(
                new EventQuestionnaireAnswered(
                        in(CAFE, on("2021-03-01")),
                        new SessionCode("CAFE-S1"),
                        new InstrumentCode("SECURITY"),
                        "1.0",
                        List.of(new Response("S2", null, "the-word-of-nobody-by-name", null))),
                IN_MARCH);
        LEDGER.record(
                List.of(
                        withdrawal("told-late", "2021-02-01", WithdrawalKind.NO_FURTHER_COLLECTION),
                        withdrawal("told-late-and-no-new-use", "2021-02-01", WithdrawalKind.NO_NEW_USE),
                        withdrawal("told-late-and-no-new-use", "2021-03-15", WithdrawalKind.NO_NEW_USE),
                        withdrawal("no-new-use", "2021-03-15", WithdrawalKind.NO_NEW_USE),
                        withdrawal("objecting", "2021-03-15", WithdrawalKind.RESTRICT_OR_OBJECT),
                        withdrawal("leaving-no-trace", "2021-03-15", WithdrawalKind.DESTROY)),
                IN_APRIL);
        asking = new Asking(LEDGER);
        asking.get("/api/measures/responses");
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson", "text/csv"})
    void what_was_withdrawn_is_on_hold_or_lost_its_cover_is_not_told(String format) {
        assertThat(words(format, "")).containsExactly("nobody-by-name", "willing", "willing-too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson", "text/csv"})
    void what_was_not_known_to_be_withdrawn_by_then_is_told_as_known_then(String format) {
        assertThat(words(format, "?knownAt=2021-03-10"))
                .containsExactly(
                        "leaving-no-trace",
                        "no-new-use",
                        "nobody-by-name",
                        "objecting",
                        "told-late",
                        "told-late-and-no-new-use",
                        "willing",
                        "willing-too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson", "text/csv"})
    void what_was_withdrawn_later_is_told_as_of_the_day_before_what_was_not_covered_is_not(String format) {
        assertThat(words(format, "?trueAt=2021-03-14"))
                .containsExactly(
                        "leaving-no-trace", "no-new-use", "nobody-by-name", "objecting", "willing", "willing-too");
    }

    @Test
    void how_much_is_left_out_and_why_is_said_with_the_page_and_in_the_headers() {
        var leftOut = asking.get("/api/measures/responses").get("leftOut");

        assertThat(leftOut.toString())
                .isEqualTo("{\"not-in-new-datasets\":1,\"on-hold\":1,\"quarantined\":3,\"to-be-destroyed\":1}");
        for (var format : FORMATS.subList(1, 3))
            assertThat(asking.raw("/api/measures/responses", format).headers().firstValue("Fieldledger-Left-Out"))
                    .as(format)
                    .hasValue("not-in-new-datasets=1, on-hold=1, quarantined=3, to-be-destroyed=1");
        assertThat(asking.raw("/api/measures/responses?participant=" + code("willing"), "text/csv")
                        .headers()
                        .firstValue("Fieldledger-Left-Out"))
                .isEmpty();
    }

    @Test
    void pages_tell_each_thing_once_and_what_they_left_out_adds_up() {
        var told = new ArrayList<String>();
        var leftOut = 0L;
        var after = "";
        do {
            var page = asking.get("/api/measures/responses?limit=1" + after);
            told.addAll(words(page.toString()));
            leftOut +=
                    page.get("leftOut").valueStream().mapToLong(n -> n.asLong()).sum();
            after = page.has("next") ? "&after=" + page.get("next").asString() : "";
        } while (!after.isEmpty());

        assertThat(told).containsExactly("willing", "willing-too", "nobody-by-name");
        assertThat(leftOut).isEqualTo(6);
    }

    @Test
    void what_is_quarantined_can_be_asked_for_and_says_so_but_nothing_that_somebody_wants_left_alone() {
        var responses = asking.bean(Responses.class);
        var quarantined = new TreeMap<String, Boolean>();
        var leftOut = new TreeMap<String, Long>();
        responses.whole(
                Filter.NONE,
                true,
                AsOf.LATEST,
                (basis, out) -> leftOut.putAll(out),
                (basis, told) -> quarantined.put(
                        told.participant() == null ? "nobody-by-name" : WHOSE.get(told.participant()),
                        told.record().quarantined()));

        assertThat(quarantined)
                .isEqualTo(Map.of(
                        "nobody-by-name", false,
                        "not-covered", true,
                        "told-late", true,
                        "willing", false,
                        "willing-too", false));
        assertThat(leftOut).isEqualTo(Map.of("not-in-new-datasets", 2L, "on-hold", 1L, "to-be-destroyed", 1L));
        var page = responses.page(Filter.NONE, true, AsOf.LATEST, Paging.FIRST);
        assertThat(page.items()).hasSize(5);
        assertThat(page.leftOut()).isEqualTo(leftOut);
    }

    @Test
    void the_basis_states_the_day_on_which_use_is_judged() {
        assertThat(asking.get("/api/measures/responses?knownAt=2021-03-10")
                        .at("/basis/trueAt")
                        .asString())
                .isEqualTo("2021-03-10");
    }

    private static void answers(String whose, boolean deviation) {
        var person = code(whose);
        WHOSE.put(person, whose);
        LEDGER.record(
                List.of(
                        enrolled(CAFE, person, "patient", "2021-01-10"),
                        given(CAFE, person, "2021-01-10", "measure"),
                        new MeasureAdministered(
                                in(CAFE, on("2021-03-01"), null, deviation),
                                new ParticipantCode(person),
                                new InstrumentCode("SECURITY"),
                                "1.0",
                                new TimepointCode("week-8"),
                                List.of(
                                        Response.of("S1", BigDecimal.TEN),
                                        new Response("S2", null, "the-word-of-" + whose, null)))),
                IN_MARCH);
    }

    private static String code(String whose) {
        return "CAFE-" + (1000 + Math.floorMod(whose.hashCode(), 9000));
    }

    private static FieldEvent withdrawal(String whose, String when, WithdrawalKind kind) {
        return new ConsentWithdrawn(
                in(CAFE, on(when)),
                new ParticipantCode(code(whose)),
                modules("measure"),
                kind,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    private static TreeSet<String> words(String format, String narrowedBy) {
        var answer = asking.raw("/api/measures/responses" + narrowedBy, format);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new TreeSet<>(words(answer.body()));
    }

    private static List<String> words(String body) {
        return WORD.matcher(body)
                .results()
                .map(found -> found.group().substring("the-word-of-".length()))
                .toList();
    }
}
