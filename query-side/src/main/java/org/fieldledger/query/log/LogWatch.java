package org.fieldledger.query.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.fieldledger.store.LogVerification;
import org.fieldledger.store.LogVerification.Fault;
import org.fieldledger.store.Rounds;
import org.fieldledger.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Goes through the log again and again, so many events each second, and says in health what it finds. A log of up to ten
 * times as many is thus gone through within about ten seconds; a longer one takes longer.
 */
@Component("logHealthIndicator")
class LogWatch implements HealthIndicator, SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogWatch.class);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    /** A part is a small one, so that nobody who asks meanwhile waits for it long. */
    private static final int PARTS_PER_SECOND = 20;

    private static final Duration PAUSE = A_SECOND.dividedBy(PARTS_PER_SECOND);
    private static final Duration HELD_TOO_LONG = Duration.ofSeconds(5);
    private static final int MOST_TOLD = 20;

    private final LogVerification verification;
    private final Clock clock = Clock.systemUTC();
    private final int perSecond;
    private final TreeMap<Long, String> faults = new TreeMap<>();
    private long checkedUpTo;
    private long longest;
    private @Nullable Instant wholeAt;
    private Duration held = Duration.ZERO;
    private Instant heldSeenAt = Instant.EPOCH;
    private final Rounds rounds = new Rounds("log watch", this::lookAtTheNext, LogWatch::trouble);

    /** @param perSecond how many events are looked at in a second; 0 leaves the log unwatched */
    LogWatch(
            DataSource database,
            MeterRegistry meters,
            @Value("${fieldledger.log.checked-per-second:10000}") int perSecond) {
        this.verification = new LogVerification(database);
        this.perSecond = perSecond;
        Gauge.builder("fieldledger.log.faults", this, LogWatch::faultsFound)
                .description("Events of the log that are not as they were stored")
                .register(meters);
        Gauge.builder("fieldledger.log.head.held", this, LogWatch::heldSeconds)
                .description("For how long an idle transaction has kept everybody from appending")
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public void start() {
        if (perSecond > 0) rounds.start();
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

    private Duration lookAtTheNext() {
        return look() ? A_SECOND : PAUSE;
    }

    private static Duration trouble(RuntimeException failure) {
        if (failure instanceof StoreUnavailable)
            LOGGER.debug("The log was not looked at this time: the database did not answer");
        else LOGGER.warn("The log could not be looked at, and it is tried again", failure);
        return A_SECOND;
    }

    /** Looks at the next part, or again at the first after the last. True at the last. */
    private synchronized boolean look() {
        var now = clock.instant();
        if (!now.isBefore(heldSeenAt.plus(A_SECOND))) {
            held = verification.headHeld();
            heldSeenAt = now;
        }
        var checked = verification.check(checkedUpTo, Math.max(1, perSecond / PARTS_PER_SECOND));
        faults.subMap(checkedUpTo, false, checked.upTo(), true).clear();
        checked.faults().forEach(this::found);
        faults.headMap(0L, true).clear();
        if (checked.head() < longest)
            faults.put(0L, "the log ended at %d and now ends at %d".formatted(longest, checked.head()));
        longest = Math.max(longest, checked.head());
        checkedUpTo = checked.upTo();
        if (checked.isTheEnd()) {
            wholeAt = clock.instant();
            checkedUpTo = 0;
        }
        return checked.isTheEnd();
    }

    private void found(Fault fault) {
        if (faults.put(fault.position(), fault.what()) == null)
            LOGGER.error("Position {} of the log: {}", fault.position(), fault.what());
    }

    private synchronized double faultsFound() {
        return faults.size();
    }

    private synchronized double heldSeconds() {
        return held.toMillis() / 1000.0;
    }

    @Override
    public synchronized Health health() {
        var stuck = held.compareTo(HELD_TOO_LONG) > 0;
        var health = !faults.isEmpty() ? Health.down() : stuck ? Health.outOfService() : Health.up();
        if (wholeAt != null) health.withDetail("wholeLogSeenAt", wholeAt);
        if (!faults.isEmpty())
            health.withDetail(
                    "faults",
                    faults.entrySet().stream()
                            .limit(MOST_TOLD)
                            .map(fault -> new Fault(fault.getKey(), fault.getValue()))
                            .toList());
        if (stuck) health.withDetail("appendingHeldUp", held.toSeconds() + " s by an idle transaction");
        return health.build();
    }
}
