package org.fieldledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.anError;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.RandomHistory;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.vault.Opening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every event counts once, whatever fails; what fails is parked, seen, and made up for. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectionTest {

    private static final Instant START = Instant.parse("2021-01-04T08:00:00Z");

    private final Ledger ledger = new Ledger();
    private final JdbcTemplate db = new JdbcTemplate(ledger.database());
    private final Fragile fragile = new Fragile();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var each : open) each.close();
        ledger.close();
    }

    @Test
    void an_event_that_cannot_be_applied_parks_its_case_and_no_other() {
        var asking = start();
        ledger.record(opened(CAFE, "2021-01-01"), START);
        var bad = ledger.record(enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02"), START);
        fragile.unbearable.add(bad.value());
        ledger.record(enrolled(CAFE, "CAFE-0002", "patient", "2021-01-02"), START);
        ledger.record(enrolled(WARDS, "WARDS-0001", "patient", "2021-01-02"), START);

        awaitPosition(asking, 4);

        assertThat(positions()).containsExactly(1L, 4L);
        assertThat(asking.bean(ParkedCases.class).all()).singleElement().satisfies(parked -> {
            assertThat(parked.projection()).isEqualTo("fragile");
            assertThat(parked.caseCode()).isEqualTo("CAFE");
            assertThat(parked.position()).isEqualTo(2);
            assertThat(parked.reason())
                    .startsWith("IllegalStateException at Fragile.java")
                    .doesNotContain("Anna");
        });
    }

    @Test
    void a_parked_case_shows_in_health_and_figures_and_is_whole_again_after_a_retry() {
        var asking = start();
        var bad = ledger.record(opened(CAFE, "2021-01-01"), START);
        fragile.unbearable.add(bad.value());
        ledger.record(enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02"), START);
        awaitPosition(asking, 2);

        assertThat(asking.reply("/actuator/health")
                        .json()
                        .at("/components/projection/status")
                        .asString())
                .isEqualTo("OUT_OF_SERVICE");
        assertThat(asking.raw("/actuator/prometheus", "text/plain").body())
                .contains("fieldledger_projection_parked{projection=\"fragile\"} 1.0")
                .contains("fieldledger_projection_lag_events{projection=\"fragile\"} 0.0");

        var stillBad = asking.post("/api/projections/fragile/parked/CAFE/retry");
        assertThat(stillBad.body()).contains("\"applied\":0").contains("\"stillParked\":true");
        fragile.unbearable.clear();
        var mended = asking.post("/api/projections/fragile/parked/CAFE/retry");

        assertThat(mended.body()).contains("\"applied\":2").contains("\"stillParked\":false");
        assertThat(positions()).containsExactly(1L, 2L);
        assertThat(asking.reply("/actuator/health")
                        .json()
                        .at("/components/projection/status")
                        .asString())
                .isEqualTo("UP");
        assertThat(asking.post("/api/projections/fragile/parked/CAFE/retry").statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_the_database_refuses_is_found_in_the_middle_of_a_batch() {
        var events = new ArrayList<EventId>();
        for (var i = 1; i <= 50; i++)
            events.add(ledger.record(
                    enrolled(i % 2 == 0 ? CAFE : WARDS, "CAFE-" + (1000 + i), "patient", "2021-01-02"), START));
        fragile.refusedByTheDatabase.add(events.get(19).value());
        var asking = start();

        awaitPosition(asking, 50);

        assertThat(positions()).hasSize(25 + 9);
        assertThat(asking.bean(ParkedCases.class).all())
                .singleElement()
                .satisfies(parked -> assertThat(parked.reason()).isEqualTo("PostgreSQL error 23502 in fragile.kind"));
    }

    @Test
    void an_event_that_no_record_can_hold_parks_its_case_in_every_projection() {
        ledger.stored("InterviewDreamt", "CAFE", "{}", START);
        ledger.stored("CaseClosed", null, "{\"envelope\":7}", START);
        ledger.record(opened(WARDS, "2021-01-01"), START);
        var asking = start();

        awaitPosition(asking, 3);

        assertThat(positions()).containsExactly(3L);
        assertThat(asking.bean(ParkedCases.class).of("timeline")).containsOnlyKeys("CAFE", "");
    }

    @Test
    void a_correction_from_elsewhere_that_met_nothing_is_made_up_for_by_the_retry() {
        var asking = start();
        var bad = ledger.record(opened(CAFE, "2021-01-01"), START);
        fragile.unbearable.add(bad.value());
        ledger.record(new EnteredInError(in(null, on("2021-01-03"), bad, false)), START.plusSeconds(60));
        awaitPosition(asking, 2);
        fragile.unbearable.clear();

        asking.post("/api/projections/fragile/parked/CAFE/retry");

        assertThat(db.queryForObject("select superseded_at from query.fragile where position = 1", Instant.class))
                .isEqualTo(START.plusSeconds(60));
    }

    @Test
    void the_first_correction_of_an_event_stays_the_one_that_superseded_it() {
        var asking = start();
        var wrong = ledger.record(opened(CAFE, "2021-01-01"), START);
        var first = ledger.record(anError(CAFE, "2021-01-02", wrong), START.plusSeconds(60));
        ledger.record(anError(CAFE, "2021-01-03", wrong), START.plusSeconds(120));
        awaitPosition(asking, 3);

        assertThat(db.queryForObject("select superseded_by from query.fragile where position = 1", UUID.class))
                .isEqualTo(first.value());
    }

    @Test
    void every_event_counts_once_though_connections_die_and_two_processes_project() {
        var one = start();
        var other = start();
        for (var round = 0; round < 20; round++) {
            var together = new ArrayList<FieldEvent>();
            for (var i = 0; i < 100; i++) together.add(enrolled(CAFE, "CAFE-" + (1000 + i), "patient", "2021-01-02"));
            ledger.record(together, START.plusSeconds(round));
            db.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                     where datname = current_database() and pid <> pg_backend_pid() and query ilike '%query.%'
                    """);
        }

        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> positions().size() == 2_000);
        awaitPosition(one, 2_000);
        awaitPosition(other, 2_000);
        assertThat(positions()).doesNotHaveDuplicates().hasSize(2_000);
        assertThat(db.queryForObject("select count(*) from query.participant_course", Long.class))
                .isEqualTo(2_000);
    }

    @Test
    void a_projection_that_was_stopped_goes_on_where_it_was() {
        var asking = start();
        ledger.record(opened(CAFE, "2021-01-01"), START);
        awaitPosition(asking, 1);
        asking.close();
        open.remove(asking);
        ledger.record(enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02"), START);

        awaitPosition(start(), 2);

        assertThat(positions()).containsExactly(1L, 2L);
    }

    @Test
    void a_rebuild_makes_the_same_tables_again() {
        var asking = start();
        new RandomHistory(7, ledger).live(300);
        awaitAll(asking);
        var before = dump(asking);

        var seen = new ArrayList<ProjectionRebuild.Progress>();
        asking.bean(ProjectionRebuild.class).rebuildAll(seen::add);

        assertThat(dump(asking)).isEqualTo(before);
        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(progress -> assertThat(progress.done()).isLessThanOrEqualTo(progress.total()));
        asking.bean(ProjectionRebuild.class).rebuildAll(progress -> {});
        assertThat(dump(asking)).isEqualTo(before);
    }

    @Test
    void a_rebuild_while_events_come_in_loses_none() {
        var asking = start();
        var rebuild = asking.bean(ProjectionRebuild.class);
        for (var i = 0; i < 300; i++)
            ledger.record(enrolled(CAFE, "CAFE-" + (1000 + i), "patient", "2021-01-02"), START);
        rebuild.rebuild("fragile", progress -> {
            if (ledger.log().head() < 320) ledger.record(enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02"), START);
        });
        awaitPosition(asking, ledger.log().head());

        assertThat(positions()).doesNotHaveDuplicates().hasSize((int)
                ledger.log().head());
    }

    @Test
    void projections_are_rebuilt_without_a_server_and_unknown_ones_are_named() {
        var asking = start();
        ledger.record(opened(CAFE, "2021-01-01"), START);
        awaitPosition(asking, 1);
        db.update("update query.timeline set title = 'worn out'");

        Rebuilding.on(ledger.database(), Opening.CLOSED, List.of("timeline"), progress -> {});

        assertThat(db.queryForObject("select title from query.timeline", String.class))
                .isEqualTo("Case opened: A case");
        assertThatExceptionOfType(UnknownProjection.class)
                .isThrownBy(() -> Rebuilding.on(ledger.database(), Opening.CLOSED, List.of("timelime"), progress -> {}))
                .withMessageContaining("register, timeline");
    }

    @Test
    void a_second_rebuild_of_the_same_projection_is_refused_while_the_first_goes_on() {
        var asking = start();
        ledger.record(opened(CAFE, "2021-01-01"), START);
        awaitPosition(asking, 1);
        var rebuild = asking.bean(ProjectionRebuild.class);

        rebuild.rebuild(
                "fragile",
                progress -> assertThatExceptionOfType(RebuildUnderWay.class)
                        .isThrownBy(() -> rebuild.rebuild("fragile", nothing -> {})));

        assertThat(positions()).containsExactly(1L);
    }

    @Test
    void a_projection_of_another_version_rebuilds_itself() {
        var asking = start();
        ledger.record(opened(CAFE, "2021-01-01"), START);
        awaitPosition(asking, 1);
        db.update("update query.fragile set kind = 'as the older version had it'");

        fragile.version = 2;
        await().atMost(Duration.ofSeconds(20))
                .until(() -> asking.bean(Checkpoints.class)
                        .of("fragile")
                        .filter(checkpoint -> checkpoint.version() == 2)
                        .isPresent());

        assertThat(db.queryForObject("select kind from query.fragile", String.class))
                .isEqualTo("CaseRegistered");
    }

    @Test
    void a_projection_that_the_database_fails_is_down_and_recovers_by_itself() {
        var asking = new Asking(ledger, fragile);
        open.add(asking);
        ledger.record(opened(CAFE, "2021-01-01"), START);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(asking.reply("/actuator/health")
                                .json()
                                .at("/components/projection/status")
                                .asString())
                        .isEqualTo("DOWN"));
        assertThat(asking.bean(ParkedCases.class).all()).isEmpty();
        db.execute(Fragile.TABLE_DEFINITION);

        awaitPosition(asking, 1);
        assertThat(positions()).containsExactly(1L);
    }

    private Asking start() {
        var asking = new Asking(ledger, fragile);
        open.addFirst(asking);
        if (db.queryForList("select to_regclass('query.fragile')::text", String.class)
                .contains(null)) db.execute(Fragile.TABLE_DEFINITION);
        return asking;
    }

    private static void awaitPosition(Asking asking, long position) {
        for (var projection : asking.bean(Projections.class).all())
            assertThat(asking.bean(Checkpoints.class).await(projection.name(), position, Duration.ofSeconds(30)))
                    .as("%s reaches %d", projection.name(), position)
                    .isTrue();
    }

    private void awaitAll(Asking asking) {
        awaitPosition(asking, ledger.log().head());
    }

    private List<Long> positions() {
        return db.queryForList("select position from query.fragile order by position", Long.class);
    }

    private Map<String, List<String>> dump(Asking asking) {
        var dump = new LinkedHashMap<String, List<String>>();
        for (var projection : asking.bean(Projections.class).all())
            for (var table : projection.tables())
                dump.put(
                        table.name(),
                        db.queryForList(
                                "select row(t.*)::text from query.%s t order by 1".formatted(table.name()),
                                String.class));
        assertThat(dump.get("timeline")).isNotEmpty();
        return dump;
    }
}
