package org.fieldledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.RandomHistory;
import org.fieldledger.store.Selection;
import org.fieldledger.store.Slice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Processes share the work of the projections; whoever dies, and however it is divided, every event counts exactly once. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RangesTest {

    private static final Instant START = Instant.parse("2021-01-04T08:00:00Z");
    private static final long SEED = Long.getLong("fieldledger.ranges.seed", System.nanoTime());
    private static final int STEPS = Integer.getInteger("fieldledger.ranges.steps", 40);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ledger ledger = new Ledger();
    private final JdbcTemplate db = new JdbcTemplate(ledger.database());
    private final Fragile fragile = new Fragile();
    private final List<Projecting> processes = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>();

    @BeforeEach
    void tables() {
        new ProjectionSchema(ledger.database()).afterPropertiesSet();
        db.execute(Fragile.TABLE_DEFINITION);
    }

    @AfterEach
    void stop() {
        programs.forEach(Process::destroyForcibly);
        processes.forEach(Projecting::close);
        ledger.close();
    }

    @Test
    void a_second_process_gets_its_part_and_the_first_has_it_back_when_the_second_stops() {
        var first = process();
        awaitHolders(1);
        var second = process();

        awaitHolders(2);
        assertThat(held().values().stream().mapToInt(ranges -> ranges).sum())
                .isEqualTo(first.bean(Projections.class).all().size());
        second.close();
        processes.remove(second);

        awaitHolders(1);
        fill(1, 200);
        abreast(first);
        sameAsTheLog(first);
    }

    @Test
    void another_takes_over_within_seconds_from_a_program_that_was_killed_in_the_middle_of_its_work() throws Exception {
        var ours = process();
        awaitHolders(1);
        var ranges = ours.bean(Ranges.class);
        ranges.split("fragile");
        ranges.split("timeline");
        var program = program();
        awaitHolders(2);
        fill(2, 3_000);

        program.destroyForcibly().waitFor();

        awaitHolders(1);
        abreast(ours);
        sameAsTheLog(ours);
    }

    @Test
    void a_program_that_wakes_up_after_others_took_over_changes_nothing() throws Exception {
        var program = program();
        awaitHolders(1);
        signal(program, "STOP");
        var ours = process();
        fill(3, 500);
        var everything = ours.bean(Projections.class).all().size();
        await().atMost(PATIENCE).until(() -> ours.bean(Claims.class).mine().size() == everything);
        abreast(ours);

        signal(program, "CONT");
        fill(4, 500);

        awaitHolders(2);
        abreast(ours);
        sameAsTheLog(ours);
    }

    @Test
    void a_claim_that_is_not_the_latest_writes_nothing() {
        var ours = process();
        fill(5, 50);
        abreast(ours);
        var claims = ours.bean(Claims.class);
        var stale = claims.mine().stream()
                .filter(claim -> claim.range().key().equals("fragile"))
                .findFirst()
                .orElseThrow();
        ours.bean(Ranges.class).split("fragile", 512);
        var writer = ours.bean(Projections.class).writer(BatchWriter.Target.live(fragile));
        var head = ledger.log().last();

        assertThatExceptionOfType(ClaimLost.class)
                .isThrownBy(() -> writer.apply(
                        stale, new Stretch(head.position(), List.of(), head.position() + 1, head.recordedAt())));
    }

    @Test
    void ranges_are_cut_and_put_together_while_events_come_in_and_readers_see_no_step_back() {
        var one = process();
        process();
        var ranges = one.bean(Ranges.class);
        var checkpoints = one.bean(Checkpoints.class);
        var seen = 0L;
        for (var round = 0; round < 12; round++) {
            fill(100 + round, 150);
            if (round % 2 == 0) ranges.split("fragile", 256 + round);
            else ranges.merge("fragile", 256 + round - 1);
            var now = checkpoints.of("fragile").orElseThrow().position();
            assertThat(now).as("position told").isGreaterThanOrEqualTo(seen);
            seen = now;
        }

        abreast(one);
        assertThat(checkpoints.ranges("fragile")).hasSize(1);
        sameAsTheLog(one);
    }

    @Test
    void what_cannot_be_cut_or_put_together_is_told() {
        var ranges = process().bean(Ranges.class);
        awaitHolders(1);

        assertThatExceptionOfType(NoSuchRange.class)
                .isThrownBy(() -> ranges.split("timeline", 0))
                .withMessageContaining("1 to 1023");
        assertThatExceptionOfType(NoSuchRange.class)
                .isThrownBy(() -> ranges.merge("timeline", 512))
                .withMessageContaining("No two ranges of timeline meet at 512");
        assertThatExceptionOfType(UnknownProjection.class).isThrownBy(() -> ranges.split("timelime", 512));
        assertThat(ranges.split("timeline")).isEqualTo(512);
        assertThatExceptionOfType(NoSuchRange.class)
                .isThrownBy(() -> ranges.split("timeline", 512))
                .withMessageContaining("begins at 512 already");
    }

    @Test
    void an_event_that_cannot_be_applied_parks_its_own_case_in_whatever_range_that_is() {
        var ours = process();
        var ranges = ours.bean(Ranges.class);
        var at = Math.max(Slice.of("CAFE"), Slice.of("WARDS"));
        awaitHolders(1);
        ranges.split("fragile", at);
        var bad = ledger.record(opened(CAFE, "2021-01-01"), START);
        fragile.unbearable.add(bad.value());
        ledger.record(opened(WARDS, "2021-01-01"), START);
        ledger.record(enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02"), START);
        ledger.record(enrolled(WARDS, "WARDS-0001", "patient", "2021-01-02"), START);
        abreast(ours);
        assertThat(db.queryForList("select case_code from query.parked_case", String.class))
                .containsExactly("CAFE");
        assertThat(db.queryForList("select position from query.fragile order by 1", Long.class))
                .containsExactly(2L, 4L);

        ranges.merge("fragile", at);
        fragile.unbearable.clear();
        assertThat(ours.bean(Projections.class).retry("fragile", "CAFE")).isEqualTo(2);

        sameAsTheLog(ours);
    }

    @Test
    void a_correction_reaches_the_event_it_corrects_in_another_range() {
        var ours = process();
        awaitHolders(1);
        ours.bean(Ranges.class).split("fragile", 1); // the programme as a whole apart from nearly every case
        var wrong = ledger.record(opened(CAFE, "2021-01-01"), START);
        var first = ledger.record(new EnteredInError(in(null, on("2021-01-03"), wrong, false)), START.plusSeconds(60));
        ledger.record(new EnteredInError(in(WARDS, on("2021-01-03"), wrong, false)), START.plusSeconds(120));
        abreast(ours);

        assertThat(db.queryForObject("select superseded_by from query.fragile where position = 1", UUID.class))
                .isEqualTo(first.value());
        sameAsTheLog(ours);
    }

    @Test
    void an_answer_shows_nothing_beyond_where_the_range_furthest_behind_stands() {
        ledger.record(opened(CAFE, "2021-01-01"), START);
        ledger.record(opened(WARDS, "2021-01-01"), START);
        try (var asking = new Asking(ledger, fragile)) {
            asking.get("/api/cases/CAFE/timeline");
            asking.bean(ProjectionRunner.class).stop();
            var at = Math.max(Slice.of("CAFE"), Slice.of("WARDS"));
            asking.bean(Ranges.class).split("timeline", at);
            ledger.record(enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02"), START.plusSeconds(60));
            ledger.record(enrolled(WARDS, "WARDS-0001", "patient", "2021-01-02"), START.plusSeconds(120));
            var ahead = asking.bean(Checkpoints.class).lock("timeline", at);
            var claim = asking.bean(Checkpoints.class).takeLocked(ahead, "test");
            var projections = asking.bean(Projections.class);
            var writer = projections.writer(BatchWriter.Target.live(projections.named("timeline")));
            writer.apply(claim, projections.read(2, 10, writer.target().selection(claim.range())));
            assertThat(db.queryForObject("select count(*) from query.timeline", Long.class))
                    .isEqualTo(3);
            var caseAhead = Slice.of("CAFE") == at ? "CAFE" : "WARDS";

            var answer = asking.reply("/api/cases/" + caseAhead + "/timeline").json();

            assertThat(answer.at("/basis/position").asLong()).isEqualTo(2);
            assertThat(answer.get("items")).hasSize(1);
            asking.bean(ProjectionRunner.class).start();
            assertThat(asking.get("/api/cases/" + caseAhead + "/timeline").get("items"))
                    .hasSize(2);
            var again = asking.get("/api/cases/" + caseAhead + "/timeline?knownAt="
                    + answer.at("/basis/knownAt").asString());
            assertThat(again.get("items")).as("asked again by its basis").isEqualTo(answer.get("items"));
        }
    }

    @Test
    void an_append_held_open_is_not_passed_by_any_range() throws Exception {
        var ours = process();
        awaitHolders(1);
        ours.bean(Ranges.class).split("fragile", 512);
        fill(6, 100);
        abreast(ours);
        var later = new Thread(() -> fill(7, 50));
        try (var holding = ledger.database().getConnection()) {
            holding.setAutoCommit(false);
            try (var append = holding.createStatement()) {
                append.execute("""
                        select from ledger.append(now(), array['held'], array[0]::bigint[], array[gen_random_uuid()],
                            array['CaseDreamt'], array[null]::text[], array['CASE-1'], array['{}'], array['{}'],
                            array[]::int[], array[]::text[], array[]::bigint[],
                            array[]::int[], array[]::uuid[], array[]::bytea[], array[]::text[])
                        """);
            }
            later.start();
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> db.queryForList("select max(position) from query.checkpoint", Long.class)
                            .equals(List.of(100L)));
            holding.commit();
        }
        later.join();
        abreast(ours);
        assertThat(db.queryForList("select position from query.fragile order by 1", Long.class))
                .as("all but the one that no record can hold")
                .hasSize(150)
                .doesNotContain(101L);
        assertThat(db.queryForObject("select position from query.parked_case where projection = 'fragile'", Long.class))
                .isEqualTo(101);
    }

    @Test
    void events_of_no_concern_are_passed_over_unread() {
        for (var i = 0; i < 5; i++) ledger.stored("InterviewDreamt", "CAFE", "{}", START);
        ledger.record(opened(CAFE, "2021-01-01"), START);
        var ours = process();
        abreast(ours);

        assertThat(db.queryForList("select projection from query.parked_case order by 1", String.class))
                .as("those that read everything")
                .isEqualTo(ours.bean(Projections.class).all().stream()
                        .filter(projection -> projection.concernedWith().contains(FieldEvent.class))
                        .map(Projection::name)
                        .sorted()
                        .toList())
                .contains("timeline")
                .doesNotContain("register");
        assertThat(db.queryForObject("select count(*) from query.register_case", Long.class))
                .isEqualTo(1);
        var selection = BatchWriter.Target.live(ours.bean(Projections.class).named("register"))
                .selection(Range.whole("register"));
        assertThat(ledger.log().after(0, 6, 10, selection)).hasSize(1);
        assertThat(ledger.log().after(0, 6, 10, Selection.EVERYTHING)).hasSize(6);
    }

    @Test
    void whatever_is_appended_cut_joined_killed_and_paused_in_whatever_order_the_tables_are_the_fold_of_the_log() {
        System.out.println("RangesTest: seed " + SEED);
        var chance = new SplittableRandom(SEED);
        var history = new RandomHistory(SEED, ledger);
        process();
        awaitHolders(1);
        for (var step = 0; step < STEPS; step++) {
            var ours = processes.getLast();
            var names = ours.bean(Projections.class).all();
            var projection = names.get(chance.nextInt(names.size())).name();
            switch (chance.nextInt(8)) {
                case 0, 1, 2 -> history.live(chance.nextInt(1, 200));
                case 3, 4 -> orNot(() -> ours.bean(Ranges.class).split(projection, chance.nextInt(1, Slice.COUNT)));
                case 5 ->
                    orNot(() -> {
                        var parts = ours.bean(Checkpoints.class).ranges(projection);
                        ours.bean(Ranges.class)
                                .merge(
                                        projection,
                                        parts.get(chance.nextInt(parts.size()))
                                                .range()
                                                .from());
                    });
                case 6 -> {
                    if (processes.size() < 3) process();
                }
                default -> {
                    if (processes.size() > 1) processes.removeFirst().die();
                }
            }
        }
        abreast(processes.getLast());
        sameAsTheLog(processes.getLast());
    }

    /** Some steps make no sense where they come; those are told, and nothing happens. */
    private static void orNot(Runnable step) {
        try {
            step.run();
        } catch (NoSuchRange told) {
            assertThat(told.getMessage()).isNotBlank();
        }
    }

    private Projecting process() {
        var process = new Projecting(jdbcUrl(), fragile);
        processes.add(process);
        return process;
    }

    private Process program() throws Exception {
        var program = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx192m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Projecting.class.getName(),
                        jdbcUrl())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        programs.add(program);
        var said = program.inputReader();
        for (var line = said.readLine(); line == null || !line.startsWith("ready"); line = said.readLine())
            if (line == null) throw new IllegalStateException("The program ended before it was ready");
        return program;
    }

    private static void signal(Process program, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + program.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private String jdbcUrl() {
        try {
            return ledger.database().unwrap(HikariDataSource.class).getJdbcUrl();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fill(long seed, int events) {
        var chance = new SplittableRandom(seed);
        var cases = List.of("CAFE", "WARDS", "CIPN", "ESTHER", "COMPACT");
        for (var left = events; left > 0; left -= 50) {
            var together = new ArrayList<FieldEvent>();
            for (var i = 0; i < Math.min(50, left); i++) {
                var code = cases.get(chance.nextInt(cases.size()));
                together.add(
                        enrolled(new CaseCode(code), code + "-" + chance.nextInt(1000, 9999), "patient", "2021-01-02"));
            }
            ledger.record(together, START.plusSeconds(ledger.log().head()));
        }
    }

    private Map<String, Integer> held() {
        var held = new TreeMap<String, Integer>();
        db.query("select holder, count(*) from query.checkpoint group by holder", row -> {
            held.put(String.valueOf(row.getString(1)), row.getInt(2));
        });
        return held;
    }

    private void awaitHolders(int many) {
        await("%d processes hold all ranges".formatted(many)).atMost(PATIENCE).until(() -> {
            var held = held();
            var least = held.values().stream().mapToInt(n -> n).min().orElse(0);
            var most = held.values().stream().mapToInt(n -> n).max().orElse(0);
            return held.size() == many && !held.containsKey("null") && most - least <= 1;
        });
    }

    private void abreast(Projecting process) {
        for (var projection : process.bean(Projections.class).all())
            assertThat(process.bean(Checkpoints.class)
                            .await(projection.name(), ledger.log().head(), PATIENCE))
                    .as("%s is abreast, seed %d", projection.name(), SEED)
                    .isTrue();
    }

    /** Each event once, with the correction that came first; and the tables as a rebuild makes them. */
    private void sameAsTheLog(Projecting process) {
        var corrected = new LinkedHashMap<UUID, UUID>();
        var expected = new ArrayList<String>();
        var reader = process.bean(EventReader.class);
        var log = ledger.log().after(0, 1_000_000);
        for (var stored : log)
            if (reader.read(stored) instanceof Recorded recorded
                    && recorded.envelope().corrects() != null)
                corrected.putIfAbsent(recorded.envelope().corrects().event().value(), recorded.eventId());
        for (var stored : log) expected.add(stored.position() + " " + corrected.get(stored.eventId()));
        assertThat(db.queryForList(
                        "select position || ' ' || coalesce(superseded_by::text, 'null') from query.fragile order by position",
                        String.class))
                .as("fold of the log, seed %d", SEED)
                .isEqualTo(expected);

        var before = dump(process);
        process.bean(ProjectionRebuild.class).rebuildAll(progress -> {});
        assertThat(dump(process)).as("rebuilt, seed %d", SEED).isEqualTo(before);
    }

    private Map<String, List<String>> dump(Projecting process) {
        var dump = new TreeMap<String, List<String>>();
        for (var projection : process.bean(Projections.class).all())
            for (var table : projection.tables())
                dump.put(
                        table.name(),
                        db.queryForList(
                                "select row(t.*)::text from query.%s t order by 1".formatted(table.name()),
                                String.class));
        return dump;
    }
}
