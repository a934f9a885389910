package org.fieldledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.anError;
import static org.fieldledger.query.Fieldwork.enrolled;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.RandomHistory;
import org.fieldledger.query.projection.ProjectionRebuild.Progress;
import org.fieldledger.query.projection.ProjectionRebuild.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A rebuild makes the same tables again, by many hands, and goes on where it was killed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RebuildTest {

    private static final Instant START = Instant.parse("2021-01-04T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Enough for several lanes. */
    private static final int MANY = 45_000;

    private final Ledger ledger = new Ledger();
    private final JdbcTemplate db = new JdbcTemplate(ledger.database());
    private final Fragile fragile = new Fragile();
    private final List<Projecting> processes = new ArrayList<>();

    @BeforeEach
    void tables() {
        new ProjectionSchema(ledger.database()).afterPropertiesSet();
        db.execute(Fragile.TABLE_DEFINITION);
    }

    @AfterEach
    void stop() {
        processes.forEach(Projecting::close);
        ledger.close();
    }

    @Test
    void a_rebuild_that_was_killed_goes_on_where_it_was_and_readers_notice_nothing() throws Exception {
        var wrong = fill(MANY).getFirst();
        ledger.record(anError(CAFE, "2021-01-03", wrong), ledger.log().headRecordedAt());
        var ours = process();
        abreast(ours);
        var before = dump(ours);
        var indexed = indexes("timeline");

        var program = program("timeline");
        long done = 0;
        try (var said = program.inputReader();
                var tell = program.outputWriter(StandardCharsets.UTF_8)) {
            for (var page = 0; page < 5; page++) {
                done = Math.max(done, told(said));
                tell.write("on\n");
                tell.flush();
            }
            done = Math.max(done, told(said));
            program.destroyForcibly().waitFor();
        } catch (IOException cut) {
            assertThat(program.isAlive()).isFalse();
        }
        assertThat(done).isBetween(10_000L, MANY - 1L);
        assertThat(dump(ours))
                .as("what is asked, while the rebuild lies cut off")
                .isEqualTo(before);
        assertThat(ours.bean(RebuildLanes.class).all())
                .singleElement()
                .satisfies(cutOff -> assertThat(cutOff.done()).isLessThan(cutOff.total()));

        var seen = new ArrayList<Progress>();
        ours.bean(ProjectionRebuild.class).rebuild("timeline", seen::add);

        assertThat(seen.getFirst().done()).as("what the killed one had done").isGreaterThanOrEqualTo(done);
        assertThat(seen).extracting(Progress::stage).contains(Stage.ROWS, Stage.INDEXES, Stage.CATCHING_UP);
        assertThat(seen.get(1).left()).as("an estimate").isNotNull();
        assertThat(dump(ours)).isEqualTo(before);
        assertThat(indexes("timeline")).isEqualTo(indexed);
        assertThat(ours.bean(RebuildLanes.class).all()).isEmpty();
    }

    @Test
    void whoever_asks_during_a_rebuild_is_answered_from_the_old_tables_until_the_new_ones_are_whole() {
        fill(MANY);
        var ours = process();
        abreast(ours);
        var asked = new ArrayList<Long>();

        ours.bean(ProjectionRebuild.class).rebuild("timeline", progress -> {
            if (asked.size() < 8) asked.add(db.queryForObject("select count(*) from query.timeline", Long.class));
            if (progress.stage() == Stage.ROWS && ledger.log().head() < MANY + 20)
                ledger.record(
                        enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02"),
                        ledger.log().headRecordedAt());
        });

        assertThat(asked).hasSize(8).allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(MANY));
        abreast(ours);
        assertThat(db.queryForList("select position from query.timeline order by 1", Long.class))
                .doesNotHaveDuplicates()
                .hasSize((int) ledger.log().head());
    }

    @Test
    void a_case_is_parked_at_its_first_bad_event_whichever_hand_comes_to_which_first() {
        var events = fill(MANY);
        for (var at : List.of(40_000, 30_000, 100))
            fragile.unbearable.add(events.get(at).value());
        var ours = process();
        abreast(ours);
        var before = dump(ours);
        var parked = parked();
        assertThat(parked).hasSizeBetween(1, 3);

        ours.bean(ProjectionRebuild.class).rebuild("fragile", progress -> {});

        assertThat(parked()).isEqualTo(parked);
        assertThat(dump(ours)).isEqualTo(before);
    }

    @Test
    void rows_that_only_an_index_refuses_park_their_case_too() {
        var events = fill(300);
        fragile.refusedByAnIndex.add(events.get(150).value());
        var ours = process();
        abreast(ours);
        var before = dump(ours);
        assertThat(parked()).hasSize(1);

        ours.bean(ProjectionRebuild.class).rebuild("fragile", progress -> {});

        assertThat(parked()).hasSize(1);
        assertThat(dump(ours)).isEqualTo(before);
    }

    @Test
    void a_rebuild_left_by_another_version_or_shape_is_begun_anew() {
        new RandomHistory(11, ledger).live(200);
        var ours = process();
        abreast(ours);
        var before = dump(ours);
        cutOff(ours);
        db.update("update query.rebuild set version = 99");

        ours.bean(ProjectionRebuild.class).rebuild("timeline", progress -> {});

        assertThat(dump(ours)).isEqualTo(before);
        cutOff(ours);
        db.execute("alter table query.timeline_rebuilt add column worn text");

        ours.bean(ProjectionRebuild.class).rebuild("timeline", progress -> {});

        assertThat(dump(ours)).isEqualTo(before);
    }

    @Test
    void neither_a_rebuild_nor_whoever_reads_through_a_view_is_made_to_give_way_to_the_other() throws Exception {
        new RandomHistory(13, ledger).live(200);
        var ours = process();
        abreast(ours);
        db.execute("""
                create view query.place as
                    select opened.case_code, opened.position, site.site
                      from query.register_site site join query.register_case opened using (case_code)
                """);
        var rebuilt = new AtomicBoolean();
        var asked = new AtomicInteger();
        try (var readers = Executors.newFixedThreadPool(3)) {
            var reading = new ArrayList<Future<?>>();
            for (var reader = 0; reader < 3; reader++)
                reading.add(readers.submit(() -> {
                    while (!rebuilt.get()) {
                        db.queryForList("select * from query.place");
                        asked.incrementAndGet();
                    }
                }));
            try {
                for (var times = 0; times < 20; times++)
                    ours.bean(ProjectionRebuild.class).rebuild("register", progress -> {});
            } finally {
                rebuilt.set(true);
            }
            for (var reader : reading) reader.get();
        }
        assertThat(asked).hasPositiveValue();
    }

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void cutOff(Projecting process) {
        try {
            process.bean(ProjectionRebuild.class).rebuild("timeline", progress -> {
                if (progress.stage() == Stage.INDEXES) throw new CutOff();
            });
        } catch (CutOff asWanted) {
            assertThat(process.bean(RebuildLanes.class).all()).hasSize(1);
        }
    }

    private Projecting process() {
        var process = new Projecting(jdbcUrl(), fragile);
        processes.add(process);
        return process;
    }

    private Process program(String projection) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Projecting.class.getName(),
                        jdbcUrl(),
                        projection)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long told(BufferedReader said) throws IOException {
        for (var line = said.readLine(); line != null; line = said.readLine())
            if (line.startsWith("done ")) return Long.parseLong(line.substring(5));
        throw new IOException("The program said no more");
    }

    private String jdbcUrl() {
        try {
            return ledger.database().unwrap(HikariDataSource.class).getJdbcUrl();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<EventId> fill(int events) {
        var ids = new ArrayList<EventId>();
        while (ids.size() < events) {
            var together = new ArrayList<FieldEvent>();
            for (var i = 0; i < Math.min(2_500, events - ids.size()); i++) {
                var code = List.of("CAFE", "WARDS", "CIPN", "ESTHER").get(i % 4);
                together.add(enrolled(new CaseCode(code), code + "-" + (1000 + i), "patient", "2021-01-02"));
            }
            ids.addAll(ledger.record(together, START.plusSeconds(ids.size())));
        }
        return ids;
    }

    private void abreast(Projecting process) {
        for (var projection : process.bean(Projections.class).all())
            assertThat(process.bean(Checkpoints.class)
                            .await(projection.name(), ledger.log().head(), PATIENCE))
                    .as("%s is abreast", projection.name())
                    .isTrue();
    }

    private Map<String, Long> parked() {
        var parked = new TreeMap<String, Long>();
        db.query("select case_code, position from query.parked_case", row -> {
            parked.put(row.getString(1), row.getLong(2));
        });
        return parked;
    }

    private int indexes(String table) {
        return db.queryForList("select 1 from pg_indexes where schemaname = 'query' and tablename = ?", table)
                .size();
    }

    private Map<String, String> dump(Projecting process) {
        var dump = new TreeMap<String, String>();
        for (var projection : process.bean(Projections.class).all())
            for (var table : projection.tables())
                dump.put(
                        table.name(),
                        db.queryForObject(
                                "select count(*) || ' ' || md5(coalesce(string_agg(row(t.*)::text, ';' order by row(t.*)::text), ''))"
                                        + " from query.%s t".formatted(table.name()),
                                String.class));
        return dump;
    }
}
