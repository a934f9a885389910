package org.fieldledger.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.Role;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real trial, imported and counted: what the store holds against what the files say. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrialImportTest {

    private static final String PASSWORD = "a-password-for-tests";
    private static final Path MAPPING = Path.of("../mappings/cdisc-pilot.yaml");

    @TempDir
    Path folder;

    @Test
    void four_people_of_the_trial_are_taken_over_and_counted_independently() throws Exception {
        takenOverAndCounted(Trial.in(Trial.excerpt()));
    }

    @Test
    void the_whole_trial_is_taken_over_and_counted_independently() throws Exception {
        var whole = Trial.whole();
        if (whole.isEmpty())
            abort("Skipped: the trial's files are not beside the project (../shared/data/cdisc-pilot)");
        var trial = Trial.in(whole.orElseThrow());
        assertThat(trial.people()).hasSize(254);
        assertThat(trial.assessments(all -> true)).isEqualTo(818);
        assertThat(trial.itemScores(all -> true)).isEqualTo(11_423);

        takenOverAndCounted(trial);
    }

    @Test
    void an_import_that_is_killed_is_completed_by_running_it_again() throws Exception {
        var trial = Trial.in(Trial.whole().orElseGet(Trial::excerpt));
        var home = folder.resolve("home");
        var killed = importing(home, "3");
        await().atMost(Duration.ofMinutes(3)).until(() -> !killed.isAlive() || begun());
        killed.destroyForcibly().waitFor();

        var finished = importing(home, "500");
        assertThat(finished.waitFor()).as(Files.readString(said())).isEqualTo(2);
        assertThat(Files.readString(said())).contains("there already");

        try (var store = served(home)) {
            everythingIsThere(trial, store);
            asking(store).agrees(trial, null);
        }
    }

    private boolean begun() throws IOException {
        return Files.readString(said()).matches("(?s).*Importing +[1-9]\\d?%.*");
    }

    private Path said() {
        return folder.resolve("said");
    }

    private Process importing(Path home, String batch) throws IOException {
        var trial = Trial.whole().orElseGet(Trial::excerpt);
        Files.deleteIfExists(said());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.fieldledger.cli.Fieldledger",
                        "import",
                        "table",
                        "--data-dir",
                        home.toString(),
                        "--mapping",
                        MAPPING.toString(),
                        "--data",
                        trial.resolve("adsl.json").toString(),
                        trial.resolve("adadas.json").toString(),
                        "--batch",
                        batch,
                        "--report",
                        folder.resolve("report.csv").toString())
                .redirectErrorStream(true)
                .redirectOutput(said().toFile())
                .start();
    }

    private void takenOverAndCounted(Trial trial) throws Exception {
        try (var store = served(folder.resolve("home"))) {
            run(trial, store, true);
            assertThat(store.context().getBean(EventLog.class).head())
                    .as("after a dry run")
                    .isZero();
            run(trial, store, false);
            counted(trial, store);
            var head = store.context().getBean(EventLog.class).head();
            run(trial, store, false);
            assertThat(store.context().getBean(EventLog.class).head())
                    .as("after a second run")
                    .isEqualTo(head);
        }
    }

    private void run(Trial trial, RunningApplication store, boolean dryRun) throws IOException {
        var importing = new TableImport(
                store.context().getBean(Desk.class), store.context().getBean(EventLog.class));
        var report = folder.resolve("report.csv");
        var outcome = importing.run(
                new TableImport.Order(
                        MAPPING, trial.files(), dryRun, null, 500, report, new ResearcherCode("data-manager")),
                new TableImport.Progress() {
                    @Override
                    public void begin(long rows) {}

                    @Override
                    public void read(long rows) {}
                });
        var refused = trial.itemScores(assessment -> !trial.within(assessment));
        assertThat(outcome.rowsRefused()).isEqualTo(refused);
        assertThat(Files.readAllLines(report).stream().filter(line -> line.contains("participant-not-enrolled")))
                .hasSize((int) refused);
    }

    /** Each kind of event as often as the files have it. */
    private static void everythingIsThere(Trial trial, RunningApplication store) {
        var events = new TreeMap<String, Long>();
        store.context()
                .getBean(EventLog.class)
                .after(0, 100_000)
                .forEach(event -> events.merge(event.type(), 1L, Long::sum));
        assertThat(events)
                .containsEntry("ParticipantEnrolled", (long) trial.people().size())
                .containsEntry("ConsentAttested", (long) trial.people().size())
                .containsEntry("AllocationMade", (long) trial.people().size())
                .containsEntry(
                        "ConsentWithdrawn",
                        trial.people().values().stream()
                                .filter(person -> Trial.cell(person, "DCSREAS").equals("Withdrew Consent"))
                                .count())
                .containsEntry(
                        "ParticipantDiscontinued",
                        trial.people().values().stream()
                                .filter(person -> !Trial.cell(person, "DCSREAS").isEmpty())
                                .count())
                .containsEntry("MeasureAdministered", trial.assessments(trial::within));
    }

    private static Asking asking(RunningApplication store) {
        return new Asking(
                URI.create(RunningStore.address(store)),
                store.context().getBean(EventLog.class).head());
    }

    private void counted(Trial trial, RunningApplication store) throws Exception {
        var asking = asking(store);
        everythingIsThere(trial, store);
        asking.agrees(trial, null);
        asking.trajectoriesAgree(trial, null);
        for (var day : List.of("2013-03-01", "2013-09-15", "2014-04-30")) {
            asking.agrees(trial, day);
            asking.trajectoriesAgree(trial, day);
        }
        asking.retentionAgrees(trial);
        asking.completenessAgrees(trial);
        var withdrawn = asking.get("/api/cases/CDISC-PILOT/consent?limit=1000").get("items");
        var states = new HashMap<String, String>();
        for (JsonNode one : withdrawn)
            if (one.get("module").asString().equals("measure"))
                states.put(one.get("participant").asString(), one.get("state").asString());
        trial.people()
                .forEach((code, person) -> assertThat(states.get(code))
                        .as(code)
                        .isEqualToIgnoringCase(
                                Trial.cell(person, "DCSREAS").equals("Withdrew Consent") ? "withdrawn" : "given"));
    }

    /** Questions over HTTP, as a data manager. */
    private record Asking(URI address, long position) {

        void agrees(Trial trial, @Nullable String day) throws Exception {
            var lines = lines("/api/measures/responses?instrument=ADAS-COG" + (day == null ? "" : "&trueAt=" + day));
            var answered = 0L;
            for (var line : lines) {
                var key = line.get("participant").asString() + " "
                        + line.get("occurred").get("from").asString();
                assertThat(line.get("arm").asString()).isEqualTo(Trial.cell(trial.person(key), "TRT01P"));
                for (var response : line.get("responses"))
                    if (response.has("number")) {
                        answered++;
                        assertThat(response.get("number").asDouble())
                                .isEqualTo(Double.parseDouble(Trial.cell(
                                        Objects.requireNonNull(
                                                trial.assessments().get(key)),
                                        response.get("item").asString())));
                    }
            }
            var then = trial.assessments().keySet().stream()
                    .filter(assessment -> trial.within(assessment)
                            && (day == null || trial.day(assessment).compareTo(day) <= 0))
                    .toList();
            assertThat(lines).as("assessments as of " + day).hasSize(then.size());
            assertThat(answered).as("answers as of " + day).isEqualTo(trial.answers(then::contains));
        }

        /** By arm and visit: n, missing, mean, standard deviation, and change from baseline with its own. */
        void trajectoriesAgree(Trial trial, @Nullable String day) throws Exception {
            var answer = get("/api/research/summaries?case=CDISC-PILOT&instrument=ADAS-COG"
                    + (day == null ? "" : "&trueAt=" + day));
            var direct = trial.direct(day);
            var told = new TreeMap<String, JsonNode>();
            for (var row : answer.get("items"))
                told.put(row.get("arm").asString() + ", " + row.get("timepoint").asString(), row);
            assertThat(answer.get("leftOut").isEmpty())
                    .as("nothing of it may not be used")
                    .isTrue();
            assertThat(told.keySet()).as("arms and visits as of " + day).isEqualTo(direct.keySet());
            direct.forEach((cell, expected) -> {
                var row = Objects.requireNonNull(told.get(cell));
                var where = cell + " as of " + day;
                assertThat(row.get("of").asInt()).as(where).isEqualTo((int)
                        trial.joined(row.get("arm").asString(), day));
                assertThat(row.get("n").asInt()).as(where).isEqualTo(expected.n());
                assertThat(row.get("missing").asInt()).as(where).isEqualTo(expected.missing());
                assertThat(row.get("changed").asInt()).as(where).isEqualTo(expected.changed());
                figure(row, "mean", expected.mean(), where);
                figure(row, "sd", expected.sd(), where);
                figure(row, "change", expected.change(), where);
                figure(row, "changeSd", expected.changeSd(), where);
            });
        }

        private static void figure(JsonNode row, String name, double expected, String where) {
            if (Double.isNaN(expected))
                assertThat(row.get(name).isNull()).as(where).isTrue();
            else assertThat(row.get(name).asDouble()).as(where + ", " + name).isCloseTo(expected, within(1e-6));
        }

        void retentionAgrees(Trial trial) throws Exception {
            var answer = get("/api/research/retention?case=CDISC-PILOT&trueAt=2015-12-31");
            var arms = new TreeMap<String, Integer>();
            for (var row : answer.get("items")) {
                var arm = row.get("line").asString();
                arms.merge(arm, row.get("left").asInt(), Integer::sum);
                assertThat(row.get("remaining").asDouble())
                        .as(arm + " after " + row.get("day").asInt() + " days")
                        .isCloseTo(trial.remaining(arm, row.get("day").asInt(), "2015-12-31"), within(1e-6));
            }
            for (var arm : arms.keySet())
                assertThat((long) arms.get(arm))
                        .as(arm)
                        .isEqualTo(trial.people().values().stream()
                                .filter(person -> Trial.cell(person, "TRT01P").equals(arm)
                                        && !Trial.cell(person, "DCSREAS").isEmpty())
                                .count());
        }

        void completenessAgrees(Trial trial) throws Exception {
            var answer = get("/api/research/completeness-people?case=CDISC-PILOT");
            assertThat(answer.at("/counts/done").asLong()).isEqualTo(trial.assessments(trial::within));
            assertThat(answer.get("items"))
                    .as("each person at each of eleven timepoints")
                    .hasSize(11 * trial.people().size());
        }

        JsonNode get(String path) throws Exception {
            return JsonMapper.shared().readTree(ask(path, "application/json"));
        }

        private List<JsonNode> lines(String path) throws Exception {
            var lines = new ArrayList<JsonNode>();
            for (var line : ask(path, "application/x-ndjson").split("\n"))
                if (!line.isBlank()) lines.add(JsonMapper.shared().readTree(line));
            return lines;
        }

        private String ask(String path, String accept) throws Exception {
            var credentials =
                    Base64.getEncoder().encodeToString(("data-manager:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            try (var client = HttpClient.newHttpClient()) {
                var question = HttpRequest.newBuilder(address.resolve(path + "&atLeastPosition=" + position))
                        .header("Authorization", "Basic " + credentials)
                        .header("Accept", accept)
                        .build();
                // 503 asks to come back in a moment: the projection is still on its way there.
                var answer = await().atMost(Duration.ofMinutes(2))
                        .until(() -> client.send(question, BodyHandlers.ofString()), said -> said.statusCode() != 503);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                return answer.body();
            }
        }
    }

    private static RunningApplication served(Path home) {
        var application = RunningStore.in(home, Map.of());
        var accounts = application.context().getBean(Accounts.class);
        if (accounts.all().isEmpty())
            accounts.createForDemonstration(
                    "data-manager", new ResearcherCode("data-manager"), Role.DATA_MANAGER, PASSWORD);
        return application;
    }
}
