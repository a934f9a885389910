package org.fieldledger.query.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps every projection abreast of the log: one thread, one reading of each batch for all that stand at the same place,
 * a transaction for each projection. Woken when the log grows. Stops before the database does.
 */
@Component
public class ProjectionRunner implements SmartLifecycle {

    static final int BATCH = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(ProjectionRunner.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final Projections projections;
    private final ProjectionRebuild rebuild;
    private final EventLog log;
    private final Checkpoints checkpoints;
    private final MeterRegistry meters;
    private final Map<String, Setback> setbacks = new ConcurrentHashMap<>();
    private final Map<String, BatchWriter> writers = new HashMap<>();
    private volatile boolean running;
    private @Nullable Thread thread;

    /** A projection that could not go on for a reason outside the events: since when it rests, and until when. */
    private record Setback(String reason, int times, long restUntilNanos) {}

    ProjectionRunner(
            Projections projections,
            ProjectionRebuild rebuild,
            EventLog log,
            Checkpoints checkpoints,
            MeterRegistry meters) {
        this.projections = projections;
        this.rebuild = rebuild;
        this.log = log;
        this.checkpoints = checkpoints;
        this.meters = meters;
    }

    @Override
    public synchronized void start() {
        if (running) return;
        running = true;
        thread = Thread.ofPlatform().name("projections").start(this::run);
    }

    @Override
    public synchronized void stop() {
        running = false;
        var runner = thread;
        if (runner == null) return;
        runner.interrupt();
        try {
            runner.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server in starting, after it in stopping. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** Why projections do not go on at present, by name; empty when all do. */
    Map<String, String> setbacks() {
        var reasons = new TreeMap<String, String>();
        setbacks.forEach((projection, setback) -> reasons.put(projection, setback.reason()));
        return reasons;
    }

    private void run() {
        while (running) {
            try {
                var least = advance();
                if (least >= 0) log.awaitBeyond(least, WAIT);
            } catch (RuntimeException failure) {
                if (!running) return;
                LOGGER.warn("Projections cannot read the log: {}", Fault.named(failure));
                rest(WAIT);
            }
        }
    }

    /** One batch for each projection that is behind. Negative when there may be more at once, else where to wait. */
    private long advance() {
        var byPosition = new TreeMap<Long, List<Projection>>();
        for (var projection : projections.all())
            if (mayGoOn(projection))
                attempt(
                        projection,
                        () -> byPosition
                                .computeIfAbsent(position(projection), p -> new ArrayList<>())
                                .add(projection));
        if (byPosition.isEmpty()) {
            rest(Duration.ofMillis(200));
            return -1;
        }
        var more = false;
        for (var group : byPosition.entrySet()) {
            var batch = projections.read(group.getKey(), BATCH);
            if (!batch.isEmpty()) more = true;
            for (var projection : group.getValue())
                attempt(projection, () -> {
                    if (!batch.isEmpty()) apply(projection, batch);
                    setbacks.remove(projection.name());
                });
        }
        return more ? -1 : byPosition.firstKey();
    }

    private void apply(Projection projection, List<LogEntry> batch) {
        Timer.builder("fieldledger.projection.batch")
                .description("Time to apply a batch of events and commit it")
                .tag("projection", projection.name())
                .register(meters)
                .record(() -> writers.computeIfAbsent(
                                projection.name(), name -> projections.writer(Target.live(projection)))
                        .apply(batch));
    }

    /** Where it stands; first brought to its present version, when it was written by another. */
    private long position(Projection projection) {
        var checkpoint = checkpoints.of(projection.name());
        if (checkpoint.isEmpty()) {
            checkpoints.begin(projection.name(), projection.version());
            return 0;
        }
        if (checkpoint.get().version() != projection.version()) {
            LOGGER.info(
                    "Projection {} changed from version {} to {}: rebuilding it",
                    projection.name(),
                    checkpoint.get().version(),
                    projection.version());
            rebuild.rebuild(projection.name(), progress -> {});
            return checkpoints
                    .of(projection.name())
                    .map(Checkpoints.Checkpoint::position)
                    .orElse(0L);
        }
        return checkpoint.get().position();
    }

    private boolean mayGoOn(Projection projection) {
        var setback = setbacks.get(projection.name());
        return setback == null || System.nanoTime() - setback.restUntilNanos() >= 0;
    }

    private void attempt(Projection projection, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            if (!running) return;
            var before = setbacks.get(projection.name());
            var times = before == null ? 1 : before.times() + 1;
            var rest = Duration.ofMillis(Math.min(LONGEST_REST.toMillis(), 100L << Math.min(times, 10)));
            setbacks.put(
                    projection.name(), new Setback(Fault.named(failure), times, System.nanoTime() + rest.toNanos()));
            LOGGER.warn("Projection {} cannot go on: {}", projection.name(), Fault.named(failure));
        }
    }

    private static void rest(Duration howLong) {
        try {
            Thread.sleep(howLong);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
