package org.fieldledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.Role;
import org.fieldledger.command.desk.Chapters;
import org.fieldledger.events.ResearcherCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command side on its own, on a real server and a real database. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandSideApplicationTest {

    private static final String PASSWORD = "a-password-for-tests";
    private static EmbeddedPostgres postgres;
    private static ConfigurableApplicationContext side;
    private static URI address;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        side = CommandSideApplication.application()
                .run("--server.port=0", "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
        address = URI.create("http://127.0.0.1:" + side.getEnvironment().getProperty("local.server.port"));
        var accounts = side.getBean(Accounts.class);
        for (var role : EnumSet.of(Role.DATA_MANAGER, Role.FIELDWORKER, Role.REPORTING))
            accounts.createForDemonstration(name(role), new ResearcherCode(name(role)), role, PASSWORD);
    }

    @AfterAll
    static void stop() throws IOException {
        side.close();
        postgres.close();
    }

    @Test
    void every_endpoint_there_is_turns_away_whoever_has_not_signed_in() throws Exception {
        var endpoints = side.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet();
        assertThat(endpoints).isNotEmpty();
        for (var endpoint : endpoints)
            for (var pattern : endpoint.getPatternValues()) {
                if (pattern.equals("/error")) continue;
                var path = pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x");
                var methods = endpoint.getMethodsCondition().getMethods();
                for (var method : methods.isEmpty() ? EnumSet.of(RequestMethod.GET) : methods) {
                    var answer = send(request(path).method(method.name(), BodyPublishers.noBody()));
                    assertThat(answer.statusCode()).as(method + " " + path).isIn(401, 403);
                }
            }
    }

    @Test
    void a_data_manager_registers_a_case_and_a_fieldworker_does_not() throws Exception {
        assertThat(handIn(Role.DATA_MANAGER, "RegisterCase", registration("ESTHER"))
                        .statusCode())
                .isEqualTo(201);
        var refused = handIn(Role.FIELDWORKER, "RegisterCase", registration("CAFE"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("urn:fieldledger:problem:role-not-allowed");
        assertThat(handIn(Role.REPORTING, "RegisterCase", registration("CAFE")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_description_of_the_api_has_every_command_with_its_schema() throws Exception {
        var description = send(as(Role.DATA_MANAGER, request("/v3/api-docs")));

        assertThat(description.statusCode()).isEqualTo(200);
        JsonNode api = JsonMapper.shared().readTree(description.body());
        for (var command : side.getBean(Chapters.class).commandsByName().keySet()) {
            assertThat(api.path("paths").has("/api/commands/" + command))
                    .as(command)
                    .isTrue();
            assertThat(api.path("components")
                            .path("schemas")
                            .path(command)
                            .path("properties")
                            .has("report"))
                    .as(command)
                    .isTrue();
        }
    }

    @Test
    void metrics_count_what_was_recorded_and_why_not_and_name_nobody() throws Exception {
        handIn(Role.DATA_MANAGER, "RegisterCase", registration("WARDS"));
        handIn(Role.DATA_MANAGER, "RegisterCase", registration("WARDS"));

        var metrics = send(as(Role.REPORTING, request("/actuator/prometheus")).setHeader("Accept", "text/plain"))
                .body();

        assertThat(metrics)
                .contains("fieldledger_commands_total{command=\"RegisterCase\",outcome=\"accepted\"}")
                .contains("fieldledger_gate_refused_total{rule=\"already-recorded\"}")
                .doesNotContain("WARDS");
    }

    private static HttpResponse<String> handIn(Role role, String command, String json) throws Exception {
        return send(as(role, request("/api/commands/" + command))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Accept", "application/json");
    }

    private static HttpRequest.Builder as(Role role, HttpRequest.Builder request) {
        var credentials =
                Base64.getEncoder().encodeToString((name(role) + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return request.header("Authorization", "Basic " + credentials);
    }

    private static String registration(String code) {
        return "{\"report\":{\"case\":\"" + code
                + "\",\"occurred\":{\"from\":\"2019-02-01\",\"zone\":\"Europe/Stockholm\"}},\"title\":\"A case\","
                + "\"country\":\"se\",\"setting\":\"Care\",\"vulnerableGroup\":false,\"zone\":\"Europe/Stockholm\"}";
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
