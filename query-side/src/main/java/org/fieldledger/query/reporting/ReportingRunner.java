package org.fieldledger.query.reporting;

import java.time.Duration;
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
    private volatile boolean running;
    private volatile @Nullable String trouble;
    private @Nullable Thread thread;

    ReportingRunner(Judgements judgements, Publishing publishing, SessionWatch watch) {
        this.judgements = judgements;
        this.publishing = publishing;
        this.watch = watch;
    }

    @Override
    public synchronized void start() {
        if (running) return;
        running = true;
        thread = Thread.ofPlatform().name("reporting").start(this::run);
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread == null) return;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return running;
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

    private void run() {
        while (running)
            try {
                if (judgements.advance()) continue;
                publishing.keepUp();
                watch.look();
                trouble = null;
                rest(REST);
            } catch (ConcurrencyFailureException somebodyElse) {
                LOGGER.debug("Another process was at it: {}", somebodyElse.getMessage());
                rest(REST);
            } catch (RuntimeException failure) {
                if (!running) return;
                trouble =
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
                LOGGER.warn("What reporting shows cannot be kept abreast: {}", failure.getMessage());
                rest(AFTER_A_FAILURE);
            }
    }

    private static void rest(Duration howLong) {
        try {
            Thread.sleep(howLong);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
