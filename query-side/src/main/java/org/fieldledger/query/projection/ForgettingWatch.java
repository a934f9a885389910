package org.fieldledger.query.projection;

import java.time.Duration;
import org.fieldledger.store.Rounds;
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
    private final Rounds rounds = new Rounds("forgetting", this::look, ForgettingWatch::trouble);

    ForgettingWatch(Forgetting forgetting) {
        this.forgetting = forgetting;
    }

    private Duration look() {
        forgetting.forget();
        return LOOK_AGAIN;
    }

    private static Duration trouble(RuntimeException failure) {
        LOGGER.warn(
                "The tables that hold answers in the open could not be emptied, and it is tried again: {}",
                Fault.named(failure));
        return LOOK_AGAIN;
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

    @Override
    public int getPhase() {
        return 0;
    }
}
