package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.fieldledger.store.Ledger.append;
import static org.fieldledger.store.Ledger.command;
import static org.fieldledger.store.Ledger.event;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the log promises to one caller at a time. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventLogTest {

    private Ledger ledger;
    private EventLog log;

    @BeforeEach
    void open() throws SQLException {
        ledger = new Ledger(StoreKind.ORDINARY);
        log = ledger.open();
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    @Test
    void positions_run_from_one_without_a_hole_across_streams() {
        var first = log.append(append(event("consent/1", 0), event("person/1", 0), event("consent/1", 1)));
        var second = log.append(append(event("person/1", 1)));

        assertThat(first.firstPosition()).isEqualTo(1);
        assertThat(first.lastPosition()).isEqualTo(3);
        assertThat(second.firstPosition()).isEqualTo(4);
        assertThat(log.head()).isEqualTo(4);
        assertThat(log.headRecordedAt()).isEqualTo(second.recordedAt());
        assertThat(log.after(1, 2)).extracting(StoredEvent::position).containsExactly(2L, 3L);
    }

    @Test
    void an_empty_log_stands_at_zero() {
        assertThat(log.head()).isZero();
        assertThat(log.headRecordedAt()).isEqualTo(Instant.EPOCH);
        assertThat(log.after(0, 10)).isEmpty();
        assertThat(log.streams(List.of("consent/1"))).isEmpty();
    }

    @Test
    void an_event_comes_back_byte_for_byte() {
        var payload = "{ \"b\":1,\"a\" : \"Åsa \\u00e5 \uD83D\uDC1F , {\\\"x\\\"}\\\\\",\n\t\"b\": 1.00 }";
        var kept = new NewEvent(
                "s/å'\"{},", 0, UUID.randomUUID(), "FieldNoteWritten", null, null, payload, "{\"k\" : [ ]}");

        var appended = log.append(append(kept));

        assertThat(log.event(kept.eventId()))
                .contains(new StoredEvent(
                        1,
                        kept.stream(),
                        0,
                        kept.eventId(),
                        kept.type(),
                        null,
                        null,
                        appended.recordedAt(),
                        payload,
                        kept.metadata()));
        assertThat(log.ofCase(null, 0, 1, 10)).hasSize(1);
    }

    @Test
    void the_leaf_hash_in_the_database_is_the_one_worked_out_apart() throws SQLException {
        log.append(append(
                event("s", 0),
                new NewEvent("å,:", 0, UUID.randomUUID(), "T", null, null, "{\"å\": \"\uD83D\uDC1F\"}", "[]")));

        for (var stored : log.after(0, 10))
            assertThat(leaf(stored.position())).isEqualTo(HexFormat.of().formatHex(LeafHash.of(stored)));
    }

    @Test
    void streams_are_loaded_whole_or_from_where_a_cache_left_off() {
        log.append(append(event("a", 0), event("b", 0), event("a", 1), event("c", 0)));

        var whole = log.streams(Set.of("a", "b", "missing"));
        assertThat(whole).containsOnlyKeys("a", "b");
        assertThat(whole.get("a")).extracting(StoredEvent::sequence).containsExactly(0L, 1L);

        var news = log.streamsAfter(Map.of("a", 0L, "b", 0L, "c", Append.NONE_YET));
        assertThat(news).containsOnlyKeys("a", "c");
        assertThat(news.get("a")).extracting(StoredEvent::sequence).containsExactly(1L);
    }

    @Test
    void a_used_sequence_is_refused_with_where_the_stream_stands() {
        log.append(append(event("a", 0), event("a", 1)));

        assertThatExceptionOfType(StreamMovedOn.class)
                .isThrownBy(() -> log.append(append(event("a", 1))))
                .satisfies(moved -> {
                    assertThat(moved.stream()).isEqualTo("a");
                    assertThat(moved.expected()).isZero();
                    assertThat(moved.actual()).isEqualTo(1);
                });
        assertThatExceptionOfType(StreamMovedOn.class).isThrownBy(() -> log.append(append(event("a", 3))));
        assertThat(log.head()).isEqualTo(2);
    }

    @Test
    void an_append_fails_whole_when_a_stream_it_rests_on_moved_on() {
        log.append(append(event("consent", 0), event("consent", 1)));

        var resting =
                new Append(List.of(event("interview", 0)), Map.of("consent", 0L), List.of(command(UUID.randomUUID())));
        assertThatExceptionOfType(StreamMovedOn.class).isThrownBy(() -> log.append(resting));
        var onNothing = new Append(List.of(event("interview", 0)), Map.of("consent", Append.NONE_YET), List.of());
        assertThatExceptionOfType(StreamMovedOn.class).isThrownBy(() -> log.append(onNothing));

        assertThat(log.head()).isEqualTo(2);
        assertThat(log.commands(List.of(resting.commands().getFirst().commandId())))
                .isEmpty();
        var upToDate =
                new Append(List.of(event("interview", 0)), Map.of("consent", 1L, "none", Append.NONE_YET), List.of());
        assertThat(log.append(upToDate).lastPosition()).isEqualTo(3);
    }

    @Test
    void a_repeated_command_is_refused_and_its_first_answer_kept() {
        var command = command(UUID.randomUUID());
        var appended = log.append(new Append(List.of(event("a", 0)), Map.of(), List.of(command)));

        assertThatExceptionOfType(CommandRepeated.class)
                .isThrownBy(() -> log.append(new Append(List.of(event("a", 0)), Map.of(), List.of(command))))
                .satisfies(repeated -> assertThat(repeated.commandId()).isEqualTo(command.commandId()));
        assertThat(log.head()).isEqualTo(1);
        assertThat(log.commands(List.of(command.commandId(), UUID.randomUUID())))
                .containsExactly(Map.entry(command.commandId(), new AnsweredCommand(command, appended.recordedAt())));
    }

    @Test
    void a_command_that_changed_nothing_is_remembered_without_taking_a_position() {
        log.append(append(event("a", 0)));
        var command = command(UUID.randomUUID());

        var appended = log.append(new Append(List.of(), Map.of("a", 0L), List.of(command)));

        assertThat(appended.lastPosition()).isEqualTo(1);
        assertThat(appended.firstPosition()).isEqualTo(2);
        assertThat(log.commands(List.of(command.commandId()))).hasSize(1);
    }

    @Test
    void what_is_not_json_and_an_event_id_used_twice_are_the_callers_fault() {
        var first = event("a", 0);
        log.append(append(first));
        var twice = new NewEvent("b", 0, first.eventId(), "T", null, null, "{}", "{}");
        var broken = new NewEvent("b", 0, UUID.randomUUID(), "T", null, null, "{", "{}");

        assertThatExceptionOfType(Unstorable.class).isThrownBy(() -> log.append(append(twice)));
        assertThatExceptionOfType(Unstorable.class).isThrownBy(() -> log.append(append(broken)));
        assertThatIllegalArgumentException().isThrownBy(() -> append(event("a", 1), event("a", 3)));
        assertThat(log.append(append(event("b", 0))).lastPosition()).isEqualTo(2);
    }

    @Test
    void recorded_times_never_run_backwards_whatever_the_clock_says() {
        var noon = Instant.parse("2030-06-01T12:00:00.123456Z");
        var late = ledger.open(Clock.fixed(noon, ZoneOffset.UTC));
        var early = ledger.open(Clock.fixed(noon.minus(Duration.ofHours(1)), ZoneOffset.UTC));

        assertThat(late.append(append(event("a", 0))).recordedAt()).isEqualTo(noon);
        assertThat(early.append(append(event("a", 1))).recordedAt()).isEqualTo(noon);
    }

    @Test
    void a_moment_is_found_as_a_position() {
        var clock = new SteppingClock(Instant.parse("2030-01-01T00:00:00Z"));
        var stepping = ledger.open(clock);
        for (int sequence = 0; sequence < 9; sequence++)
            stepping.append(append(event("a", sequence), event("b", sequence)));

        var all = log.after(0, 100);
        assertThat(log.positionAsOf(Instant.parse("2029-12-31T23:59:59Z"))).isZero();
        for (var one : all) {
            var sameMoment = all.stream()
                    .filter(e -> e.recordedAt().equals(one.recordedAt()))
                    .toList();
            assertThat(log.positionAsOf(one.recordedAt()))
                    .isEqualTo(sameMoment.getLast().position());
        }
        assertThat(log.positionAsOf(Instant.parse("2031-01-01T00:00:00Z"))).isEqualTo(18);
    }

    @Test
    void the_whole_log_streams_in_order_and_stops_where_told() {
        for (int batch = 0; batch < 5; batch++) {
            var events = new ArrayList<NewEvent>();
            for (int n = 0; n < 1000; n++) events.add(event("s" + batch, n));
            log.append(new Append(events, Map.of(), List.of()));
        }

        var positions = new ArrayList<Long>();
        log.replay(10, 4_990, StoredEvent::position, positions::addAll);

        assertThat(positions).hasSize(4_980).isSorted().startsWith(11L).endsWith(4_990L);
        assertThat(log.ofCase("DJURSDALA", 100, 200, 1_000)).hasSize(100);
        assertThat(log.ofCase("ESTHER", 0, 5_000, 10)).isEmpty();
    }

    @Test
    void what_is_written_cannot_be_changed_or_taken_out() {
        log.append(append(event("a", 0)));

        for (var attempt : List.of(
                "update ledger.event set type = 'Other'",
                "delete from ledger.event",
                "truncate ledger.event",
                "update ledger.store set kind = 'demonstration'"))
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> execute(attempt))
                    .withMessageContaining("written once");
    }

    @Test
    void appends_are_counted_by_outcome_and_the_head_is_shown() {
        log.append(append(event("a", 0), event("a", 1)));
        assertThatExceptionOfType(StreamMovedOn.class).isThrownBy(() -> log.append(append(event("a", 0))));

        assertThat(ledger.meters
                        .get("fieldledger.append")
                        .tag("outcome", "appended")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(ledger.meters
                        .get("fieldledger.append")
                        .tag("outcome", "conflict")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(ledger.meters.get("fieldledger.append.batch").summary().totalAmount())
                .isEqualTo(2);
        assertThat(ledger.meters.get("fieldledger.log.head").gauge().value()).isEqualTo(2);
    }

    private String leaf(long position) throws SQLException {
        try (var connection = ledger.source().getConnection();
                var select = connection.prepareStatement(
                        "select encode(leaf_hash, 'hex') from ledger.event where position = ?")) {
            select.setLong(1, position);
            var row = select.executeQuery();
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = ledger.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
