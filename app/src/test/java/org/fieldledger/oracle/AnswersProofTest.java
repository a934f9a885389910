package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.query.release.Releases;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Vault;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers of a running store against the plain reading: one store in which many invented cases live side by side, appended
 * to a real log, projected and asked over HTTP, as of several pairs of times, near those at which something changes.
 * {@code -Dfieldledger.proof.answers=N} lives in more cases, {@code -Dfieldledger.proof.seeds=N} in so many stores one after the
 * other, {@code -Dfieldledger.proof.seed=N} begins elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnswersProofTest {

    private static final int CASES = Integer.getInteger("fieldledger.proof.answers", 80);
    private static final int SEEDS = Integer.getInteger("fieldledger.proof.seeds", 1);
    private static final long SEED = Long.getLong("fieldledger.proof.seed", 1L);
    private static final int TURNS_OF_A_CASE = 45;
    private static final int QUESTIONS = 4;
    private static final int RELEASES = 4;

    @TempDir
    static Path home;

    private final TreeMap<String, Integer> said = new TreeMap<>();

    @Test
    void what_a_running_store_answers_is_what_the_plain_reading_says_at_any_two_times() {
        for (var seed = SEED; seed < SEED + SEEDS; seed++) live(seed);
        assertThat(said.entrySet().stream().filter(kind -> kind.getValue() > 0).map(Map.Entry::getKey))
                .containsAll(AuditProof.kinds())
                .contains(
                        "covered",
                        "not covered",
                        "GIVEN",
                        "WITHDRAWN",
                        "SUSPENDED",
                        "to be asked again",
                        "to be told",
                        "expiring",
                        "lacking capacity",
                        "advice current",
                        "blocking a meeting",
                        "release notices",
                        "audit, refusals",
                        "audit, who-decided",
                        "audit, late-entries",
                        "audit, held",
                        "in action",
                        "in group",
                        "out for another's word",
                        "in participant",
                        "in consent",
                        "out for quarantined",
                        "out for to-be-destroyed",
                        "out for not-shared");
    }

    /** Of every case, by whoever releases from the command line. */
    static Releases releasing(RunningApplication store) {
        var context = store.context();
        return Releases.ofEveryCase(
                context.getBean(EventLog.class),
                ZoneId.of("Europe/Stockholm"),
                context.getBean(DataSource.class),
                context.getBean(Vault.class),
                context.getBean(Clock.class),
                null);
    }

    private void live(long seed) {
        var run = new GateProofTest.Run(new TreeMap<>());
        var field = new RandomField(seed, CASES / 2, run::recorded);
        field.live(TURNS_OF_A_CASE * CASES);
        new ToldLate(seed, run.log.getLast().recordedAt(), run::recorded).tell(field.cases, List.copyOf(run.log));
        new AdviceAndNotices(seed, run.log.getLast().recordedAt(), run::recorded)
                .tell(field.cases, List.copyOf(run.log));
        try (var store = ProofStore.withoutReporting(home.resolve("seed-" + seed))) {
            Recording.record(run.log, store);
            var proof = new AnswersProof(new OfficerAsking(store), run.log, field.cases, seed);
            assertThat(Question.differences(proof.questions(QUESTIONS))).isEmpty();
            var clock = store.context().getBean(Clock.class);
            var released = new ReleaseProof(releasing(store), clock.instant(), home, run.log, field.cases, seed);
            assertThat(Question.differences(released.questions(RELEASES))).isEmpty();
            for (var part : List.of(proof.said, released.said))
                part.forEach((what, often) -> said.merge(what, often, Integer::sum));
        }
        System.out.printf(
                "The answers about %d cases in %d events from seed %d, with those before: %s%n",
                CASES, run.log.size(), seed, said);
    }
}
