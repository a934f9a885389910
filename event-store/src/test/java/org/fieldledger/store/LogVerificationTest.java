package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.store.Ledger.append;
import static org.fieldledger.store.Ledger.event;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.fieldledger.store.LogVerification.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What was done to the log behind the store's back is told at its position, in however large parts the log is gone through. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LogVerificationTest {

    private static final String CHANGED = "the event is not the one that was stored";
    private static final String GONE = "the event is gone";
    private static final String EARLIER = "the event was recorded earlier than the one before it";
    private static final String SKIPS = "the event before it in its stream is gone";

    private Ledger ledger;
    private LogVerification verification;

    /** Twelve events in three streams by turns: a stream's next event is three positions on. */
    @BeforeEach
    void twelveEvents() throws SQLException {
        ledger = new Ledger(StoreKind.ORDINARY);
        var log = ledger.open();
        for (var turn = 0; turn < 4; turn++)
            for (var stream : List.of("first", "second", "third")) log.append(append(event(stream, turn)));
        verification = new LogVerification(ledger.source());
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    @Test
    void a_log_as_it_was_stored_has_no_fault() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void an_event_that_was_edited_is_told_and_no_other() throws SQLException {
        behindTheBack("update ledger.event set payload = '{\"note\": \"m\"}' where position in (1, 5, 12)");

        assertThat(faults()).containsExactly(new Fault(1, CHANGED), new Fault(5, CHANGED), new Fault(12, CHANGED));
    }

    @Test
    void an_event_that_was_taken_out_is_told_and_so_is_the_next_of_its_stream() throws SQLException {
        behindTheBack("delete from ledger.event where position in (5, 6)");

        assertThat(faults())
                .containsExactly(new Fault(5, GONE), new Fault(6, GONE), new Fault(8, SKIPS), new Fault(9, SKIPS));
    }

    @Test
    void an_event_that_was_moved_back_in_time_is_told_though_its_hash_was_worked_out_anew() throws SQLException {
        behindTheBack("update ledger.event set recorded_at = recorded_at - interval '1 day' where position = 5");
        behindTheBack("""
                update ledger.event set leaf_hash = ledger.leaf_hash(
                           position, stream, sequence, event_id, type, revision, case_code,
                           ledger.micros(recorded_at), payload::text, metadata::text)
                 where position = 5
                """);

        assertThat(faults()).containsExactly(new Fault(5, EARLIER));
    }

    @Test
    void two_events_that_changed_places_are_told_for_themselves_and_for_their_streams() throws SQLException {
        behindTheBack("update ledger.event set position = -4 where position = 4;"
                + "update ledger.event set position = 4 where position = 7;"
                + "update ledger.event set position = 7 where position = -4");

        assertThat(faults()).contains(new Fault(4, CHANGED), new Fault(4, SKIPS), new Fault(7, CHANGED));
    }

    /** The same, whichever the parts. */
    private List<Fault> faults() {
        var faults = faultsInPartsOf(100);
        for (var part : List.of(1, 4, 5))
            assertThat(faultsInPartsOf(part)).as("in parts of %d", part).isEqualTo(faults);
        return faults;
    }

    private List<Fault> faultsInPartsOf(int part) {
        var faults = new ArrayList<Fault>();
        LogVerification.Checked checked;
        long upTo = 0;
        do {
            checked = verification.check(upTo, part);
            faults.addAll(checked.faults());
            upTo = checked.upTo();
        } while (!checked.isTheEnd());
        assertThat(checked.head()).isEqualTo(12);
        return faults;
    }

    private void behindTheBack(String sql) throws SQLException {
        try (var connection = ledger.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }
}
