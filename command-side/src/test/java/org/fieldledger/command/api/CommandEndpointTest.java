package org.fieldledger.command.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.fieldledger.command.CommandDesk;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.desk.Assignments;
import org.fieldledger.command.desk.Chapters;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.MasterKey;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** What a client of the command API is told, in its own terms. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandEndpointTest {

    private static final Instant NOW = Instant.parse("2021-06-01T12:00:00Z");
    private static EmbeddedPostgres postgres;
    private static AnnotationConfigApplicationContext side;
    private static MockMvc http;
    private static boolean onlyInAssignedCases;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        var database = postgres.getPostgresDatabase();
        StoreSetup.open(database, StoreKind.ORDINARY);
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        side = new AnnotationConfigApplicationContext();
        side.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        side.registerBean("clock", Clock.class, () -> clock);
        side.registerBean(EventLog.class, () -> EventLog.open(database, clock, new SimpleMeterRegistry()));
        side.registerBean(Vault.class, () -> Vault.open(database, MasterKey.random()));
        side.register(CommandDesk.class);
        side.refresh();
        Supplier<SignedIn> dataManager = Visitor::new;
        http = MockMvcBuilders.standaloneSetup(new CommandEndpoint(
                        side.getBean(Desk.class),
                        side.getBean(Chapters.class),
                        side.getBean(Assignments.class),
                        dataManager,
                        clock))
                .build();
    }

    @AfterAll
    static void stop() throws IOException {
        side.close();
        postgres.close();
    }

    /** Signed in as a data manager, who may hand in everything but the opening of a programme. */
    private static final class Visitor implements SignedIn {

        @Override
        public ResearcherCode researcher() {
            return new ResearcherCode("data-manager");
        }

        @Override
        public boolean mayHandIn(Class<? extends FieldCommand> kind) {
            return !kind.getSimpleName().equals("RegisterProgramme");
        }

        @Override
        public boolean onlyInAssignedCases() {
            return onlyInAssignedCases;
        }
    }

    @Test
    void what_is_recorded_is_answered_with_its_events_and_the_version_as_etag() throws Exception {
        handIn("RegisterCase", "key-1", registration("ESTHER"))
                .andExpect(status().isCreated())
                .andExpect(header().string("ETag", "\"0\""))
                .andExpect(jsonPath("$.stream").value("case/ESTHER"))
                .andExpect(jsonPath("$.events.length()").value(1));
    }

    @Test
    void the_same_key_gets_the_same_body_again() throws Exception {
        var first = handIn("RegisterCase", "key-2", registration("CAFE")).andReturn();

        var again = handIn("RegisterCase", "key-2", registration("CAFE"))
                .andExpect(status().isCreated())
                .andExpect(header().string("Idempotency-Replayed", "true"))
                .andReturn();

        assertThat(again.getResponse().getContentAsString())
                .isEqualTo(first.getResponse().getContentAsString());
    }

    @Test
    void a_case_that_is_there_already_is_a_conflict_with_the_way_out() throws Exception {
        handIn("RegisterCase", "key-3", registration("COMPACT")).andExpect(status().isCreated());

        handIn("RegisterCase", "key-4", registration("COMPACT"))
                .andExpect(status().isConflict())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.type").value("urn:fieldledger:problem:already-recorded"))
                .andExpect(jsonPath("$.wayOut").value("Choose another code, or correct its registration"));
    }

    @Test
    void an_older_version_is_a_conflict_that_names_the_current_one() throws Exception {
        handIn("RegisterCase", "key-5", registration("WARDS")).andExpect(status().isCreated());

        http.perform(post("/api/commands/AddSite")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("If-Match", "\"7\"")
                        .content("{\"report\":{\"case\":\"WARDS\"," + occurred("2021-05-01")
                                + "},\"site\":\"WARD-A\",\"name\":\"Ward A\"}"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.type").value("urn:fieldledger:problem:version-moved-on"))
                .andExpect(jsonPath("$.currentVersion").value(0));
    }

    @Test
    void a_word_that_is_not_there_is_named_with_those_that_are() throws Exception {
        handIn("CloseCase", null, "{\"report\":{\"case\":\"CAFE\"," + occurred("2021-05-01") + "},\"raeson\":\"x\"}")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("There is nothing called raeson"))
                .andExpect(jsonPath("$.wayOut").value(containsString("reason")));
    }

    @Test
    void everything_that_is_not_filled_in_is_named_at_once() throws Exception {
        handIn("RegisterCase", null, "{\"report\":{\"case\":\"CAFE\"},\"vulnerableGroup\":false}")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.problems[*].detail")
                        .value(hasItems(
                                "report.occurred is not filled in",
                                "title is not filled in",
                                "country is not filled in",
                                "zone is not filled in")));
    }

    @Test
    void a_yes_or_no_left_out_is_not_taken_for_a_no() throws Exception {
        handIn("RegisterCase", null, registration("SOLBERGA").replace("\"vulnerableGroup\":false,", ""))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("vulnerableGroup is not filled in"));
    }

    @Test
    void a_code_in_the_wrong_form_is_refused_with_an_example_of_the_right_one() throws Exception {
        handIn("RegisterCase", null, registration("café"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(containsString("one looks like CAFE")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    RegisterCase, "zone":"Europe/Atlantis", zone cannot be 'Europe/Atlantis', Europe/Stockholm
                    ErasePerson, "decision":"tuesday", decision cannot be 'tuesday', id of an event
                    ErasePerson, "decided":"tuesday", decided cannot be 'tuesday', 2021-03-04
                    RecordLeadershipInterview, "programmeYear":"first", programmeYear cannot be 'first', whole number
                    """)
    void a_value_of_the_wrong_kind_is_refused_with_what_to_write(
            String command, String field, String detail, String wayOut) throws Exception {
        handIn(command, null, "{\"report\":{\"case\":\"CAFE\"," + occurred("2021-05-01") + "}," + field + "}")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(detail))
                .andExpect(jsonPath("$.wayOut").value(containsString(wayOut)));
    }

    @Test
    void a_body_that_is_not_json_is_refused_with_the_place() throws Exception {
        handIn("RegisterCase", null, "{\"report\": ")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(containsString("line 1")));
    }

    @Test
    void an_unknown_country_is_refused_with_the_known_ones() throws Exception {
        handIn("RegisterCase", null, registration("PSYCHOSIS").replace("\"se\"", "\"atlantis\""))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.wayOut").value(containsString("se, gb")));
    }

    @Test
    void an_unknown_command_is_not_found_and_near_ones_are_offered() throws Exception {
        handIn("Case", null, "{}")
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.wayOut").value(containsString("RegisterCase")));
    }

    @Test
    void a_role_that_may_not_hand_it_in_is_forbidden() throws Exception {
        handIn(
                        "RegisterProgramme",
                        null,
                        "{\"report\":{" + occurred("2019-01-01")
                                + "},\"programme\":\"P\",\"title\":\"T\",\"begins\":\"2019-01-01\",\"ends\":\"2024-12-31\",\"zone\":\"Europe/Stockholm\"}")
                .andExpect(status().isForbidden());
        http.perform(get("/api/commands"))
                .andExpect(jsonPath("$").value(hasItem("RecordInterview")))
                .andExpect(jsonPath("$").value(not(hasItem("RegisterProgramme"))));
    }

    @Test
    void a_fieldworker_records_only_in_cases_they_are_assigned_to() throws Exception {
        handIn("RegisterCase", "key-6", registration("DJURSDALA")).andExpect(status().isCreated());
        var close = "{\"report\":{\"case\":\"DJURSDALA\"," + occurred("2021-05-01") + "},\"reason\":\"Done\"}";
        try {
            onlyInAssignedCases = true;
            handIn("CloseCase", null, close).andExpect(status().isForbidden());
        } finally {
            onlyInAssignedCases = false;
        }
        handIn("CloseCase", null, close).andExpect(status().isCreated());
    }

    @Test
    void a_body_beyond_all_measure_is_refused() throws Exception {
        handIn("CloseCase", null, "{\"reason\":\"" + "x".repeat(CommandEndpoint.MOST_BYTES) + "\"}")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(containsString("larger than")));
    }

    private static ResultActions handIn(String command, @Nullable String key, String json) throws Exception {
        var request = post("/api/commands/" + command)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json);
        if (key != null) request.header("Idempotency-Key", key);
        return http.perform(request);
    }

    private static String registration(String code) {
        return "{\"report\":{\"case\":\"" + code + "\"," + occurred("2019-02-01")
                + "},\"title\":\"A case\",\"country\":\"se\",\"setting\":\"Care\",\"vulnerableGroup\":false,\"zone\":\"Europe/Stockholm\"}";
    }

    private static String occurred(String day) {
        return "\"occurred\":{\"from\":\"" + day + "\",\"zone\":\"Europe/Stockholm\"}";
    }
}
