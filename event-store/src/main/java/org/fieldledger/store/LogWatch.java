package org.fieldledger.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what was done to the log behind the store's back: rows edited, deleted or swapped by somebody with the rights to.
 *
 * <p>Goes round the log without end, a little every two seconds, and works out each leaf hash anew. PostgreSQL itself counts
 * rows changed and removed; a log has none, so when that count moves, or the head goes back, health is told at once and the
 * whole log is gone through without rest to say where. Whoever also rewrites the kept hash is caught only by a hash tree
 * whose root was published elsewhere.
 */
public final class LogWatch implements AutoCloseable {

    /**
     * @param damages where the log is not what was recorded, the first hundred
     * @param suspicion rows were changed or removed, and it is being found out which
     * @param verified the position up to which the present round has come
     */
    public record Standing(List<Damage> damages, boolean suspicion, long verified) {
        public boolean sound() {
            return damages.isEmpty() && !suspicion;
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(LogWatch.class);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final int PAGE = 5_000;
    private static final int PAGES_A_ROUND = 4;
    private static final int TOLD_AT_MOST = 100;

    private final EventLog log;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;
    private volatile Standing standing = new Standing(List.of(), false, 0);

    private long touchedBefore;
    private long highest;
    private long swept;
    private List<Damage> found = new ArrayList<>();

    public LogWatch(EventLog log, MeterRegistry meters) {
        this.log = log;
        Gauge.builder("fieldledger.log.damaged", () -> standing.damages().size())
                .description("Stretches of the log that are not what was recorded")
                .register(meters);
        Gauge.builder("fieldledger.log.verified", () -> standing.verified())
                .description("The position up to which hashes were checked in the present round")
                .register(meters);
        this.thread = Thread.ofPlatform().daemon().name("fieldledger-watch").start(this::watch);
    }

    /** What is known at present. */
    public Standing standing() {
        return standing;
    }

    private void watch() {
        while (!closed.get()) {
            try {
                round();
            } catch (StoreUnavailable failure) {
                LOGGER.debug("The log cannot be watched while the database is away", failure);
            }
            LockSupport.parkNanos(this, REST.toNanos());
        }
    }

    private void round() {
        long touched = log.rowsTouched();
        long head = log.head();
        boolean suspicion = touched != touchedBefore || head < highest;
        if (suspicion) {
            standing = new Standing(standing.damages(), true, 0);
            startOver();
        }
        highest = Math.max(highest, head);
        for (int page = 0; !closed.get() && (suspicion || page < PAGES_A_ROUND) && swept < highest; page++) {
            long to = Math.min(highest, swept + PAGE);
            found.addAll(Leaf.damages(swept, to, log.leaves(swept, to)));
            swept = to;
            if (!found.isEmpty()) tell(suspicion);
        }
        if (swept < highest) {
            tell(suspicion);
            return;
        }
        if (!found.isEmpty() && standing.damages().isEmpty())
            LOGGER.error("The log was changed behind the store's back: {}", found.getFirst());
        standing = new Standing(firstOf(found), false, swept);
        touchedBefore = touched;
        startOver();
    }

    /** What an earlier round found stays told until a whole round has found nothing. */
    private void tell(boolean suspicion) {
        standing = new Standing(found.isEmpty() ? standing.damages() : firstOf(found), suspicion, swept);
    }

    private static List<Damage> firstOf(List<Damage> found) {
        return List.copyOf(found.subList(0, Math.min(TOLD_AT_MOST, found.size())));
    }

    private void startOver() {
        swept = 0;
        found = new ArrayList<>();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
