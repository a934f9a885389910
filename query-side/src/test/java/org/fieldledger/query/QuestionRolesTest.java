package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.Role;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.Country;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.audit.Audit;
import org.fieldledger.query.research.Research;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The query side behind its door, asked by every role on a real server and a real database. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class QuestionRolesTest {

    private static final String PASSWORD = "a-password-for-tests";
    private static EmbeddedPostgres postgres;
    private static ConfigurableApplicationContext side;
    private static URI address;
    private static long head;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        side = QuerySideApplication.application()
                .run(
                        "--server.port=0",
                        "--fieldledger.master-key-file=target/master.key",
                        "--server.address=127.0.0.1",
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
        address = URI.create("http://127.0.0.1:" + side.getEnvironment().getProperty("local.server.port"));
        var accounts = side.getBean(Accounts.class);
        for (var role : Role.values())
            accounts.createForDemonstration(name(role), new ResearcherCode(name(role)), role, PASSWORD);
        register("CAFE");
        register("WARDS");
        record(
                "case/CAFE",
                1,
                new ResearcherRoleAssigned(
                        envelope("CAFE"), new ResearcherCode("fieldworker"), ResearchRole.FIELDWORKER));
        head = side.getBean(EventLog.class).head();
    }

    @AfterAll
    static void stop() throws IOException {
        side.close();
        postgres.close();
    }

    @Test
    void every_question_there_is_turns_away_whoever_has_not_signed_in() throws Exception {
        var endpoints = side.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet();
        for (var endpoint : endpoints)
            for (var pattern : endpoint.getPatternValues()) {
                if (List.of("/error", "/sign-in").contains(pattern)) continue;
                var path = pattern.replaceAll("\\{[^}]*}", "X1").replace("/**", "/x");
                var methods = endpoint.getMethodsCondition().getMethods();
                for (var method : methods.isEmpty() ? EnumSet.of(RequestMethod.GET) : methods) {
                    var answer = send(request(path).method(method.name(), BodyPublishers.noBody()));
                    assertThat(answer.statusCode()).as(method + " " + path).isIn(401, 403);
                }
            }
    }

    @Test
    void a_fieldworker_sees_the_cases_they_are_assigned_to_and_no_others() throws Exception {
        assertThat(as(Role.FIELDWORKER, "/api/cases/CAFE/timeline").statusCode())
                .isEqualTo(200);
        assertThat(as(Role.FIELDWORKER, "/api/cases/WARDS/timeline").statusCode())
                .isEqualTo(403);
        assertThat(as(Role.FIELDWORKER, "/api/cases").body()).contains("CAFE").doesNotContain("WARDS");
        assertThat(as(Role.DATA_MANAGER, "/api/cases").body()).contains("CAFE").contains("WARDS");
    }

    @Test
    void an_ethics_officer_sees_every_trail_and_no_measure_contents() throws Exception {
        assertThat(as(Role.ETHICS_OFFICER, "/api/cases/WARDS/consent").statusCode())
                .isEqualTo(200);
        assertThat(as(Role.ETHICS_OFFICER, "/api/measures/responses").statusCode())
                .isEqualTo(403);
    }

    @Test
    void an_administrator_sees_no_participant_data() throws Exception {
        for (var path : List.of(
                "/api/cases/CAFE/timeline", "/api/people", "/api/measures/responses", "/api/cases/CAFE/consent"))
            assertThat(as(Role.ADMINISTRATOR, path).statusCode()).as(path).isEqualTo(403);
        assertThat(as(Role.ADMINISTRATOR, "/api/projections").statusCode()).isEqualTo(200);
    }

    @Test
    void reporting_reads_what_is_published_for_it_and_nothing_about_a_person() throws Exception {
        assertThat(as(Role.REPORTING, "/api/measures/responses").statusCode())
                .as("people's own words")
                .isEqualTo(403);
        assertThat(as(Role.REPORTING, "/api/leadership-coverage").statusCode()).isEqualTo(200);
        assertThat(as(Role.REPORTING, "/api/people").statusCode()).isEqualTo(403);
    }

    @Test
    void what_is_quarantined_is_shown_to_data_managers_only() throws Exception {
        for (var accepted : List.of("application/json", "application/x-ndjson", "text/csv"))
            for (var role : Role.values())
                assertThat(as(role, "/api/measures/responses?quarantined=include", accepted)
                                .statusCode())
                        .as("%s asking for %s", role, accepted)
                        .isEqualTo(role == Role.DATA_MANAGER ? 200 : 403);
    }

    @Test
    void who_asks_the_audit_questions_by_page_is_who_asks_them_by_program() throws Exception {
        for (var question : Audit.questions())
            for (var role : Role.values())
                assertThat(as(role, "/audit/" + question.name()).statusCode() == 403)
                        .as("%s on the page of %s", role, question.name())
                        .isEqualTo(as(role, "/api/audit/" + question.name()).statusCode() == 403)
                        .isEqualTo(role != Role.ETHICS_OFFICER
                                && (role != Role.DATA_MANAGER || !question.forDataManagers()));
    }

    @Test
    void what_measures_found_is_for_no_ethics_officer_and_no_question_over_time_is_for_an_administrator()
            throws Exception {
        var contents = List.of("trajectories", "summaries", "pre-post");
        var forReporting = List.of("summaries", "pre-post", "trajectories", "completeness", "retention", "design");
        for (var question : side.getBean(Research.class).questions())
            for (var role : Role.values())
                assertThat(as(role, "/api/research/" + question.name()).statusCode() == 403)
                        .as("%s asked %s", role, question.name())
                        .isEqualTo(role == Role.ADMINISTRATOR
                                || role == Role.ETHICS_OFFICER && contents.contains(question.name())
                                || role == Role.REPORTING && !forReporting.contains(question.name()));
        for (var page : List.of("/compare", "/cases/CAFE/trajectories"))
            assertThat(as(Role.ETHICS_OFFICER, page).statusCode()).as(page).isEqualTo(403);
        assertThat(as(Role.FIELDWORKER, "/api/research/retention?case=WARDS").statusCode())
                .isEqualTo(403);
        assertThat(as(Role.FIELDWORKER, "/api/research/retention?cases=CAFE,WARDS")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_tasks_ahead_are_for_those_who_work_with_people_in_the_cases_that_are_theirs() throws Exception {
        for (var role : Role.values())
            assertThat(as(role, "/api/tasks").statusCode())
                    .as(role.name())
                    .isEqualTo(role == Role.ADMINISTRATOR || role == Role.REPORTING ? 403 : 200);
    }

    @Test
    void a_copy_of_everything_held_is_for_data_managers_because_it_has_what_measures_found() throws Exception {
        for (var role : Role.values())
            assertThat(as(role, "/api/audit/everything-held.zip").statusCode())
                    .as(role.name())
                    .isEqualTo(role == Role.DATA_MANAGER ? 400 : 403);
    }

    @Test
    void releases_are_for_data_managers() throws Exception {
        for (var role : Role.values())
            for (var path : List.of(
                    "/releases",
                    "/release-form",
                    "/releases/NONE",
                    "/api/releases",
                    "/api/releases/NONE",
                    "/api/releases/NONE/files.zip",
                    "/api/release-preview",
                    "/api/release-command"))
                assertThat(as(role, path).statusCode() == 403)
                        .as("%s at %s", role, path)
                        .isEqualTo(role != Role.DATA_MANAGER);
    }

    private static void register(String code) {
        record(
                "case/" + code,
                0,
                new CaseRegistered(envelope(code), "A case", Country.SE, "Care", false, ZoneId.of("Europe/Stockholm")));
    }

    private static void record(String stream, long sequence, FieldEvent event) {
        side.getBean(EventLog.class)
                .append(new Append(
                        List.of(new NewEvent(
                                stream,
                                sequence,
                                UUID.randomUUID(),
                                event.getClass().getSimpleName(),
                                null,
                                Objects.requireNonNull(event.envelope().caseStudy())
                                        .code(),
                                EventJson.MAPPER.writeValueAsString(event),
                                "{}")),
                        Map.of(),
                        List.of()));
    }

    private static Envelope envelope(String code) {
        return new Envelope(
                new CaseCode(code),
                new Occurred("2019-02-01", null, ZoneId.of("Europe/Stockholm")),
                new ResearcherCode("data-manager"),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }

    private static HttpResponse<String> as(Role role, String path) throws Exception {
        return as(role, path, "application/json");
    }

    private static HttpResponse<String> as(Role role, String path, String accepted) throws Exception {
        var credentials =
                Base64.getEncoder().encodeToString((name(role) + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> send(request(path + (path.contains("?") ? "&" : "?") + "atLeastPosition=" + head)
                                .setHeader("Accept", accepted)
                                .header("Authorization", "Basic " + credentials)),
                        answer -> answer.statusCode() != 503);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Accept", "application/json");
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
