package org.fieldledger.query.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.opened;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fieldledger.access.Material;
import org.fieldledger.access.MaterialRead.Stage;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.access.ReadLog;
import org.fieldledger.access.ReadLog.Recorded;
import org.fieldledger.access.ReadNotRecorded;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Basis;
import org.fieldledger.query.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Who is shown what stands in the access log before it is shown, whoever wrote the endpoint. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadsTest {

    private static final Instant RECORDED_AT = Instant.parse("2020-02-01T09:00:00Z");
    private static final Ledger LEDGER = new Ledger();
    private static Asking asking;
    private static ReadLog reads;

    @BeforeAll
    static void two_people_in_one_case_and_one_in_another() {
        LEDGER.record(opened(CAFE, "2020-01-01"), RECORDED_AT);
        LEDGER.record(opened(WARDS, "2020-01-01"), RECORDED_AT);
        LEDGER.record(enrolled(CAFE, "CAFE-0001", "patient", "2020-01-02"), RECORDED_AT);
        LEDGER.record(enrolled(CAFE, "CAFE-0002", "patient", "2020-01-02"), RECORDED_AT);
        LEDGER.record(enrolled(WARDS, "WARDS-0001", "patient", "2020-01-02"), RECORDED_AT);
        LEDGER.record(given(CAFE, "CAFE-0001", "2020-01-02", "interview"), RECORDED_AT);
        asking = new Asking(LEDGER, Optional.of(Set.of(CAFE)));
        asking.get("/api/people");
        reads = asking.bean(ReadLog.class);
    }

    @AfterAll
    static void close() {
        asking.close();
        LEDGER.close();
    }

    @Test
    void every_endpoint_says_whether_it_shows_participant_material_and_its_rows_name_whose() {
        var undeclared = new ArrayList<String>();
        asking.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, endpoint) -> {
                    if (!endpoint.getBeanType().getPackageName().startsWith("org.fieldledger")) return;
                    var material = endpoint.getMethodAnnotation(Material.class);
                    if (endpoint.getBeanType().getPackageName().startsWith("org.fieldledger.query")
                            && material == null
                            && endpoint.getMethodAnnotation(NoMaterial.class) == null)
                        undeclared.add(mapping.toString());
                    if (material == null || endpoint.getMethod().getReturnType() != Answer.class) return;
                    var row =
                            (Class<?>) ((ParameterizedType) endpoint.getMethod().getGenericReturnType())
                                    .getActualTypeArguments()[0];
                    assertThat(Shown.namesPersons(row) || mapping.toString().contains("{participant}"))
                            .as("%s names whose material it shows", mapping)
                            .isTrue();
                });
        assertThat(undeclared).isEmpty();
    }

    @Test
    void an_endpoint_that_does_not_say_is_not_run_and_one_that_forgets_to_record_gets_nothing_out() throws Exception {
        class Forgetful {
            @SuppressWarnings("unused")
            void undeclared() {}

            @Material("forgotten")
            @SuppressWarnings("unused")
            void unrecorded() {}
        }
        var guard = asking.bean(NothingUnrecorded.AtTheEndpoint.class);
        var request = new MockHttpServletRequest("GET", "/api/forgotten");
        var response = new MockHttpServletResponse();
        var undeclared = handler(new Forgetful(), "undeclared");
        var unrecorded = handler(new Forgetful(), "unrecorded");

        assertThatThrownBy(() -> guard.preHandle(request, response, undeclared))
                .hasMessageContaining("neither @Material nor @NoMaterial");
        assertThatThrownBy(() -> new NothingUnrecorded.AtTheWayOut().doFilter(request, response, (asked, answer) -> {
                    guard.preHandle(request, response, unrecorded);
                    answer.getOutputStream().write(1);
                }))
                .isInstanceOf(ReadNotRecorded.class);
        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    @Test
    void what_was_read_is_what_question_15_tells() {
        var before = last();

        asking.get("/api/people?case=CAFE&trueAt=2020-01-31&purpose=planning%20interviews");
        asking.get("/api/participants/CAFE-0001/consent");
        assertThat(asking.raw("/participants/CAFE-0002", "text/html").statusCode())
                .isEqualTo(200);
        assertThat(asking.raw("/cases/CAFE", "text/html").statusCode()).isEqualTo(200);

        assertThat(since(before))
                .extracting(
                        one -> one.read().question(),
                        one -> one.read().how(),
                        one -> one.read().persons(),
                        one -> one.read().cases(),
                        one -> one.read().purpose())
                .containsExactly(
                        tuple(
                                "people",
                                "api",
                                List.of("CAFE-0001", "CAFE-0002"),
                                List.of("CAFE"),
                                "planning interviews"),
                        tuple("consent-of-person", "api", List.of("CAFE-0001"), List.of("CAFE"), null),
                        tuple("person", "page", List.of("CAFE-0002"), List.of("CAFE"), null),
                        tuple("timeline", "page", List.of("CAFE-0001", "CAFE-0002"), List.of("CAFE"), null));
        assertThat(since(before)).extracting(one -> one.read().trueAt()).startsWith("2020-01-31");
        assertThat(since(before)).extracting(one -> one.read().knownAt()).containsOnly(RECORDED_AT);

        var whole = everyCase();
        assertThat(questionsOf(whole, "participant=CAFE-0001"))
                .containsSubsequence("people", "consent-of-person", "timeline")
                .doesNotContain("person");
        assertThat(questionsOf(whole, "participant=CAFE-0001&since=2200-01-01")).isEmpty();
        assertThat(questionsOf(whole, "reader=somebody-else")).isEmpty();
        assertThat(questionsOf(whole, "knownAt=2020-03-01")).isEmpty();
        whole.close();
    }

    @Test
    void the_same_question_as_of_the_same_times_is_answered_the_same_however_much_is_read_meanwhile() {
        var known =
                asking.get("/api/people?case=CAFE").get("basis").get("knownAt").asString();
        var whole = everyCase();
        var first = whole.get("/api/audit/who-read").get("basis").get("knownAt").asString();
        var asked = "/api/audit/who-read?knownAt=" + first;

        var then = whole.raw(asked, "application/json").body();
        var people =
                asking.raw("/api/people?knownAt=" + known, "application/json").body();
        asking.get("/api/people?case=CAFE");

        assertThat(whole.raw(asked, "application/json").body()).isEqualTo(then);
        assertThat(asking.raw("/api/people?knownAt=" + known, "application/json")
                        .body())
                .isEqualTo(people);
        whole.close();
    }

    @Test
    void a_request_that_is_refused_is_no_read() {
        var before = last();

        assertThat(asking.reply("/api/cases/WARDS/timeline").status()).isEqualTo(403);
        assertThat(asking.raw("/cases/WARDS", "text/html").statusCode()).isEqualTo(403);
        assertThat(asking.reply("/api/participants/CAFE-0009/history").status()).isEqualTo(404);
        assertThat(asking.reply("/api/people?limit=many").status()).isEqualTo(400);
        assertThat(asking.reply("/api/cases").status()).isEqualTo(200);

        assertThat(since(before)).isEmpty();
    }

    @Test
    void without_a_record_there_is_no_answer() throws SQLException {
        sql("alter table access.material_read rename to not_there");
        try {
            for (var path : List.of(
                    "/api/people",
                    "/api/cases/CAFE/timeline",
                    "/api/participants/CAFE-0001/consent",
                    "/api/audit/refusals",
                    "/cases/CAFE",
                    "/participants/CAFE-0001",
                    "/api/measures/responses")) {
                var accept = path.startsWith("/api") ? "application/json" : "text/html";
                var answer = asking.raw(path, accept);
                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.body()).contains("access log").doesNotContain("CAFE-0002");
            }
            assertThat(asking.raw("/api/measures/responses", "text/csv").statusCode())
                    .isEqualTo(503);
            assertThat(asking.raw("/api/measures/responses", "application/x-ndjson")
                            .statusCode())
                    .isEqualTo(503);
        } finally {
            sql("alter table access.not_there rename to material_read");
        }
    }

    @Test
    void what_is_written_out_as_it_is_read_is_recorded_before_and_after_also_when_the_reader_hangs_up() {
        var before = last();
        asking.raw("/api/measures/responses?case=CAFE", "application/x-ndjson");
        RequestContextHolder.setRequestAttributes(
                new ServletRequestAttributes(new MockHttpServletRequest("GET", "/api/measures/responses")));
        record Row(String participant, String caseCode) {}
        assertThatThrownBy(() -> {
                    try (var stream = asking.bean(Reads.class).begin("measure-responses", AsOf.LATEST)) {
                        stream.basis(new Basis(6, null, RECORDED_AT, "measure/1", false));
                        stream.row(new Row("CAFE-0001", "CAFE"));
                        throw new UncheckedIOException(new IOException("the reader hung up"));
                    }
                })
                .isInstanceOf(UncheckedIOException.class);
        RequestContextHolder.resetRequestAttributes();

        assertThat(since(before))
                .extracting(
                        one -> one.read().stage(),
                        one -> one.read().persons(),
                        one -> one.read().rows(),
                        one -> one.read().whole())
                .containsExactly(
                        tuple(Stage.BEGUN, null, null, null),
                        tuple(Stage.ENDED, List.of(), 0L, true),
                        tuple(Stage.BEGUN, null, null, null),
                        tuple(Stage.ENDED, List.of("CAFE-0001"), 1L, false));
        var whole = everyCase();
        assertThat(items(whole, "participant=CAFE-0001"))
                .filteredOn(row -> row.get("question").asString().equals("measure-responses"))
                .extracting(row -> row.get("whole").asBoolean())
                .containsExactly(false);
        assertThat(questionsOf(whole, "participant=CAFE-0002")).doesNotContain("measure-responses");
        whole.close();
    }

    @Test
    void more_people_than_a_page_can_hold_are_told_by_their_cases() {
        record Row(String participant, String caseCode) {}
        RequestContextHolder.setRequestAttributes(
                new ServletRequestAttributes(new MockHttpServletRequest("GET", "/api/measures/responses")));
        var rows = new ArrayList<Row>();
        for (int person = 0; person < 1_001; person++) rows.add(new Row("WARDS-%05d".formatted(person), "WARDS"));
        asking.bean(Reads.class).shown("export", new Basis(6, null, RECORDED_AT, "measure/1", false), rows);
        RequestContextHolder.resetRequestAttributes();

        var whole = everyCase();
        assertThat(items(whole, "participant=WARDS-0001"))
                .filteredOn(row -> row.get("question").asString().equals("export"))
                .extracting(
                        row -> row.get("certainty").asString(),
                        row -> row.get("people").asLong())
                .containsExactly(tuple("case-wide", 1_001L));
        assertThat(questionsOf(whole, "participant=CAFE-0001")).doesNotContain("export");
        whole.close();
    }

    @Test
    void nobody_changes_what_was_recorded_unseen() throws SQLException {
        asking.get("/api/people");
        assertThat(reads.faults()).isEmpty();
        assertThatThrownBy(() -> sql("update access.material_read set content = '{}'"))
                .hasMessageContaining("written once");

        var last = last();
        sql("alter table access.material_read disable trigger written_once");
        sql("update access.material_read set content = replace(content::text, 'people', 'nobody')::json where number = "
                + last);
        assertThat(reads.faults()).containsExactly("read " + last + ": not as it was recorded");
        sql("update access.material_read set content = replace(content::text, 'nobody', 'people')::json where number = "
                + last);
        sql("alter table access.material_read enable trigger written_once");
        assertThat(reads.faults()).isEmpty();
    }

    private static HandlerMethod handler(Object endpoint, String method) throws NoSuchMethodException {
        return new HandlerMethod(endpoint, endpoint.getClass().getDeclaredMethod(method));
    }

    private static Asking everyCase() {
        return new Asking(LEDGER);
    }

    private static List<JsonNode> items(Asking asked, String narrowed) {
        return asked.get("/api/audit/who-read?" + narrowed)
                .get("items")
                .valueStream()
                .toList();
    }

    private static List<String> questionsOf(Asking asked, String narrowed) {
        return items(asked, narrowed).stream()
                .map(row -> row.get("question").asString())
                .toList();
    }

    private static long last() {
        return reads.head(null).map(ReadLog.Head::number).orElse(0L);
    }

    private static List<Recorded> since(long number) {
        return reads.recordedBy(null, Optional.empty()).stream()
                .filter(one -> one.number() > number)
                .sorted(Comparator.comparing(Recorded::number))
                .toList();
    }

    private static void sql(String statement) throws SQLException {
        try (var connection = LEDGER.database().getConnection();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
