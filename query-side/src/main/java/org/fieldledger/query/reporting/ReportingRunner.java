package org.fieldledger.query.reporting;

import java.time.Duration;
import org.fieldledger.store.Rounds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/**
 * Keeps judgements abreast of the projections and the feed abreast of both, and watches the sessions of reporting tools: one thread. Several processes
 * may do so; one works at a time, and another goes on when it is gone.
 */
@Component
class ReportingRunner implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReportingRunner.class);
    private static final Duration REST = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

    private final Judgements judgements;
    private final Publishing publishing;
    private final SessionWatch watch;
    private final Rounds rounds = new Rounds("reporting", this::keepAbreast, this::trouble);
    private volatile @Nullable String trouble;

    ReportingRunner(Judgements judgements, Publishing publishing, SessionWatch watch) {
        this.judgements = judgements;
        this.publishing = publishing;
        this.watch = watch;
    }

    @Override
    public void start() {
        rounds.start();
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    @Override
    public boolean isRunning() {
        return rounds.running();
    }

    /** Why it cannot go on at present; nothing where it does. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** With the projections: before the web server in starting, after it in stopping. */
    @Override
    public int getPhase() {
        return 0;
    }

    private Duration keepAbreast() {
        if (judgements.advance()) return Duration.ZERO;
        publishing.keepUp();
        watch.look();
        trouble = null;
        return REST;
    }

    private Duration trouble(RuntimeException failure) {
        if (failure instanceof ConcurrencyFailureException) {
            LOGGER.debug("Another process was at it: {}", failure.getMessage());
            return REST;
        }
        trouble = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        LOGGER.warn("What reporting shows cannot be kept abreast: {}", failure.getMessage());
        return AFTER_A_FAILURE;
    }
}
