package org.fieldledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.fieldledger.events.ResearcherCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The door on a real server and a real database, as browsers and programs meet it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DoorTest {

    private static final String PASSWORD = "a-password-for-tests";
    private static EmbeddedPostgres postgres;
    private static ConfigurableApplicationContext server;
    private static URI address;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        server = new SpringApplicationBuilder(SmallSide.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.main.banner-mode=off",
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
        address = URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port"));
        var accounts = server.getBean(Accounts.class);
        for (var role : Role.values())
            accounts.createForDemonstration(name(role), new ResearcherCode(name(role)), role, PASSWORD);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        postgres.close();
    }

    /** A side that opens one page to data managers and one to everybody signed in, and forgets to open a third. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
    @Import({Door.class, SmallSide.Pages.class})
    static class SmallSide {

        @Bean
        AccessRules rules() {
            return () -> List.of(
                    AccessRules.Rule.get("/api/measures", Role.DATA_MANAGER),
                    new AccessRules.Rule(null, "/api/cases", List.of()));
        }

        @RestController
        static class Pages {

            @GetMapping("/sign-in")
            String signIn(CsrfToken token) {
                return token.getToken();
            }

            @GetMapping({"/api/measures", "/api/cases", "/api/forgotten"})
            String answer() {
                return "answer";
            }

            @PostMapping("/api/cases")
            String taken() {
                return "taken";
            }
        }
    }

    @Test
    void nothing_is_answered_to_somebody_unknown() throws Exception {
        for (var path :
                List.of("/api/measures", "/api/cases", "/api/forgotten", "/api/accounts", "/actuator/prometheus"))
            assertThat(program()
                            .send(request(path).build(), BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(401);
    }

    @Test
    void a_refusal_is_a_problem_that_says_what_is_needed() throws Exception {
        var answer = program().send(request("/api/cases").build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("urn:fieldledger:problem:sign-in-needed")
                .contains("wayOut");
    }

    @Test
    void a_role_gets_what_is_opened_to_it_and_nothing_else() throws Exception {
        assertThat(as(Role.DATA_MANAGER, "/api/measures")).isEqualTo(200);
        assertThat(as(Role.ETHICS_OFFICER, "/api/measures")).isEqualTo(403);
        assertThat(as(Role.ETHICS_OFFICER, "/api/cases")).isEqualTo(200);
        assertThat(as(Role.ADMINISTRATOR, "/api/accounts")).isEqualTo(200);
        assertThat(as(Role.DATA_MANAGER, "/api/accounts")).isEqualTo(403);
    }

    @Test
    void what_nobody_opened_is_closed_to_everybody() throws Exception {
        for (var role : Role.values())
            assertThat(as(role, "/api/forgotten")).as(role.name()).isEqualTo(403);
    }

    @Test
    void health_is_told_to_anybody_and_metrics_only_to_those_who_look_after_the_store() throws Exception {
        assertThat(program()
                        .send(request("/actuator/health").build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(as(Role.FIELDWORKER, "/actuator/health/liveness")).isIn(200, 404);
        assertThat(as(Role.FIELDWORKER, "/actuator")).isEqualTo(403);
    }

    @Test
    void a_program_that_sends_credentials_gets_no_session() throws Exception {
        var answer = program()
                .send(signed(request("/api/cases"), "data-manager", PASSWORD).build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void after_eight_wrong_passwords_the_right_one_does_not_help_for_a_while() throws Exception {
        server.getBean(Accounts.class)
                .createForDemonstration("guessed", new ResearcherCode("guessed"), Role.RESEARCHER, PASSWORD);
        for (int i = 0; i < Accounts.MOST_FAILURES; i++)
            assertThat(status("guessed", "wrong")).isEqualTo(401);

        assertThat(status("guessed", PASSWORD)).isEqualTo(401);
    }

    @Test
    void an_unknown_name_is_turned_away_like_a_wrong_password() throws Exception {
        var unknown =
                program().send(signed(request("/api/cases"), "nobody", "wrong").build(), BodyHandlers.ofString());
        var wrong = program()
                .send(signed(request("/api/cases"), "researcher", "wrong").build(), BodyHandlers.ofString());

        assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode());
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void a_browser_signs_in_on_a_page_and_a_form_without_its_token_is_refused() throws Exception {
        var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        var page = browser.send(request("/sign-in").build(), BodyHandlers.ofString());

        var without =
                browser.send(form("/sign-in", "username=researcher&password=" + PASSWORD), BodyHandlers.ofString());
        assertThat(without.statusCode()).isEqualTo(403);
        var with = browser.send(
                form(
                        "/sign-in",
                        "username=researcher&password=" + PASSWORD + "&_csrf="
                                + URLEncoder.encode(page.body(), StandardCharsets.UTF_8)),
                BodyHandlers.ofString());
        assertThat(with.statusCode()).isEqualTo(302);
        assertThat(with.headers().firstValue("Location").orElse("")).doesNotContain("error");
        assertThat(browser.send(request("/api/cases").build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.send(form("/api/cases", ""), BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void pages_may_load_only_what_comes_from_here() throws Exception {
        var page = program().send(request("/sign-in").build(), BodyHandlers.ofString());

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void a_one_time_password_opens_nothing_but_its_own_change() throws Exception {
        var credentials = server.getBean(Accounts.class)
                .create("newcomer", new ResearcherCode("newcomer"), Set.of(Role.DATA_MANAGER));
        assertThat(status("newcomer", credentials.password())).isEqualTo(403);

        var changed = program()
                .send(
                        signed(request("/api/password"), "newcomer", credentials.password())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"password\":\"a much better password\"}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(changed.statusCode()).isEqualTo(204);
        assertThat(status("newcomer", credentials.password())).isEqualTo(401);
        assertThat(status("newcomer", "a much better password")).isEqualTo(200);
    }

    @Test
    void a_short_password_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.getBean(Accounts.class).changePassword("researcher", "short"))
                .withMessageContaining("12 to 64");
    }

    @Test
    void passwords_are_kept_only_as_slow_hashes() {
        assertThat(server.getBean(Accounts.class)
                        .loadUserByUsername("researcher")
                        .getPassword())
                .matches(Pattern.compile("\\{bcrypt}\\$2a\\$1\\d\\$.{53}"));
    }

    private static int as(Role role, String path) throws Exception {
        return program()
                .send(signed(request(path), name(role), PASSWORD).build(), BodyHandlers.ofString())
                .statusCode();
    }

    private static int status(String username, String password) throws Exception {
        HttpResponse<String> answer =
                program().send(signed(request("/api/cases"), username, password).build(), BodyHandlers.ofString());
        return answer.statusCode();
    }

    private static HttpClient program() {
        return HttpClient.newHttpClient();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Accept", "application/json");
    }

    private static HttpRequest.Builder signed(HttpRequest.Builder request, String username, String password) {
        var credentials =
                Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        return request.header("Authorization", "Basic " + credentials);
    }

    private static HttpRequest form(String path, String body) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String name(Role role) {
        return role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
