package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.cli.SmallStore.in;
import static org.fieldledger.cli.SmallStore.part;
import static org.fieldledger.cli.SmallStore.person;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.Role;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.audit.Audit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The audit questions at the command line. A person withdraws on 1 March 2020, is met on 10 March; the office hears on 20 April. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditCommandTest {

    @TempDir
    static Path folder;

    private SmallStore store;

    @BeforeAll
    void aSmallHistory() {
        store = new SmallStore(folder.resolve("data"));
        store.at("2020-01-10T09:00:00Z");
        store.records(new CaseRegistered(
                in("CAFE", "2020-01-01"), "A case", Country.SE, "a hospital", false, SmallStore.STOCKHOLM));
        for (var code : List.of("CAFE-0001", "CAFE-0002")) {
            store.records(
                    new ParticipantEnrolled(in("CAFE", "2020-01-02"), person(code), new Role("patient"), null, null));
            store.records(new ConsentGiven(
                    in("CAFE", "2020-01-02"),
                    person(code),
                    List.of(new ModuleCode("interview")),
                    new FormVersionCode("CAFE-SV-1"),
                    Decider.SELF,
                    ConsentMethod.WRITTEN,
                    null));
        }
        store.at("2020-03-11T09:00:00Z")
                .records(new InterviewRecorded(
                        in("CAFE", "2020-03-10", part("CAFE-0001")), InterviewStyle.SEMISTRUCTURED, 60, null));
        store.at("2020-04-20T09:00:00Z")
                .records(new ConsentWithdrawn(
                        in("CAFE", "2020-03-01"),
                        person("CAFE-0001"),
                        List.of(new ModuleCode("interview")),
                        WithdrawalKind.NO_NEW_USE,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null));
    }

    @AfterAll
    void ends() {
        store.close();
    }

    @Test
    void alone_it_lists_every_question_with_what_it_needs() {
        var said = store.run("audit");

        assertThat(said.exitCode()).isZero();
        for (var question : Audit.questions())
            assertThat(said.out()).contains(question.number() + "  " + question.name(), question.asks());
        assertThat(said.out()).containsPattern("held .*\\(needs --person; takes --case\\)");
    }

    @Test
    void an_answer_is_a_table_that_says_what_it_rests_on_as_of_any_two_times() {
        var now = store.run("audit", "after-withdrawal", "--case", "CAFE");
        assertThat(now.exitCode()).isZero();
        assertThat(now.out())
                .startsWith("5. What was collected after a withdrawal?")
                .contains("the log up to position 7", "CAFE-0001", "1 row.");

        var then = store.run("audit", "after-withdrawal", "--case", "CAFE", "--known-at", "2020-04-19");
        assertThat(then.out()).contains("known by 2020-04-19T21:59:59.999999Z", "Nothing was found.");
    }

    @Test
    void programs_read_it_as_json_or_csv_on_the_screen_or_in_a_file() throws Exception {
        var json = store.run("audit", "refusals", "--format", "json");
        assertThat(JsonMapper.shared().readTree(json.out()).get("question").asString())
                .isEqualTo("refusals");

        var file = folder.resolve("answer.csv");
        var csv = store.run("audit", "held", "--person", "CAFE-0002", "--format", "csv", "--out", file.toString());
        assertThat(csv.exitCode()).isZero();
        assertThat(csv.out()).contains("2 rows.");
        assertThat(Files.readAllLines(file)).hasSize(3).first().asString().startsWith("case,participant,event,");
    }

    @Test
    void asking_is_recorded_in_the_access_log_with_what_for() {
        store.run("audit", "who-decided", "--person", "CAFE-0002", "--purpose", "yearly look at the café");

        var read = store.run("audit", "who-read", "--person", "CAFE-0002", "--format", "csv");

        assertThat(read.out()).contains("audit-who-decided", "yearly look at the café", "command-line");
    }

    @Test
    void whoever_mistypes_is_told_what_is_near_and_the_way_out() {
        refused("audit cover")
                .contains("question cannot be 'cover'", "Did you mean covered?", "Ask one of covered, believed-then");
        refused("audit covered --case CAEF").contains("case cannot be 'CAEF'", "Did you mean CAFE?");
        refused("audit who-decided --person CAFE-0009")
                .contains("participant cannot be 'CAFE-0009'", "Did you mean CAFE-0001 or CAFE-0002?");
        refused("audit held").contains("held asks about one: add --person, such as --person CAFE-0042");
        refused("audit covered --session FG-1")
                .contains("covered takes no --session. It takes --case, --person, --true-at and --known-at");
        refused("audit covered --true-at yesterday").contains("trueAt cannot be 'yesterday'", "such as 2021-03-04");
        refused("audit log-intact --since 2020-01-01").contains("checkpoint cannot be '2020-01-01'");
    }

    private org.assertj.core.api.AbstractStringAssert<?> refused(String line) {
        var said = store.run(line.split(" "));
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        return assertThat(said.errors().strip()).hasLineCount(1);
    }
}
