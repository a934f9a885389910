package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.fieldledger.store.Ledger.append;
import static org.fieldledger.store.Ledger.command;
import static org.fieldledger.store.Ledger.event;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The short way, the usual way and COPY leave the same log and refuse the same things. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WaysIntoTheLogTest {

    /** Enough to go by COPY. */
    private static final int MANY = 600;

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
    void each_way_goes_on_where_the_other_stopped_and_every_event_keeps_its_hash_and_slice() throws SQLException {
        log.append(append(odd("first", 0)));
        log.append(append(odd("second", 0)));
        var imported = many("third");
        imported.set(17, odd("third", 17));
        log.append(new Append(imported, Map.of("first", 0L), List.of(command(UUID.randomUUID()))));
        log.append(append(odd("second", 1)));

        assertThat(log.after(0, 2_000))
                .extracting(StoredEvent::position)
                .hasSize(MANY + 3)
                .isSorted();
        assertThat(new LogVerification(ledger.source()).check(0, 2_000))
                .isEqualTo(new LogVerification.Checked(MANY + 3, MANY + 3, List.of()));
        assertThat(
                        one(
                                "select count(*) from ledger.event where slice <> crc32(convert_to(coalesce(case_code, ''), 'UTF8')) % 1024"))
                .isZero();
    }

    @Test
    void what_another_process_appended_meanwhile_is_not_overlooked() {
        var other = ledger.open();
        log.append(append(event("mine", 0)));
        other.append(append(event("shared", 0)));

        assertThatExceptionOfType(StreamMovedOn.class).isThrownBy(() -> log.append(append(event("shared", 0))));
        assertThat(log.append(append(event("mine", 1))).firstPosition()).isEqualTo(3);
        assertThat(other.append(append(event("shared", 1))).firstPosition()).isEqualTo(4);
    }

    @Test
    void the_hash_covers_what_is_stored_where_a_text_is_not_quite_text() {
        log.append(append(event("before", 0)));
        var broken = new NewEvent("half", 0, UUID.randomUUID(), "T", null, null, "{\"note\":\"\uD83D\"}", "{}");

        log.append(append(broken));

        assertThat(new LogVerification(ledger.source()).check(0, 10).faults()).isEmpty();
    }

    @Test
    void an_import_is_refused_whole_where_a_stream_moved_on() {
        log.append(append(event("taken", 0)));
        var import1 = many("import");
        import1.add(event("taken", 0));

        assertThatExceptionOfType(StreamMovedOn.class)
                .isThrownBy(() -> log.append(new Append(import1, Map.of(), List.of())))
                .satisfies(moved -> assertThat(moved.stream()).isEqualTo("taken"));
        assertThatExceptionOfType(StreamMovedOn.class)
                .isThrownBy(() -> log.append(new Append(many("import"), Map.of("taken", 3L), List.of())));
        assertThat(log.head()).isEqualTo(1);
    }

    @Test
    void an_import_handed_in_again_is_known_by_its_commands() {
        var id = UUID.randomUUID();
        log.append(new Append(many("import"), Map.of(), List.of(command(id))));

        assertThatExceptionOfType(CommandRepeated.class)
                .isThrownBy(() -> log.append(new Append(many("import"), Map.of(), List.of(command(id)))))
                .satisfies(repeated -> assertThat(repeated.commandId()).isEqualTo(id));
        assertThat(log.commands(List.of(id))).containsKey(id);
        assertThat(log.head()).isEqualTo(MANY);
    }

    @Test
    void an_import_with_what_is_not_json_or_an_event_id_used_twice_leaves_nothing_behind() {
        var notJson = many("import");
        notJson.set(500, new NewEvent("import", 500, UUID.randomUUID(), "T", null, null, "{", "{}"));
        var usedTwice = many("import");
        usedTwice.set(1, new NewEvent("import", 1, usedTwice.getFirst().eventId(), "T", null, null, "{}", "{}"));

        for (var faulty : List.of(notJson, usedTwice))
            assertThatExceptionOfType(Unstorable.class)
                    .isThrownBy(() -> log.append(new Append(faulty, Map.of(), List.of())));

        assertThat(log.append(append(event("after", 0))).firstPosition()).isEqualTo(1);
    }

    private static NewEvent odd(String stream, long sequence) {
        return new NewEvent(
                stream, sequence, UUID.randomUUID(), "Tydligt åäö", null, "FÄLT", "{\"n\": \"tab\\t, \\\\ €\"}", "{}");
    }

    private static List<NewEvent> many(String stream) {
        var events = new ArrayList<NewEvent>();
        for (int n = 0; n < MANY; n++) events.add(event(stream, n));
        return events;
    }

    private long one(String sql) throws SQLException {
        try (var connection = ledger.source().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
