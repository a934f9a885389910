package org.fieldledger.query.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;
import static org.fieldledger.query.Fieldwork.anError;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.projection.ProjectionRebuild;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What a reporting tool is shown through the views of reporting_v1, in one case in which people answer and take back. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportingViewsTest {

    private static final InstrumentCode SECURITY = new InstrumentCode("SECURITY");
    private static final Path GUIDE = Path.of("../docs/reporting.md");
    private static final String TITLES =
            "select title from reporting_v1.timeline where chapter = 'Measure' order by position";

    private static Reporting reporting;
    private static Instant now = Instant.parse("2021-01-04T08:00:00Z");
    private static final AtomicReference<@Nullable EventId> ENTERED_WRONGLY = new AtomicReference<>();

    /** Recorded a day after what was recorded before. */
    private static EventId record(FieldEvent event) {
        now = now.plus(Duration.ofDays(1));
        return reporting.ledger.record(event, now);
    }

    private static ParticipantCode person(int number) {
        return new ParticipantCode("CAFE-000" + number);
    }

    private static MeasureAdministered answered(int person, String when, Response... responses) {
        return new MeasureAdministered(
                in(CAFE, on(when)), person(person), SECURITY, "1.0", new TimepointCode("week-8"), List.of(responses));
    }

    private static Response number(String item, int number) {
        return Response.of(item, BigDecimal.valueOf(number));
    }

    private static ConsentWithdrawn withdrew(int person, String when, WithdrawalKind kind) {
        return new ConsentWithdrawn(
                in(CAFE, on(when)),
                person(person),
                modules("measure"),
                kind,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    @BeforeAll
    static void live() {
        reporting = new Reporting();
        record(new ConsentModuleDefined(
                in(null, on("2021-01-01")),
                modules("measure").getFirst(),
                Map.of(),
                "words",
                "research",
                null,
                day("2099-12-31")));
        record(new InstrumentVersionReleased(
                in(null, on("2021-01-01")),
                SECURITY,
                "1.0",
                InstrumentKind.MEASURE,
                Map.of(),
                List.of(
                        new Item("S1", Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false),
                        new Item("S2", Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false)),
                List.of(),
                List.of(new Score("TOTAL", Map.of(), List.of("S1", "S2")))));
        record(approved("2020-12-01", CAFE));
        record(opened(CAFE, "2021-01-01"));
        record(new ResearcherRoleAssigned(in(CAFE, on("2021-01-01")), RESEARCHER, ResearchRole.FIELDWORKER));
        for (var number = 1; number <= 6; number++) {
            record(enrolled(CAFE, person(number).code(), "patient", "2021-01-02"));
            record(given(CAFE, person(number).code(), "2021-01-02", "measure"));
            record(new AllocationMade(in(CAFE, on("2021-01-03")), person(number), "arm-" + number % 2, "by lot"));
            var event = record(answered(number, "2021-02-01", number("S1", number), number("S2", 1)));
            if (number == 6) ENTERED_WRONGLY.set(event);
        }
        record(answered(1, "2021-02-08", number("S1", 4), Response.missing("S2", "refused")));
        record(new MeasureAdministered(
                in(CAFE, on("2021-02-09")),
                person(1),
                SECURITY,
                "1.0",
                null,
                List.of(new Response("S1", null, "in words of their own", null))));
    }

    @AfterAll
    static void leave() {
        reporting.close();
    }

    @Test
    void a_measure_shows_item_by_item_with_the_arm_and_never_the_words() {
        reporting.abreast();

        assertThat(reporting.values("""
                        select concat_ws(' ', arm, instrument, timepoint, occurred_from, item, number, missing, in_words)
                          from reporting_v1.measures where participant = 'CAFE-0001' order by position, ordinal
                        """))
                .containsExactly(
                        "arm-1 SECURITY week-8 2021-02-01 S1 1 f",
                        "arm-1 SECURITY week-8 2021-02-01 S2 1 f",
                        "arm-1 SECURITY week-8 2021-02-08 S1 4 f",
                        "arm-1 SECURITY week-8 2021-02-08 S2 refused f",
                        "arm-1 SECURITY 2021-02-09 S1 t");
        assertThat(reporting.values("select usable_until from reporting_v1.measures where participant = 'CAFE-0001'"))
                .containsOnly("2100-01-01");
    }

    @Test
    void a_score_is_a_sum_or_says_why_there_is_none_as_the_question_over_http_does() {
        reporting.abreast();

        var asked = reporting
                .asking
                .get("/api/measures/responses?participant=CAFE-0001")
                .path("items")
                .valueStream()
                .flatMap(administration -> administration.path("scores").valueStream())
                .map(score ->
                        score.path("value").asString("") + score.path("absent").asString(""))
                .toList();
        assertThat(reporting.values("""
                        select coalesce(value::text, absent) from reporting_v1.scores where participant = 'CAFE-0001' order by position
                        """))
                .containsExactlyElementsOf(asked)
                .containsExactly("2", "S2 is missing: refused", "S1 is not a number; S2 was not answered");
    }

    @Test
    void what_was_withdrawn_from_new_use_shows_no_more_not_even_in_a_picture_of_before() {
        record(withdrew(2, "2021-03-01", WithdrawalKind.NO_NEW_USE));
        reporting.abreast();

        assertThat(reporting.values(TITLES)).noneMatch(title -> title.contains("CAFE-0002"));
        assertThat(reporting.values("select title from reporting_v1.timeline_at('CAFE', '2021-02-15', '%s')"
                        .formatted(now.minusSeconds(60))))
                .anyMatch(title -> title.contains("CAFE-0003 answered"))
                .noneMatch(title -> title.contains("CAFE-0002 answered"))
                .anyMatch(title -> title.contains("CAFE-0002 consented"));
        assertThat(reporting.values("select state from reporting_v1.consent_state where participant = 'CAFE-0002'"))
                .containsExactly("withdrawn");
        assertThat(reporting.values("""
                        select state from reporting_v1.consent_state_at('CAFE', '2021-02-15') where participant = 'CAFE-0002'
                        """)).containsExactly("given");
    }

    @Test
    void what_a_correction_replaced_shows_in_the_picture_of_before_it_and_in_no_other() {
        var wrong = record(answered(3, "2021-02-20", number("S1", 9), number("S2", 9)));
        var before = now;
        record(new MeasureAdministered(
                in(CAFE, on("2021-02-20"), wrong, false),
                person(3),
                SECURITY,
                "1.0",
                null,
                List.of(number("S1", 3), number("S2", 3))));
        reporting.abreast();

        var value =
                "select value from reporting_v1.%s where participant = 'CAFE-0003' and occurred_from = '2021-02-20'";
        assertThat(reporting.values(value.formatted("scores"))).containsExactly("6");
        assertThat(reporting.values(value.formatted("scores_at(known_at => '%s')".formatted(before))))
                .containsExactly("18");
    }

    @Test
    void somebody_erased_is_in_no_view_whatever_is_asked_and_stays_so_while_everything_is_made_anew() {
        var before = now;
        record(withdrew(4, "2021-03-01", WithdrawalKind.DESTROY));
        record(new PersonErased(
                in(CAFE, on("2021-03-02")),
                person(4),
                new EventId(UUID.randomUUID()),
                "the person",
                "asked for it",
                "GDPR article 17",
                LocalDate.parse("2021-03-02"),
                "2021/7",
                List.of()));
        reporting.abreast();

        for (var view : PublishedView.ALL)
            if (view.namesPeople())
                for (var asked : List.of(view.name(), view.name() + "_at(known_at => '%s')".formatted(before)))
                    assertThat(reporting.values("select v::text from reporting_v1.%s v".formatted(asked)))
                            .as(asked)
                            .isNotEmpty()
                            .noneMatch(row -> row.contains("CAFE-0004"));
    }

    @Test
    void views_show_the_same_after_a_rebuild_has_put_other_tables_in_the_place_of_theirs() {
        reporting.abreast();
        var before = everything();
        var options = reporting.owner.queryForList(
                "select relname || reloptions::text from pg_class where relnamespace = 'reporting_v1'::regnamespace and relkind = 'v' order by 1",
                String.class);

        reporting.asking.bean(ProjectionRebuild.class).rebuildAll(progress -> {});

        assertThat(everything()).isEqualTo(before);
        assertThat(reporting.owner.queryForList(
                        "select relname || reloptions::text from pg_class where relnamespace = 'reporting_v1'::regnamespace and relkind = 'v' order by 1",
                        String.class))
                .isEqualTo(options)
                .allMatch(view -> view.contains("security_barrier"));
        record(answered(5, "2021-03-05", number("S1", 7), number("S2", 1)));
        reporting.abreast();
        assertThat(reporting.values(
                        "select value from reporting_v1.scores where participant = 'CAFE-0005' order by position"))
                .contains("8");
    }

    @Test
    void a_tool_that_reads_on_and_on_keeps_a_rebuild_waiting_and_nobody_else() throws Exception {
        reporting.abreast();
        try (var connection = reporting.connect();
                var tool = connection.createStatement()) {
            connection.setAutoCommit(false);
            tool.executeQuery("select * from timeline").close();
            var rebuilding = CompletableFuture.runAsync(
                    () -> reporting.asking.bean(ProjectionRebuild.class).rebuild("timeline", progress -> {}));

            // Longer than the rebuild holds on at once.
            for (var more = 0; more < 3; more++) {
                record(answered(5, "2021-03-06", number("S1", more)));
                reporting.abreast();
            }
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(() -> !rebuilding.isDone());
            connection.commit();
            rebuilding.get(1, TimeUnit.MINUTES);
        }
        assertThat(reporting.values("select 1 from reporting_v1.timeline where case_code = 'CAFE'"))
                .isNotEmpty();
    }

    @Test
    void an_entry_in_error_shows_no_more() {
        record(anError(CAFE, "2021-03-08", Objects.requireNonNull(ENTERED_WRONGLY.get())));
        reporting.abreast();

        assertThat(reporting.values("select event from reporting_v1.measures where participant = 'CAFE-0006'"))
                .isEmpty();
    }

    @Test
    void a_case_of_which_something_could_not_be_read_is_held_back_until_it_is() {
        reporting.abreast();
        reporting.owner.update("""
                insert into query.parked_case (projection, case_code, position, event_id, reason, parked_at)
                values ('consent', 'CAFE', 1, gen_random_uuid(), 'a test', now())
                """);

        assertThat(reporting.values("select 1 from reporting_v1.timeline where case_code = 'CAFE'"))
                .isEmpty();
        assertThat(reporting.values("select 1 from reporting_v1.measures_at('CAFE')"))
                .isEmpty();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> reporting
                        .owner
                        .queryForList("select case_code from reporting.held_back", String.class)
                        .contains("CAFE"));
        reporting.owner.update("delete from query.parked_case");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                reporting.values("select 1 from reporting_v1.timeline where case_code = 'CAFE'"))
                        .isNotEmpty());
    }

    @Test
    void every_view_column_and_function_says_what_it_holds() {
        assertThat(reporting.values("""
                        select c.relname || '.' || coalesce(a.attname, '')
                          from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                         where c.relnamespace = 'reporting_v1'::regnamespace
                           and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)
                        """)).isEmpty();
        assertThat(reporting.values("""
                        select proname from pg_proc
                         where pronamespace = 'reporting_v1'::regnamespace and obj_description(oid, 'pg_proc') is null
                        """)).isEmpty();
        for (var view : PublishedView.ALL)
            assertThat(reporting.values("""
                            select attname from pg_attribute
                             where attrelid = 'reporting_v1.%s'::regclass and attnum > 0 order by attnum
                            """.formatted(view.name())))
                    .containsExactlyElementsOf(view.columns().keySet());
    }

    @Test
    void the_day_of_the_store_is_counted_in_its_own_zone() {
        assertThat(reporting.values("select today from reporting_v1.basis"))
                .containsExactly(LocalDate.now(ZoneId.of("Europe/Stockholm")).toString());
        assertThat(STOCKHOLM).isEqualTo(ZoneId.of("Europe/Stockholm"));
    }

    @Test
    void every_example_of_the_guide_runs_word_for_word() throws Exception {
        reporting.abreast();
        var examples = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThan(5);
        try (var connection = reporting.connect();
                var tool = connection.createStatement()) {
            for (var example : examples)
                assertThatCode(() -> tool.execute(example)).as(example).doesNotThrowAnyException();
        }
    }

    @Test
    void the_guide_says_of_every_column_what_the_database_says() throws Exception {
        var guide = Files.readString(GUIDE);
        for (var view : PublishedView.ALL) {
            assertThat(guide).contains("### %s\n\n%s\n".formatted(view.name(), view.said()));
            view.columns()
                    .forEach((column, said) -> assertThat(guide).contains("| `%s` | %s |".formatted(column, said)));
        }
    }

    private static Map<String, List<String>> everything() {
        var everything = new TreeMap<String, List<String>>();
        for (var view : PublishedView.ALL)
            everything.put(
                    view.name(),
                    reporting.values("select v::text from reporting_v1.%s v order by 1".formatted(view.name())));
        return everything;
    }
}
