package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.cli.SmallStore.day;
import static org.fieldledger.cli.SmallStore.in;
import static org.fieldledger.cli.SmallStore.person;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.fieldledger.events.Ability;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.Role;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What falls due, and who comes of age, at the command line. A boy is born on 17 May 2006, which the store hears of on 1 March
 * 2020; his mother consents for him. A man cannot decide and is advised for; a woman objects; a text is amended.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksCommandTest {

    private static final ModuleCode INTERVIEW = new ModuleCode("interview");
    private static final ModuleCode AUDIO = new ModuleCode("audio");
    private static final FormVersionCode TEXT = new FormVersionCode("CAFE-SV-1");
    private static final ApprovalReference APPROVAL = new ApprovalReference("2019-00042");

    @TempDir
    static Path folder;

    private SmallStore store;

    @BeforeAll
    void aSmallHistory() {
        store = new SmallStore(folder.resolve("data"));
        store.at("2020-01-10T09:00:00Z");
        for (var module : List.of(INTERVIEW, AUDIO))
            store.records(new ConsentModuleDefined(
                    in(null, "2019-12-01"),
                    module,
                    Map.of(new Language("sv"), "Intervju", new Language("en"), "Interview"),
                    "what is said",
                    "research on coproduction",
                    module.equals(AUDIO) ? day("2020-12-31") : null,
                    null));
        var rules = store.records(new ConsentRulesAdopted(
                in(null, "2019-12-01"),
                Country.SE,
                "2019",
                List.of(
                        new DecisionRule(0, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, Quorum.ALL, false),
                        new DecisionRule(15, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false),
                        new DecisionRule(15, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, Quorum.ALL, false),
                        new DecisionRule(18, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false),
                        new DecisionRule(18, Ability.WITHOUT, false, DeciderCapacity.CONSULTEE, Quorum.ONE, false)),
                List.of("Lag (2003:460) om etikprövning, 18 §")));
        store.records(new EthicsApprovalGranted(
                in(null, "2019-12-01"),
                APPROVAL,
                "Etikprövningsmyndigheten",
                Country.SE,
                List.of(new CaseCode("CAFE")),
                List.of(),
                "Patients",
                List.of(),
                day("2019-12-01"),
                null,
                day("2021-06-30")));
        store.records(new ConsentFormVersionReleased(
                in(null, "2019-12-01"),
                TEXT,
                "Information",
                "1",
                new Language("sv"),
                false,
                new Sha256("a".repeat(64)),
                APPROVAL,
                List.of(INTERVIEW, AUDIO)));
        store.records(new CaseRegistered(
                in("CAFE", "2020-01-01"), "A case", Country.SE, "a hospital", false, SmallStore.STOCKHOLM));
        for (var code : List.of("CAFE-0001", "CAFE-0002", "CAFE-0003"))
            store.records(
                    new ParticipantEnrolled(in("CAFE", "2020-01-02"), person(code), new Role("patient"), null, null));
        store.records(new RelationshipAppointed(
                in("CAFE", "2020-01-02"), person("CAFE-0001"), List.of(), RelationshipKind.GUARDIAN, "mother"));
        store.records(given("CAFE-0001", new Decider(DeciderCapacity.GUARDIAN, "mother", rules)));
        store.records(assessed("2020-01-02"));
        store.records(new RelationshipAppointed(
                in("CAFE", "2020-01-02"), person("CAFE-0002"), List.of(), RelationshipKind.CONSULTEE, "sister"));
        store.records(given("CAFE-0002", new Decider(DeciderCapacity.CONSULTEE, "sister", rules)));
        store.records(given("CAFE-0003", Decider.SELF));
        store.at("2020-03-01T09:00:00Z")
                .records(new BirthRecorded(in("CAFE", "2020-01-02"), person("CAFE-0001"), "2006-05-17"));
        store.at("2020-03-10T09:00:00Z")
                .records(new ConsentWithdrawn(
                        in("CAFE", "2020-03-09"),
                        person("CAFE-0003"),
                        List.of(INTERVIEW),
                        WithdrawalKind.RESTRICT_OR_OBJECT,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null));
        store.at("2021-02-01T09:00:00Z")
                .records(new EthicsApprovalAmended(
                        in(null, "2021-02-01"),
                        APPROVAL,
                        "A-1",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(TEXT),
                        ReconsentRule.REQUIRED,
                        null));
    }

    private static ConsentGiven given(String code, Decider decider) {
        return new ConsentGiven(
                in("CAFE", "2020-01-05"),
                person(code),
                List.of(INTERVIEW, AUDIO),
                TEXT,
                decider,
                ConsentMethod.WRITTEN,
                null);
    }

    private static CapacityAssessed assessed(String when) {
        return new CapacityAssessed(
                in("CAFE", when),
                person("CAFE-0002"),
                List.of(),
                "taking part",
                CapacityOutcome.LACKS_CAPACITY,
                "a physician");
    }

    @AfterAll
    void ends() {
        store.close();
    }

    @Test
    void who_comes_of_age_is_known_from_when_the_birth_was_recorded() {
        var before = store.run(
                "audit", "coming-of-age", "--true-at", "2020-06-01", "--known-at", "2020-02-28", "--case", "CAFE");
        assertThat(before.out()).contains("Nothing was found.");

        var known =
                store.run("audit", "coming-of-age", "--true-at", "2020-06-01", "--case", "CAFE", "--format", "json");
        var row = JsonMapper.shared().readTree(known.out()).get("items").get(0);
        assertThat(row.get("participant").asString()).isEqualTo("CAFE-0001");
        assertThat(row.get("age").asInt()).isEqualTo(15);
        assertThat(row.get("on").asString()).isEqualTo("2021-05-17");
        assertThat(texts(row.get("decidesAnew"))).containsExactly("audio", "interview");
    }

    @Test
    void a_birthday_an_assessment_an_objection_and_the_ends_of_periods_are_tasks_in_advance() {
        var tasks = tasks("--true-at", "2020-06-01", "--known-at", "2020-12-31");

        assertThat(tasks)
                .extracting(task ->
                        task.get("due").asString() + " " + task.get("task").asString() + " "
                                + task.path("participant").asString(""))
                .containsExactly(
                        "2020-06-01 decide-objection CAFE-0003",
                        "2020-12-31 collection-ends ",
                        "2021-01-02 reassess-capacity CAFE-0002",
                        "2021-05-17 coming-of-age CAFE-0001");
        var birthday = tasks.getLast();
        assertThat(birthday.get("rule").asString()).isEqualTo("Who decides in SE, edition 2019");
        assertThat(texts(birthday.get("sources"))).containsExactly("Lag (2003:460) om etikprövning, 18 §");
        assertThat(texts(birthday.get("modules"))).containsExactly("audio", "interview");
    }

    @Test
    void an_amendment_is_a_task_from_its_day_and_the_end_of_the_approval_a_year_ahead() {
        assertThat(tasks("--true-at", "2021-01-31", "--known-at", "2021-02-02"))
                .extracting(task -> task.get("task").asString())
                .contains("approval-ends")
                .doesNotContain("reconsent");

        var later = tasks("--true-at", "2021-02-03", "--person", "CAFE-0002");
        assertThat(later).anySatisfy(task -> {
            assertThat(task.get("task").asString()).isEqualTo("reconsent");
            assertThat(task.get("due").asString()).isEqualTo("2021-02-03");
            assertThat(task.get("rule").asString()).contains("Amendment A-1 of approval 2019-00042");
        });
    }

    @Test
    void looking_at_the_tasks_is_recorded_as_a_read() {
        store.run("tasks", "--case", "CAFE", "--true-at", "2020-06-01", "--purpose", "weekly round");

        assertThat(store.run("audit", "who-read", "--person", "CAFE-0001", "--format", "csv")
                        .out())
                .contains("tasks", "weekly round");
    }

    @Test
    void a_case_that_is_not_there_is_told_with_those_that_are_like_it() {
        var said = store.run("tasks", "--case", "CAFFE");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.errors()).contains("case cannot be 'CAFFE'. Did you mean CAFE?");
    }

    private List<JsonNode> tasks(String... more) {
        var line = new ArrayList<>(List.of("tasks", "--format", "json"));
        line.addAll(List.of(more));
        var said = store.run(line.toArray(String[]::new));
        assertThat(said.errors()).isEmpty();
        return StreamSupport.stream(
                        JsonMapper.shared().readTree(said.out()).get("items").spliterator(), false)
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
