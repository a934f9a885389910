package org.fieldledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.with;

import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Role;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.projection.ProjectionRebuild.Stage;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.MasterKey;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Answers that were open for reckoning are gone with the person, whoever is in the middle of what. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ForgettingTest {

    private static final Instant START = Instant.parse("2021-06-04T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ParticipantCode ANNA = new ParticipantCode("CAFE-0001");
    private static final ParticipantCode BEA = new ParticipantCode("CAFE-0002");

    private final Ledger ledger = new Ledger();
    private final JdbcTemplate db = new JdbcTemplate(ledger.database());
    private final Vault vault = Vault.open(ledger.database(), MasterKey.random());
    private final List<Projecting> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Projecting::close);
        ledger.close();
    }

    @Test
    void the_answers_of_whoever_is_erased_are_emptied_also_where_another_was_asked_and_the_row_stays_with_the_reason()
            throws SQLException {
        var process = process(vault);
        answered(ANNA, "41");
        answered(BEA, "42");
        answered(BEA, "43", ANNA);
        answered(ANNA, "44", BEA);
        abreast(process);
        assertThat(numbers()).containsExactly("41", "42", "43", "44");

        keysDestroyed(ANNA);
        assertThat(process.bean(Forgetting.class).forget()).isTrue();

        assertThat(numbers()).containsExactly("42");
        assertThat(withheld()).containsExactly(Opening.ERASED, null, Opening.ERASED, Opening.ERASED);
        assertThat(Erasures.waitingForTables(ledger.database())).isEmpty();
        assertThat(Erasures.states(ledger.database())).singleElement().satisfies(state -> {
            assertThat(state.overwrittenAt())
                    .as("the write-ahead log is gone through again, for it may hold pages of before")
                    .isNull();
            assertThat(state.leftOver()).isNull();
            assertThat(state.carriedOut()).isFalse();
        });
        var before = rows();
        process.bean(ProjectionRebuild.class).rebuild("measure", progress -> {});
        assertThat(rows()).as("built anew from the log").isEqualTo(before);
        assertThat(db.queryForList("""
                select attname from pg_attribute
                 where attrelid = 'query.measure_item'::regclass and attstattarget = 0 order by attname
                """, String.class))
                .as("columns kept out of the planner's statistics")
                .containsExactly("answer", "number");
    }

    @Test
    void whoever_opened_answers_before_the_key_was_destroyed_writes_them_before_the_tables_are_emptied_and_never_after()
            throws Exception {
        answered(ANNA, "41");
        var opened = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var process = process(new Slow(vault, opened, goOn));
        opened.await();
        keysDestroyed(ANNA);

        var forgetting = CompletableFuture.supplyAsync(process.bean(Forgetting.class)::forget);
        await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
        goOn.countDown();

        assertThat(forgetting.get()).isTrue();
        assertThat(numbers()).isEmpty();
        assertThat(withheld()).containsExactly(Opening.ERASED);
    }

    @Test
    void a_parked_case_is_emptied_too_and_has_nothing_to_show_when_it_is_taken_up_again() throws SQLException {
        var process = process(vault);
        answered(ANNA, "41");
        abreast(process);
        ledger.stored("MeasureAdministered", CAFE.code(), "{\"not\":\"an event\"}", START);
        answered(ANNA, "44");
        abreast(process);
        assertThat(process.bean(ParkedCases.class).of("measure")).containsOnlyKeys(CAFE.code());

        keysDestroyed(ANNA);
        process.bean(Forgetting.class).forget();

        assertThat(numbers()).isEmpty();
        assertThat(withheld()).containsExactly(Opening.ERASED);
    }

    @Test
    void a_rebuild_under_way_has_its_turn_when_it_has_ended_and_one_that_was_cut_off_at_once() throws SQLException {
        var process = process(vault);
        answered(ANNA, "41");
        answered(BEA, "42");
        abreast(process);
        var rebuild = process.bean(ProjectionRebuild.class);
        var forgetting = process.bean(Forgetting.class);
        assertThatThrownBy(() -> rebuild.rebuild("measure", progress -> {
                    if (progress.stage() == Stage.INDEXES) throw new CutOff();
                }))
                .isInstanceOf(CutOff.class);
        assertThat(numbers("query.measure_item_rebuilt")).containsExactly("41", "42");
        keysDestroyed(ANNA);

        var whileItRuns = new ArrayList<Boolean>();
        var resumed = CompletableFuture.runAsync(() -> rebuild.rebuild("measure", progress -> {
            if (progress.stage() == Stage.INDEXES && whileItRuns.isEmpty()) whileItRuns.add(forgetting.forget());
        }));
        resumed.join();

        assertThat(whileItRuns).containsExactly(false);
        assertThat(Erasures.waitingForTables(ledger.database()))
                .as("not carried out while the new tables have not had their turn")
                .hasSize(1);
        assertThat(forgetting.forget()).isTrue();
        assertThat(numbers()).containsExactly("42");
    }

    @Test
    void what_a_rebuild_left_that_was_cut_off_is_emptied_as_well() throws SQLException {
        var process = process(vault);
        answered(ANNA, "41");
        answered(BEA, "42");
        abreast(process);
        assertThatThrownBy(() -> process.bean(ProjectionRebuild.class).rebuild("measure", progress -> {
                    if (progress.stage() == Stage.INDEXES) throw new CutOff();
                }))
                .isInstanceOf(CutOff.class);
        keysDestroyed(ANNA);

        assertThat(process.bean(Forgetting.class).forget()).isTrue();

        assertThat(numbers("query.measure_item_rebuilt")).containsExactly("42");
        process.bean(ProjectionRebuild.class).rebuild("measure", progress -> {});
        assertThat(numbers()).containsExactly("42");
    }

    @Test
    void an_answer_that_has_begun_is_given_whole_and_the_tables_are_emptied_after_it() throws Exception {
        var process = process(vault);
        answered(ANNA, "41");
        answered(BEA, "42");
        abreast(process);
        keysDestroyed(ANNA);
        var read = new ArrayList<String>();
        var forgetting = new ArrayList<CompletableFuture<Boolean>>();

        process.bean(MeasureView.class).stream(
                MeasureView.Filter.NONE,
                AsOf.LATEST,
                basis -> {
                    forgetting.add(CompletableFuture.supplyAsync(process.bean(Forgetting.class)::forget));
                    await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
                },
                (basis, administration) ->
                        read.add(administration.responses().getFirst().number() + " " + administration.withheld()));

        assertThat(read).containsExactly("41 null", "42 null");
        assertThat(forgetting.getFirst().get()).isTrue();
        assertThat(numbers()).containsExactly("42");
    }

    private static final class CutOff extends RuntimeException {}

    /** Opens, and waits before it hands over what it has opened. */
    private record Slow(Opening of, CountDownLatch opened, CountDownLatch goOn) implements Opening {

        @Override
        public List<@Nullable String> texts(List<Stored> stored) {
            return of.texts(stored);
        }

        @Override
        public List<FieldEvent> events(List<Identified> stored) {
            return of.events(stored);
        }

        @Override
        public List<FieldEvent> answers(List<Identified> stored) {
            var open = of.answers(stored);
            opened.countDown();
            try {
                goOn.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return open;
        }
    }

    private Projecting process(Opening opening) throws SQLException {
        var process =
                new Projecting(ledger.database().unwrap(HikariDataSource.class).getJdbcUrl(), opening);
        processes.add(process);
        return process;
    }

    private void abreast(Projecting process) {
        var head = ledger.log().head();
        await().atMost(PATIENCE)
                .until(() -> process.bean(Checkpoints.class)
                        .of("measure")
                        .filter(at -> at.position() >= head)
                        .isPresent());
    }

    private EventId answered(ParticipantCode person, String number, ParticipantCode... beside) {
        var envelope = with(
                in(CAFE, on("2021-06-01")),
                List.of(beside).stream()
                        .map(other -> new Participation(other, new Role("family"), null, List.of()))
                        .toArray(Participation[]::new));
        return ledger.record(
                vault,
                new MeasureAdministered(
                        envelope,
                        person,
                        new InstrumentCode("TRUST"),
                        "1.0",
                        null,
                        List.of(Response.of("T1", new BigDecimal(number)))),
                START);
    }

    private void keysDestroyed(ParticipantCode person) {
        ledger.record(
                new PersonErased(
                        in(CAFE, on("2021-06-02")),
                        person,
                        EventId.of("5f0c1c4e-7d1b-4c6e-9b0a-2f1d3c4b5a69"),
                        "data protection officer",
                        "asked to be forgotten",
                        "GDPR Art. 17(1)(b)",
                        LocalDate.parse("2021-06-02"),
                        "DPO 2021/7",
                        List.of()),
                START);
        new Erasures(ledger.database(), ledger.log(), vault).carryOut();
    }

    private List<String> numbers() {
        return numbers("query.measure_item");
    }

    private List<String> numbers(String table) {
        return db.queryForList("select number::text from %s order by position".formatted(table), String.class);
    }

    private List<String> withheld() {
        return db.queryForList("select withheld from query.measure_administration order by position", String.class);
    }

    private List<String> rows() {
        return db.queryForList("""
                select fact::text || coalesce(part::text, '') from query.measure_administration fact
                  left join query.measure_item part using (position) order by 1
                """, String.class);
    }

    private boolean somebodyWaitsForALock() {
        return Boolean.TRUE.equals(db.queryForObject("""
                select exists (select from pg_stat_activity
                                where datname = current_database() and wait_event_type = 'Lock')
                """, Boolean.class));
    }
}
