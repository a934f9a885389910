package org.fieldledger.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.cli.TwoPatients.ANNA;
import static org.fieldledger.cli.TwoPatients.BEA;
import static org.fieldledger.cli.TwoPatients.ELIN;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.Role;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.cli.TwoPatients;
import org.fieldledger.command.CommandSideApplication;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.QuerySideApplication;
import org.fieldledger.vault.Opening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two sides as programs of their own, told where they find one database and one master key, as an operator runs them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwoSidesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern ONE_TIME_PASSWORD = Pattern.compile("one-time password (\\S+) and choose");
    private static final String ANNA_WROTE = "the night nurse drove her";
    private static final String BEA_WROTE = "the coffee was good";

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private String password = "";

    /** A side that runs, and where what it says is written. */
    private record Side(Process process, Path said) {
        String told() {
            try {
                return Files.readString(said);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @AfterEach
    void stop() {
        for (var process : started) process.destroyForcibly();
        http.close();
    }

    @Test
    void what_one_seals_the_other_opens_an_erasure_at_one_holds_at_the_other_and_no_other_key_opens_the_store()
            throws Exception {
        var home = folder.resolve("store");
        accountsAndPatients(home);
        var key = home.resolve("master.key");
        try (var database = TestDatabase.in(home)) {
            refusesAnotherKey(CommandSideApplication.class, database, key);
            refusesAnotherKey(QuerySideApplication.class, database, key);
            var commands = serving(start(CommandSideApplication.class, database, key));
            var questions = serving(start(QuerySideApplication.class, database, key));

            answered(commands, ANNA, ANNA_WROTE);
            answered(commands, BEA, BEA_WROTE);
            await().atMost(PATIENCE).until(() -> answers(questions).size() == 2);
            assertThat(answers(questions)).containsExactly(ANNA_WROTE, BEA_WROTE);

            var demand = handIn(commands, "WithdrawConsent", """
                    {"report": %s, "participant": "%s", "modules": [], "kind": "destroy", "decidedBy": {"capacity": "self"},
                     "method": "written", "onlyBy": []}
                    """.formatted(report("2021-03-01"), ANNA));
            handIn(commands, "ErasePerson", """
                    {"report": %s, "participant": "%s", "decision": "%s", "decidedBy": "data protection officer",
                     "reason": "asked to be forgotten", "legalBasis": "GDPR Art. 17(1)(b)", "decided": "2021-03-09",
                     "reference": "DPO 2021/7", "texts": []}
                    """.formatted(report("2021-03-10"), ANNA, demand));

            await().atMost(PATIENCE).until(() -> erased(questions).path("gone").asBoolean());
            assertThat(answers(questions)).as("what may be used").containsExactly(BEA_WROTE);
            assertThat(answers(questions, "&trueAt=2021-02-28"))
                    .as("as of the day before she took it back")
                    .containsExactly(Opening.ERASED, BEA_WROTE);
            assertThat(erased(questions).path("demand").asString()).isEqualTo(demand.toString());
        }
    }

    @Test
    void a_new_store_tells_its_first_administrator_how_to_sign_in_once_and_in_no_log() throws Exception {
        var home = folder.resolve("new");
        try (var database = TestDatabase.in(home)) {
            var key = home.resolve("master.key");
            var made = ended(start(CommandSideApplication.class, database, key, "first-administrator"));
            var password = ONE_TIME_PASSWORD.matcher(made.told());
            assertThat(password.find()).as(made.told()).isTrue();
            assertThat(made.process().exitValue()).isZero();

            var again = ended(start(CommandSideApplication.class, database, key, "first-administrator"));
            assertThat(again.process().exitValue()).isEqualTo(1);
            assertThat(again.told()).contains("has accounts already");

            var commands = start(CommandSideApplication.class, database, key);
            var answer = send(HttpRequest.newBuilder(serving(commands).resolve("/api/commands"))
                    .header("Authorization", as("administrator", password.group(1))));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("password");
            assertThat(commands.told()).doesNotContain(password.group(1));
        }
    }

    private static Side ended(Side side) throws InterruptedException {
        assertThat(side.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it ends: %s", side.told())
                .isTrue();
        return side;
    }

    /** Accounts are made by whoever serves the whole store; so is the master key, at the first start. */
    private void accountsAndPatients(Path home) {
        try (var store = RunningStore.in(home, Map.of())) {
            var accounts = store.context().getBean(Accounts.class);
            password = accounts.readablePassword();
            accounts.createForDemonstration("manager", ELIN, Role.DATA_MANAGER, password);
            accounts.createForDemonstration("officer", new ResearcherCode("officer"), Role.ETHICS_OFFICER, password);
            var desk = store.context().getBean(Desk.class);
            for (var command : TwoPatients.setUp())
                assertThat(desk.submit(Submission.of(UUID.randomUUID(), command, ELIN)))
                        .isInstanceOf(Answer.Accepted.class);
        }
    }

    /** It ends, and says what is wrong, where it looked and what to do. */
    private void refusesAnotherKey(Class<?> program, EmbeddedDatabase database, Path key) throws Exception {
        var another = Files.writeString(
                folder.resolve("another.key"),
                Files.readString(key)
                        .strip()
                        .replaceFirst("[A-Za-z0-9+/]{43}=$", Base64.getEncoder().encodeToString(new byte[32])));
        var refused = ended(start(program, database, another));
        assertThat(refused.process().exitValue()).isNotZero();
        assertThat(refused.told())
                .contains("is not the master key of this store", another.toString(), "FIELDLEDGER_MASTER_KEY_FILE")
                .doesNotContain("\tat org.springframework");
    }

    private Side start(Class<?> program, EmbeddedDatabase database, Path masterKey, String... arguments)
            throws IOException {
        var said = folder.resolve("said-" + started.size());
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPRING_DATASOURCE_URL", database.jdbcUrl(),
                        "SPRING_DATASOURCE_USERNAME", database.username(),
                        "SPRING_DATASOURCE_PASSWORD", database.password(),
                        "FIELDLEDGER_MASTER_KEY_FILE", masterKey.toString(),
                        "SERVER_ADDRESS", "127.0.0.1",
                        "SERVER_PORT", "0"));
        var process = builder.start();
        started.add(process);
        return new Side(process, said);
    }

    private static URI serving(Side side) {
        await().atMost(PATIENCE)
                .until(() -> PORT.matcher(side.told()).find() || !side.process().isAlive());
        var port = PORT.matcher(side.told());
        assertThat(port.find()).as(side.told()).isTrue();
        return URI.create("http://127.0.0.1:" + port.group(1));
    }

    private void answered(URI commands, ParticipantCode person, String wrote) {
        handIn(commands, "AdministerMeasure", """
                {"report": %s, "participant": "%s", "instrument": "TRUST", "version": "1.0",
                 "responses": [{"item": "T1", "number": 4}, {"item": "T2", "text": "%s"}]}
                """.formatted(report("2021-02-20"), person, wrote));
    }

    private static String report(String day) {
        return """
                {"case": "CAFE", "occurred": {"from": "%s", "zone": "Europe/Stockholm"}}""".formatted(day);
    }

    /** The event that was recorded. */
    private UUID handIn(URI commands, String command, String json) {
        var answer = send(HttpRequest.newBuilder(commands.resolve("/api/commands/" + command))
                .header("Content-Type", "application/json")
                .header("Authorization", as("manager"))
                .POST(BodyPublishers.ofString(json)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return UUID.fromString(
                JsonMapper.shared().readTree(answer.body()).at("/events/0").asString());
    }

    /** What was written in answer, in order of recording; the reason where it is not there any more. */
    private List<String> answers(URI questions) {
        return answers(questions, "");
    }

    private List<String> answers(URI questions, String asOf) {
        return ask(questions, "/api/measures/responses?case=CAFE" + asOf, "manager")
                .path("items")
                .valueStream()
                .map(one -> one.at("/responses/1/text")
                        .asString(one.path("withheld").asString("")))
                .toList();
    }

    private JsonNode erased(URI questions) {
        return ask(questions, "/api/audit/erased?case=CAFE", "officer").at("/items/0");
    }

    private JsonNode ask(URI questions, String path, String who) {
        var answer = send(HttpRequest.newBuilder(questions.resolve(path)).header("Authorization", as(who)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String as(String who) {
        return as(who, password);
    }

    private static String as(String who, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((who + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
