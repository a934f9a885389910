package org.fieldledger.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.store.StoredEvent;

/**
 * Measures the store beside its baselines and prints a Markdown table of what was reached and what was asked. Ours and
 * theirs take turns, so that whatever else the machine is doing falls on both.
 *
 * <p>{@code ./fieldledger-bench --quick} takes under a minute and shows only that everything runs; without it, five runs with
 * a million events stored; {@code --stored 10000000} for ten million.
 */
public final class Bench {

    /** One line of the report. */
    record Line(String workload, String baseline, double asked, Figure theirs, Figure ours) {
        double ratio() {
            return ours.perSecond() / theirs.perSecond();
        }
    }

    private final Size size;
    private final String only;
    private final List<Line> lines = new ArrayList<>();
    private double bytesOnDisk;

    Bench(Size size) {
        this(size, "");
    }

    /** @param only appends, imports or replays; empty for all */
    Bench(Size size, String only) {
        this.size = size;
        this.only = only;
    }

    private boolean wanted(String part) {
        return only.isEmpty() || only.equals(part);
    }

    public static void main(String[] arguments) throws Exception {
        var size = Size.FULL;
        var only = "";
        for (int n = 0; n < arguments.length; n++) {
            switch (arguments[n]) {
                case "--quick" -> size = Size.QUICK;
                case "--laptop" -> size = Size.LAPTOP;
                case "--stored" -> size = size.storing(Integer.parseInt(arguments[++n]));
                case "--only" -> only = arguments[++n];
                default -> {
                    System.err.println(
                            "Usage: ./fieldledger-bench [--quick | --laptop] [--stored EVENTS] [--only appends|imports|replays]; not understood: "
                                    + arguments[n]);
                    System.exit(2);
                }
            }
        }
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        System.out.print(new Bench(size, only).run());
        System.exit(0); // whatever a library left running has nothing more to say
    }

    Report run() throws Exception {
        try (var postgres = new Postgres()) {
            if (wanted("appends")) appends(postgres, 256);
            if (wanted("appends")) appends(postgres, 1_024);
            if (wanted("imports")) imports(postgres);
            if (wanted("replays")) replays(postgres);
            return new Report(size, postgres.version(), List.copyOf(lines), bytesOnDisk);
        }
    }

    private void appends(Postgres postgres, int bytes) throws Exception {
        var samples = new Samples(bytes);
        try (var pool = postgres.fresh();
                var axonPool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            var plain = new Plain(pool);
            var axon = new Axon(axonPool);
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                double[] asked = {0.9, 1.3, 1.7};
                int[] callers = {1, 8, 32};
                for (int n = 0; n < callers.length; n++) {
                    int many = callers[n];
                    compare(
                            "append of 1 event, %d B, %d at once".formatted(bytes, many),
                            "W",
                            asked[n],
                            () -> Load.run(postgres, many, 1, size.seconds(), () -> plain.single(samples)),
                            () -> Load.run(postgres, many, 1, size.seconds(), () -> appending(log, samples, 1)));
                }
                var hundred = "append of 100 events, %d B".formatted(bytes);
                compare(
                        hundred,
                        "B",
                        0.8,
                        () -> Load.run(postgres, 1, 1_000, size.seconds(), () -> plain.unnested(samples, 1_000)),
                        () -> Load.run(postgres, 1, 100, size.seconds(), () -> appending(log, samples, 100)));
                compare(
                        hundred,
                        "A",
                        1.5,
                        () -> Load.run(postgres, 1, 100, size.seconds(), () -> axon.appending(samples, 100)),
                        () -> Load.run(postgres, 1, 100, size.seconds(), () -> appending(log, samples, 100)));
            }
        }
    }

    private void imports(Postgres postgres) throws Exception {
        var samples = new Samples(256);
        try (var pool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            var plain = new Plain(pool);
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                compare(
                        "import of %,d events with all checks".formatted(size.bulk()),
                        "C",
                        0.7,
                        () -> {
                            var rows = samples.streams(size.bulk());
                            return Load.timed(postgres, rows.size(), () -> plain.copy(rows));
                        },
                        () -> {
                            var rows = samples.streams(size.bulk());
                            return Load.timed(postgres, rows.size(), () -> load(log, rows));
                        });
            }
        }
    }

    private void replays(Postgres postgres) throws Exception {
        var samples = new Samples(256);
        try (var pool = postgres.fresh();
                var axonPool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            var axon = new Axon(axonPool);
            var reader = new FieldEventReader();
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                var first = Math.min(size.stored(), 1_000_000) / 10;
                fill(log, samples, first);
                var early = Load.run(postgres, 1, 1, size.seconds(), () -> appending(log, samples, 1));
                fill(log, samples, size.stored() - first);
                Postgres.run(pool, "vacuum analyze ledger.event");
                var late = Load.run(postgres, 1, 1, size.seconds(), () -> appending(log, samples, 1));
                lines.add(new Line(
                        "append with %,d stored, against %,d".formatted(size.stored(), first),
                        "itself",
                        0.8,
                        early,
                        late));
                var stored = log.head();
                var seen = new AtomicLong();
                var replay = (Run) () -> {
                    seen.set(0);
                    var figure = Load.timed(
                            postgres,
                            stored,
                            () -> log.replay(
                                    0, stored, event -> decoded(reader, event), page -> seen.addAndGet(page.size())));
                    if (seen.get() != stored) throw new IllegalStateException("Replay met " + seen + " of " + stored);
                    return figure;
                };
                var workload = "replay of %,d events".formatted(stored);
                compare(
                        workload,
                        "S",
                        0.7,
                        () -> Load.timed(postgres, stored, () -> Plain.scan(pool, event -> decoded(reader, event))),
                        replay);
                int many = size.axon() * 10;
                for (int n = 0; n < many; n += 1_000) axon.append(samples.streams(1_000));
                var asItComes = (Run) () -> Load.timed(postgres, size.axon(), () -> axon.replay(size.axon()));
                compare(workload, "A", 50, asItComes, replay);
                compare(workload, "A′", 2.5, () -> Load.timed(postgres, many, () -> axon.replayTuned(many)), replay);
                timeline(postgres, pool, stored, asItComes);
                bytesOnDisk =
                        Double.parseDouble(Postgres.one(pool, "select pg_total_relation_size('ledger.event')::float8"))
                                / log.head();
            }
        }
    }

    private void timeline(Postgres postgres, DataSource database, long events, Run axon) throws Exception {
        var timeline = new TimelineRebuild(database);
        var rebuild = (Run) () -> Load.timed(postgres, events, timeline::rebuild);
        timeline.rebuild();
        var rows = timeline.rows();
        try {
            var workload = "rebuild of a timeline of %,d events".formatted(events);
            compare(workload, "C", 0.5, () -> Load.timed(postgres, events, () -> timeline.copy(rows)), rebuild);
            compare(workload, "A (its replay, nothing written)", 10, axon, rebuild);
        } finally {
            Files.delete(rows);
        }
    }

    private static Object decoded(FieldEventReader reader, StoredEvent event) {
        return reader.read(event.type(), event.revision(), event.payload());
    }

    static void fill(EventLog log, Samples samples, int events) {
        for (int left = events; left > 0; left -= 20_000) load(log, samples.streams(Math.min(left, 20_000)));
    }

    private static void load(EventLog log, List<NewEvent> rows) {
        for (int from = 0; from < rows.size(); from += 2_000)
            log.append(new Append(rows.subList(from, Math.min(from + 2_000, rows.size())), Map.of(), List.of()));
    }

    private static Load appending(EventLog log, Samples samples, int events) {
        return () -> log.append(new Append(samples.stream(events), Map.of(), List.of()));
    }

    private interface Run {
        Figure once() throws Exception;
    }

    private void compare(String workload, String baseline, double asked, Run theirs, Run ours) throws Exception {
        var t = new ArrayList<Figure>();
        var o = new ArrayList<Figure>();
        if (size.runs() > 1) { // to warm up
            theirs.once();
            ours.once();
        }
        for (int n = 0; n < size.runs(); n++) {
            t.add(theirs.once());
            o.add(ours.once());
        }
        var line = new Line(workload, baseline, asked, Figure.median(t), Figure.median(o));
        System.err.printf("%s against %s: %.2f of %.2f%n", workload, baseline, line.ratio(), asked);
        lines.add(line);
    }
}
