package org.fieldledger.query.projection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks every second whether somebody's keys were destroyed, here or by another process, and has the tables emptied of them. */
@Component
class ForgettingWatch implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(ForgettingWatch.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Forgetting forgetting;
    private volatile boolean running;
    private @Nullable Thread thread;

    ForgettingWatch(Forgetting forgetting) {
        this.forgetting = forgetting;
    }

    @Override
    public synchronized void start() {
        if (running) return;
        running = true;
        thread = Thread.ofPlatform().daemon().name("forgetting").start(this::watch);
    }

    private void watch() {
        while (running) {
            try {
                forgetting.forget();
            } catch (RuntimeException failure) {
                if (running)
                    LOGGER.warn(
                            "The tables that hold answers in the open could not be emptied, and it is tried again: {}",
                            Fault.named(failure));
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        var watching = thread;
        if (watching == null) return;
        watching.interrupt();
        try {
            watching.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
