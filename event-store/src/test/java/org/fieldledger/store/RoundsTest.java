package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done round after round goes on through trouble, and ends when it is told to. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class RoundsTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicReference<RuntimeException> told = new AtomicReference<>();
    private Rounds rounds = rounds(() -> Duration.ZERO);

    private Rounds rounds(Rounds.Round round) {
        return new Rounds("rounds", round, trouble -> {
            told.set(trouble);
            return Duration.ZERO;
        });
    }

    @AfterEach
    void stop() {
        rounds.stop();
    }

    @Test
    void a_round_that_fails_is_told_of_and_followed_by_the_next() {
        rounds = rounds(() -> {
            if (made.incrementAndGet() == 1) throw new IllegalStateException("the first");
            return Duration.ZERO;
        });

        rounds.start();

        await().until(() -> made.get() > 3);
        assertThat(told.get()).hasMessage("the first");
    }

    @Test
    void a_rest_ends_when_told_to_stop_and_a_second_start_begins_anew() {
        rounds = rounds(() -> {
            made.incrementAndGet();
            return FOR_EVER;
        });
        rounds.start();
        rounds.start();
        await().until(() -> made.get() == 1);

        rounds.stop();
        assertThat(rounds.running()).isFalse();

        rounds.start();
        await().until(() -> made.get() == 2);
    }

    @Test
    void a_round_that_breaks_because_it_was_told_to_stop_is_no_trouble() {
        rounds = rounds(() -> {
            made.incrementAndGet();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException("cut off", stopped);
            }
            return Duration.ZERO;
        });
        rounds.start();
        await().until(() -> made.get() == 1);

        rounds.stop();

        assertThat(told.get()).isNull();
    }
}
