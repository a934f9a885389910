package org.fieldledger.command.policy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeSet;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.Rounds;
import org.fieldledger.store.StoreUnavailable;
import org.fieldledger.vault.Erasures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the policies up with the log while the application is served, and says in health when one does not get on. While a
 * demonstration lives through its years nothing is done here: it brings the policies up to date itself, each evening.
 */
@Component("policiesHealthIndicator")
public final class PolicyWatch implements HealthIndicator, SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(PolicyWatch.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

    private final WhenCoverWasTakenAwayLate lateCover;
    private final Erasures erasures;
    private final Clock clock;
    private final Rounds rounds = new Rounds("policies", this::bringUpToDate, this::trouble);
    private volatile int troubles;

    public PolicyWatch(WhenCoverWasTakenAwayLate lateCover, Erasures erasures, Clock clock, MeterRegistry meters) {
        this.lateCover = lateCover;
        this.erasures = erasures;
        this.clock = clock;
        Gauge.builder("fieldledger.policy.troubles", this, watch -> watch.troubles)
                .description("How often in a row a policy could not be brought up to date")
                .register(meters);
    }

    private Duration bringUpToDate() {
        if (clock instanceof DemonstrationClock demonstration && demonstration.simulating()) return LOOK_AGAIN;
        // Who asked to be forgotten waits for nothing else.
        erasures.carryOut();
        var position = lateCover.catchUp();
        troubles = 0;
        lateCover.awaitBeyond(position, LOOK_AGAIN);
        return Duration.ZERO;
    }

    private Duration trouble(RuntimeException trouble) {
        troubles++;
        if (trouble instanceof StoreUnavailable) LOGGER.debug("The policies wait: the database did not answer");
        else LOGGER.error("A policy could not be brought up to date, and is tried again", trouble);
        return AFTER_TROUBLE;
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

    @Override
    public Health health() {
        var health = troubles == 0
                ? Health.up()
                : Health.down().withDetail("troubles", "%d in a row; see the log of the program".formatted(troubles));
        var notOpened = lateCover.notOpened();
        if (!notOpened.isEmpty()) health.withDetail("deviationsToOpenByHand", new TreeSet<>(notOpened));
        return health.build();
    }
}
