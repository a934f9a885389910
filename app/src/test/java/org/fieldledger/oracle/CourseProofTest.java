package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.fieldledger.access.Role;
import org.fieldledger.cli.OfficerAsking;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The questions over time against the plain course: years of two invented cases in a real log, projected and asked over HTTP as
 * of pairs of times. {@code -Dfieldledger.proof.seed=N} lives through another course, {@code -Dfieldledger.proof.seeds=N} through
 * so many from there on, {@code -Dfieldledger.proof.questions=N} asks more often.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CourseProofTest {

    static final int EVENTS = 450;
    private static final int QUESTIONS = Integer.getInteger("fieldledger.proof.questions", 5);

    private static final int RELEASES = 3;

    @TempDir
    Path home;

    private static final TreeMap<String, Integer> said = new TreeMap<>();

    /** In those that are always lived through; in another there may well be none of one. */
    @AfterAll
    static void every_kind_of_answer_was_given() {
        if (!seeds().equals(KEPT)) return;
        assertThat(said.keySet())
                .contains(
                        "trajectories",
                        "left out",
                        "change",
                        "DONE",
                        "LATE",
                        "IMPOSSIBLE",
                        "NOT_APPROVED",
                        "MISSED",
                        "outside-window",
                        "beneath stands",
                        "beneath none-named")
                .contains("became-known", "corrected", "lies-later", "use-restricted");
    }

    /**
     * Those that are always lived through: in both, a case is told to have been closed more than once. What follows from seed 1 is
     * asked by {@link PlantedFaultsTest}, before and after its faults.
     */
    private static final List<Long> KEPT = List.of(35351798240592L, 37766566870597L);

    static List<Long> seeds() {
        var first = Long.getLong("fieldledger.proof.seed");
        return first == null
                ? KEPT
                : LongStream.range(first, first + Integer.getInteger("fieldledger.proof.seeds", 1))
                        .boxed()
                        .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_question_over_time_is_the_fold_of_the_log_up_to_what_was_known(long seed) {
        var log = new RandomCourses(seed).live(EVENTS).log;
        try (var store = ProofStore.in(home)) {
            Recording.record(log, store);
            var proof = new CourseProof(new OfficerAsking(store, Role.DATA_MANAGER), log, seed);
            var differences = new ArrayList<>(Question.differences(proof.questions(QUESTIONS)));
            var db = store.context().getBean(JdbcClient.class);
            ReportingProofTest.abreast(db, log.size());
            var published = new PublishedProof(db, log, seed);
            differences.addAll(Question.differences(published.questions(QUESTIONS)));
            if (KEPT.contains(seed))
                assertThat(published.said.values())
                        .as(published.said.toString())
                        .doesNotContain(0);
            var now = store.context().getBean(Clock.class).instant();
            var released = new ReleasedAnswersProof(AnswersProofTest.releasing(store), now, home, log, seed);
            differences.addAll(Question.differences(released.questions(RELEASES)));
            assertThat(differences)
                    .as("Answered otherwise than foretold: %s", Question.names(differences))
                    .isEmpty();
            if (KEPT.contains(seed))
                assertThat(released.said.keySet())
                        .contains("answer", "text", "score", "part", "participant", "arm", "arm withheld");
            System.out.printf(
                    "The course of %d events from seed %d: %s, published: %s, released: %s%n",
                    log.size(), seed, proof.said, published.said, released.said);
            proof.said.forEach((kind, often) -> said.merge(kind, often, Integer::sum));
        }
    }
}
