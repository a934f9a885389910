package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.fieldledger.access.Role;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The questions over time against the plain course: years of two invented cases in a real log, projected and asked over HTTP as
 * of pairs of times. {@code -Dfieldledger.proof.seed=N} lives through another course, {@code -Dfieldledger.proof.questions=N} asks
 * more often.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CourseProofTest {

    static final int EVENTS = 450;
    private static final int QUESTIONS = Integer.getInteger("fieldledger.proof.questions", 5);

    @TempDir
    Path home;

    static List<Long> seeds() {
        var given = Long.getLong("fieldledger.proof.seed");
        // The second has a case that is told to have been closed twice.
        return given == null ? List.of(1L, 35351798240592L, System.nanoTime()) : List.of(given);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_question_over_time_is_the_fold_of_the_log_up_to_what_was_known(long seed) {
        var log = new RandomCourses(seed).live(EVENTS).log;
        try (var store = RunningStore.in(home, RunningStore.DEMONSTRATION)) {
            Recording.record(log, store.context().getBean(EventLog.class), (DemonstrationClock)
                    store.context().getBean(Clock.class));
            var proof = new CourseProof(new OfficerAsking(store, Role.DATA_MANAGER), log, seed);
            assertThat(Question.differences(proof.questions(QUESTIONS))).isEmpty();
            System.out.printf("The course of %d events from seed %d: %s%n", log.size(), seed, proof.said);
            assertThat(proof.said.keySet())
                    .contains(
                            "trajectories",
                            "left out",
                            "change",
                            "DONE",
                            "LATE",
                            "IMPOSSIBLE",
                            "NOT_APPROVED",
                            "MISSED");
        }
    }
}
