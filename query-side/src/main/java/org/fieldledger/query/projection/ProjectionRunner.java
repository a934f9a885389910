package org.fieldledger.query.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Rounds;
import org.fieldledger.store.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the ranges that this process holds abreast of the log: one thread, one reading of each stretch for all that stand at
 * the same place, a transaction for each range that the stretch makes rows in. Woken when the log grows. A second thread keeps
 * the claims. Stops before the database does.
 */
@Component
public class ProjectionRunner implements SmartLifecycle {

    static final int BATCH = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(ProjectionRunner.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration NOTHING_TO_DO = Duration.ofMillis(50);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final Projections projections;
    private final ProjectionRebuild rebuild;
    private final EventLog log;
    private final Checkpoints checkpoints;
    private final Claims claims;
    private final MeterRegistry meters;
    private final Map<String, Setback> setbacks = new ConcurrentHashMap<>();
    private final Map<String, BatchWriter> writers = new HashMap<>();
    private final Map<Claim, Long> stands = new HashMap<>();
    private final Set<String> rebuilding = ConcurrentHashMap.newKeySet();
    private final Rounds work = new Rounds("projections", this::keepAbreast, ProjectionRunner::cannotRead);
    private final Rounds pulse = new Rounds("projections-claims", this::keepClaims, ProjectionRunner::cannotClaim);

    /** What could not go on for a reason outside the events: why it rests, and until when. */
    private record Setback(String reason, int times, long restUntilNanos) {}

    ProjectionRunner(
            Projections projections,
            ProjectionRebuild rebuild,
            EventLog log,
            Checkpoints checkpoints,
            Claims claims,
            MeterRegistry meters) {
        this.projections = projections;
        this.rebuild = rebuild;
        this.log = log;
        this.checkpoints = checkpoints;
        this.claims = claims;
        this.meters = meters;
    }

    @Override
    public void start() {
        work.start();
        pulse.start();
    }

    @Override
    public void stop() {
        pulse.stop();
        work.stop();
        try {
            claims.leave();
        } catch (RuntimeException failure) {
            LOGGER.info("Claims were not given back, others will take them over: {}", Fault.named(failure));
        }
    }

    @Override
    public boolean isRunning() {
        return work.running();
    }

    /** Before the web server in starting, after it in stopping. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** Why projections do not go on at present, by name; empty when all do. */
    Map<String, String> setbacks() {
        var reasons = new TreeMap<String, String>();
        setbacks.forEach((what, setback) -> reasons.put(what, setback.reason()));
        for (var name : claims.fromTheFuture())
            reasons.put(name, "a newer version of the program has made its tables; this one is too old for them");
        return reasons;
    }

    private Duration keepClaims() {
        claims.round();
        for (var name : claims.outdated()) renew(name);
        return Claims.BEAT;
    }

    private static Duration cannotClaim(RuntimeException failure) {
        LOGGER.warn("Claims to projections cannot be looked after: {}", Fault.named(failure));
        return WAIT;
    }

    private void lookAfterClaims() {
        try {
            keepClaims();
        } catch (RuntimeException failure) {
            if (isRunning()) cannotClaim(failure);
        }
    }

    /** Makes the tables of a projection anew that another version of it has left, without keeping the others waiting. */
    private void renew(String name) {
        if (!mayGoOn(name) || !rebuilding.add(name)) return;
        LOGGER.info("The tables of projection {} were made by an older version: rebuilding them", name);
        Thread.ofPlatform().daemon().name("rebuild-" + name).start(() -> {
            try {
                attempt(name, () -> {
                    rebuild.rebuild(name, progress -> {});
                    setbacks.remove(name);
                });
                lookAfterClaims();
            } finally {
                rebuilding.remove(name);
            }
        });
    }

    /** One stretch for each claim that is behind; when none is, waits for the log to grow. */
    private Duration keepAbreast() {
        var held = claims.mine();
        stands.keySet().retainAll(held);
        var byPosition = new TreeMap<Long, List<Claim>>();
        for (var claim : held)
            if (mayGoOn(claim.range().toString()))
                attempt(
                        claim,
                        () -> byPosition
                                .computeIfAbsent(stands.computeIfAbsent(claim, this::position), p -> new ArrayList<>())
                                .add(claim));
        if (byPosition.isEmpty()) return NOTHING_TO_DO;
        var more = false;
        for (var group : byPosition.entrySet()) if (apply(group.getKey(), group.getValue())) more = true;
        if (!more) log.awaitBeyond(byPosition.firstKey(), WAIT);
        return Duration.ZERO;
    }

    private static Duration cannotRead(RuntimeException failure) {
        LOGGER.warn("Projections cannot read the log: {}", Fault.named(failure));
        return WAIT;
    }

    private long position(Claim claim) {
        return checkpoints.lock(claim).position();
    }

    /** Reads once for claims that stand at the same place. False when there was nothing to read. */
    private boolean apply(long position, List<Claim> group) {
        var selection = group.stream()
                .map(claim -> writer(claim).target().selection(claim.range()))
                .reduce(Selection::with)
                .orElse(Selection.EVERYTHING);
        var stretch = projections.read(position, BATCH, selection);
        var idle = new ArrayList<Claim>();
        for (var claim : group) {
            if (stretch.isEmpty()) setbacks.remove(claim.range().toString());
            else if (!writer(claim).hasWork(claim.range(), stretch)) idle.add(claim);
            else
                attempt(claim, () -> {
                    apply(claim, stretch);
                    reached(claim, stretch);
                });
        }
        if (!idle.isEmpty()) passOver(idle, stretch);
        return !stretch.isEmpty();
    }

    private void apply(Claim claim, Stretch stretch) {
        Timer.builder("fieldledger.projection.batch")
                .description("Time to apply a batch of events and commit it")
                .tag("projection", claim.range().key())
                .register(meters)
                .record(() -> writer(claim).apply(claim, stretch));
    }

    /** All that make no rows of a stretch move on in one transaction. */
    private void passOver(List<Claim> idle, Stretch stretch) {
        attempt(idle.getFirst(), () -> {
            if (checkpoints.advance(idle, stretch.upTo(), stretch.recordedAt()) < idle.size()) {
                stands.keySet().removeAll(idle);
                lookAfterClaims();
            } else idle.forEach(claim -> reached(claim, stretch));
            checkpoints.signal();
        });
    }

    private void reached(Claim claim, Stretch stretch) {
        stands.put(claim, stretch.upTo());
        setbacks.remove(claim.range().toString());
    }

    private BatchWriter writer(Claim claim) {
        return writers.computeIfAbsent(
                claim.range().key(), name -> projections.writer(Target.live(projections.named(name))));
    }

    private boolean mayGoOn(String what) {
        var setback = setbacks.get(what);
        return setback == null || System.nanoTime() - setback.restUntilNanos() >= 0;
    }

    private void attempt(Claim claim, Runnable step) {
        try {
            step.run();
        } catch (ClaimLost lost) {
            LOGGER.debug("{}", lost.getMessage());
            stands.remove(claim);
            lookAfterClaims();
        } catch (RuntimeException failure) {
            stands.remove(claim);
            setBack(claim.range().toString(), failure);
        }
    }

    private void attempt(String projection, Runnable step) {
        try {
            step.run();
        } catch (RebuildUnderWay elsewhere) {
            LOGGER.debug("{}", elsewhere.getMessage());
        } catch (RuntimeException failure) {
            setBack(projection, failure);
        }
    }

    private void setBack(String what, RuntimeException failure) {
        if (!isRunning()) return;
        var before = setbacks.get(what);
        var times = before == null ? 1 : before.times() + 1;
        var rest = Duration.ofMillis(Math.min(LONGEST_REST.toMillis(), 100L << Math.min(times, 10)));
        setbacks.put(what, new Setback(Fault.named(failure), times, System.nanoTime() + rest.toNanos()));
        LOGGER.warn("Projection {} cannot go on: {}", what, Fault.named(failure));
    }

    /** Ranges that nobody applies, in words. */
    List<String> unclaimed() {
        return claims.unclaimed().stream().map(Range::toString).toList();
    }

    /** How many events the slowest projection is behind the log. */
    long lagEvents(String projection) {
        var position =
                checkpoints.of(projection).map(Checkpoints.Checkpoint::position).orElse(0L);
        return Math.max(0, log.head() - position);
    }

    /** How long after the last event read the last event of the log was recorded; zero when abreast. */
    Duration lag(String projection) {
        if (lagEvents(projection) == 0) return Duration.ZERO;
        Instant read = checkpoints
                .of(projection)
                .map(Checkpoints.Checkpoint::recordedAt)
                .orElse(null);
        var head = log.headRecordedAt();
        return read == null || head == null || head.isBefore(read) ? Duration.ZERO : Duration.between(read, head);
    }
}
