package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.fieldledger.access.Role;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.store.EventLog;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What SQL says of use and of consent against the one reading in Java: one store in which invented cases live side by side, asked
 * of each case on days near those on which somebody decided something, as known at random moments.
 * {@code -Dfieldledger.proof.reporting=N} lives in more cases, {@code -Dfieldledger.proof.seed=N} begins elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportingProofTest {

    private static final int CASES = Integer.getInteger("fieldledger.proof.reporting", 20);
    private static final long SEED = Long.getLong("fieldledger.proof.seed", 1L);
    private static final int TURNS_OF_A_CASE = 60;
    private static final int QUESTIONS = 12;
    /** Two that one program judges, three that two do, and one that neither is waited for. */
    private static final int FEWEST_PARTS = 6;

    @TempDir
    static Path home;

    @Test
    void what_sql_shows_is_what_the_reading_allows_at_any_two_times() {
        var run = new GateProofTest.Run(new TreeMap<>());
        var field = new RandomField(SEED, CASES / 2, run::recorded);
        field.live(TURNS_OF_A_CASE * CASES);
        try (var store = ProofStore.in(home)) {
            var log = store.context().getBean(EventLog.class);
            var db = store.context().getBean(JdbcClient.class);
            // In parts, so that what was judged before is judged again with what is learned later.
            var parts = parts(run.log);
            assertThat(parts)
                    .as(
                            "%d events of %d cases are too few to be recorded in parts: use more cases",
                            run.log.size(), CASES)
                    .hasSizeGreaterThanOrEqualTo(FEWEST_PARTS);
            for (var part : parts.subList(0, 2)) {
                Recording.record(part, store);
                abreast(db, log.head());
            }
            try (var other = ProofStore.in(home)) {
                judgedByTwo(parts.subList(2, 5), store, other);
                // Not waited for: what the other was about when it stopped, the first goes on with.
                Recording.record(parts.get(5), store);
            }
            for (var part : parts.subList(6, parts.size())) Recording.record(part, store);
            abreast(db, log.head());
            var proof = new ReportingProof(db, new OfficerAsking(store, Role.DATA_MANAGER), run.log, field.cases, SEED);
            assertThat(Question.differences(proof.questions(QUESTIONS))).isEmpty();
            System.out.printf(
                    "SQL in %d cases and %d events from seed %d: %s%n", CASES, run.log.size(), SEED, proof.said);
            assertThat(proof.said.keySet())
                    .contains("USABLE", "QUARANTINED", "shown", "approved", "GIVEN", "WITHDRAWN", "SUSPENDED");
        }
    }

    /** Two programs on one database: first both judge, then the other alone, then both again. */
    private static void judgedByTwo(List<List<Line>> parts, RunningApplication store, RunningApplication other) {
        var log = store.context().getBean(EventLog.class);
        var db = other.context().getBean(JdbcClient.class);
        var judging = ProofStore.reporting(store);
        Recording.record(parts.get(0), store);
        abreast(db, log.head());
        judging.stop();
        Recording.record(parts.get(1), store);
        abreast(db, log.head());
        judging.start();
        Recording.record(parts.get(2), store);
        abreast(db, log.head());
    }

    /** What was recorded at one moment is recorded together. */
    static List<List<Line>> parts(List<Line> history) {
        var parts = new ArrayList<List<Line>>();
        var each = history.size() / 7 + 1;
        for (var from = 0; from < history.size(); ) {
            var until = Math.min(history.size(), from + each);
            while (until < history.size()
                    && history.get(until)
                            .recordedAt()
                            .equals(history.get(until - 1).recordedAt())) until++;
            parts.add(history.subList(from, until));
            from = until;
        }
        return parts;
    }

    static void abreast(JdbcClient db, long head) {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> db.sql("select position from reporting_v1.basis")
                                .query(Long.class)
                                .single()
                        == head);
    }
}
