package org.fieldledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A message that begins and ends a transaction of its own leaves nothing of it on the connection, whatever comes of it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckpointsTest {

    private static final Selecting<String> ISOLATION = new Selecting<>(
            "select current_setting('transaction_isolation') || ' ' || current_setting('transaction_read_only') as kept",
            Map.of(),
            (row, n) -> row.getString("kept"));

    private static final Ledger LEDGER = new Ledger();
    private static SingleConnectionDataSource connection;
    private static Checkpoints checkpoints;

    @BeforeAll
    static void a_store_and_one_connection_to_it() throws Exception {
        new Asking(LEDGER).close();
        connection = new SingleConnectionDataSource(LEDGER.database().getConnection(), true);
        checkpoints = new Checkpoints(JdbcClient.create(connection), connection);
    }

    @AfterAll
    static void over() {
        connection.destroy();
    }

    @Test
    void the_rows_are_of_a_snapshot_that_writes_nothing_and_the_next_statement_is_not() {
        var seen = checkpoints.alone(ISOLATION, List.of("timeline"), Instant.EPOCH);

        assertThat(seen.rows()).containsExactly("repeatable read on");
        assertThat(seen.stood().known()).isEqualTo(0);
        assertThat(keptNow()).isEqualTo("read committed off");
    }

    @Test
    void a_statement_that_fails_ends_the_transaction_too() {
        var failing = new Selecting<>("select 1 / :none as one", Map.of("none", 0), (row, n) -> row.getInt("one"));

        assertThatThrownBy(() -> checkpoints.alone(failing, List.of("timeline"), null))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("division by zero");

        assertThat(keptNow()).isEqualTo("read committed off");
        assertThat(checkpoints.alone(ISOLATION, List.of("timeline"), null).rows())
                .containsExactly("repeatable read on");
    }

    private static String keptNow() {
        return JdbcClient.create(connection)
                .sql(ISOLATION.sql())
                .query(String.class)
                .single();
    }
}
