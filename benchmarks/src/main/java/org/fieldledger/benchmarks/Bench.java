package org.fieldledger.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Measures the store beside its baselines and prints a Markdown table of what was reached and what was asked. Ours and
 * theirs take turns, so that whatever else the machine is doing falls on both.
 *
 * <p>{@code ./fieldledger-bench --quick} takes under a minute and shows only that everything runs; without it, five runs with
 * a million events stored; {@code --stored 10000000} for ten million; and before them the pages of the demonstration, at {@code
 * --scale 100} unless another is named.
 */
public final class Bench {

    /**
     * One line of the report.
     *
     * @param asked the ratio of rates to reach, 0 where none was asked
     * @param longestAtMost how many times their p99 ours may be, 0 where none was asked
     */
    record Line(String workload, String baseline, double asked, double longestAtMost, Figure theirs, Figure ours) {
        double ratio() {
            return ours.perSecond() / theirs.perSecond();
        }

        boolean tooSlow() {
            return ratio() < asked;
        }

        boolean tooLong() {
            return longestAtMost > 0 && ours.p99() > longestAtMost * theirs.p99();
        }
    }

    /** Something measured beside nothing. {@code atMost} is 0 where nothing was asked. */
    record Measure(String what, String unit, double value, double atMost) {}

    /** What ours is held against. */
    private record Baseline(String name, double asked, Run run) {}

    /** Events of an import that go in together. */
    private static final int AT_ONCE = 10_000;

    private static final int CASES_AT_ONCE = 5;

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(15);

    private final Size size;
    private final String only;
    private final List<Line> lines = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();

    Bench(Size size) {
        this(size, "");
    }

    /** @param only a part by its name, such as appends; empty for all */
    Bench(Size size, String only) {
        this.size = size;
        this.only = only;
    }

    private boolean wanted(String part) {
        return only.isEmpty() ? size.lives() || !part.equals("pages") : only.equals(part);
    }

    public static void main(String[] arguments) throws Exception {
        Asked asked;
        try {
            asked = Asked.of(arguments);
        } catch (IllegalArgumentException refused) {
            System.err.println(Asked.USAGE + "; " + refused.getMessage());
            System.exit(2);
            return;
        }
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        var report = new Bench(asked.size(), asked.only()).run();
        System.out.print(report);
        Files.writeString(asked.json(), report.json());
        System.err.println("The same as JSON: " + asked.json().toAbsolutePath());
        System.exit(0); // whatever a library left running has nothing more to say
    }

    Report run() throws Exception {
        // First, with no other PostgreSQL beside its own.
        if (wanted("pages")) measures.addAll(Pages.ofDemonstration(size.scale(), size.pages()));
        try (var postgres = new Postgres(size.stored())) {
            if (wanted("appends")) appends(postgres, 256);
            if (wanted("appends")) appends(postgres, 1_024);
            if (wanted("commands")) commands(postgres);
            if (wanted("imports")) imports(postgres);
            if (wanted("visible")) visible(postgres);
            if (wanted("gaps")) gaps(postgres);
            if (wanted("rebuilds")) rebuilds(postgres);
            if (wanted("replays")) replays(postgres);
            if (wanted("questions")) questions(postgres);
            return new Report(size, postgres.version(), List.copyOf(lines), List.copyOf(measures));
        }
    }

    private void appends(Postgres postgres, int bytes) throws Exception {
        var samples = new Samples(bytes);
        try (var pool = postgres.fresh();
                var axonPool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            var plain = new Plain(pool);
            var axon = new Axon(axonPool);
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry());
                    var pekkoPool = postgres.fresh();
                    var pekko = new Pekko(postgres.url(pekkoPool))) {
                double[] asked = {0.9, 1.3, 1.7};
                int[] callers = {1, 8, 32};
                for (int n = 0; n < callers.length; n++) {
                    int many = callers[n];
                    compare(
                            "append of 1 event, %d B, %d at once".formatted(bytes, many),
                            1.5,
                            List.of(
                                    new Baseline(
                                            "W",
                                            asked[n],
                                            () -> Load.run(
                                                    postgres, many, 1, size.seconds(), () -> plain.single(samples))),
                                    new Baseline(
                                            "P",
                                            0,
                                            () -> Load.run(
                                                    postgres,
                                                    many,
                                                    1,
                                                    size.seconds(),
                                                    () -> pekko.appending(samples, 1)))),
                            () -> Load.run(postgres, many, 1, size.seconds(), () -> appending(log, samples, 1)));
                }
                compare(
                        "append of 100 events, %d B".formatted(bytes),
                        0,
                        List.of(
                                new Baseline(
                                        "B",
                                        0.8,
                                        () -> Load.run(
                                                postgres,
                                                1,
                                                1_000,
                                                size.seconds(),
                                                () -> plain.unnested(samples, 1_000))),
                                new Baseline(
                                        "A",
                                        1.5,
                                        () -> Load.run(
                                                postgres, 1, 100, size.seconds(), () -> axon.appending(samples, 100))),
                                new Baseline(
                                        "P",
                                        0,
                                        () -> Load.run(
                                                postgres,
                                                1,
                                                100,
                                                size.seconds(),
                                                () -> pekko.appending(samples, 100)))),
                        () -> Load.run(postgres, 1, 100, size.seconds(), () -> appending(log, samples, 100)));
            }
        }
    }

    private void commands(Postgres postgres) throws Exception {
        try (var pool = postgres.fresh();
                var axonPool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            var samples = new Samples(256);
            var note = samples.stream(1).getFirst();
            try (var desk = new Commands(pool);
                    var axon = new Axon(axonPool)
                            .commands(new FieldEventReader().read(note.type(), note.revision(), note.payload()))) {
                double[] asked = {1.0, 1.3, 2.5};
                int[] callers = {1, 8, 32};
                for (int n = 0; n < callers.length; n++) {
                    int many = callers[n];
                    compare(
                            "one command through the whole path, %d at once".formatted(many),
                            0,
                            List.of(new Baseline(
                                    "A",
                                    asked[n],
                                    () -> Load.run(postgres, many, 1, size.seconds(), () -> axon::write))),
                            () -> Load.run(postgres, many, 1, size.seconds(), () -> desk::write));
                }
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
                        0,
                        List.of(new Baseline("C", 0.7, () -> {
                            var rows = samples.streams(size.bulk());
                            return Load.timed(postgres, rows.size(), () -> plain.copy(rows));
                        })),
                        () -> {
                            var rows = samples.streams(size.bulk());
                            return Load.timed(postgres, rows.size(), () -> load(log, rows));
                        });
            }
        }
    }

    private void visible(Postgres postgres) throws Exception {
        try (var pool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                visible(
                        "another process has the event",
                        Visible.measure(postgres.url(pool), log, new Samples(256), size.appends()));
                visible(
                        "the query side, another process, shows it in its timeline",
                        Visible.projected(postgres.url(pool), log, new Samples(256), size.appends()));
            }
        }
    }

    private void visible(String until, Visible.Delays delays) {
        var from = "from the answer until %s, idle, ".formatted(until);
        measures.add(new Measure(from + "p50", "ms", delays.at(0.5) / 1e3, 0));
        measures.add(new Measure(from + "p99", "ms", delays.at(0.99) / 1e3, 50));
    }

    private void gaps(Postgres postgres) throws Exception {
        var samples = new Samples(256);
        try (var pool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                log.append(new Append(List.of(samples.ofCase("ALONE")), Map.of(), List.of()));
                fill(log, samples, size.between());
                log.append(new Append(List.of(samples.ofCase("ALONE")), Map.of(), List.of()));
                Postgres.run(pool, "vacuum analyze ledger.event");
                var head = log.head();
                var reader = new FieldEventReader();
                compare(
                        "%,d events of no interest between two that matter".formatted(size.between()),
                        0,
                        List.of(new Baseline(
                                "S",
                                0.7,
                                () -> Load.timed(postgres, head, () -> Plain.scan(pool, e -> decoded(reader, e))))),
                        () -> Load.timed(postgres, head, () -> {
                            var met = new AtomicLong();
                            log.replay(
                                    0,
                                    head,
                                    event -> new Read(event.caseCode(), decoded(reader, event)),
                                    page -> page.stream()
                                            .filter(read -> "ALONE".equals(read.caseCode()))
                                            .forEach(read -> met.incrementAndGet()));
                            if (met.get() != 2) throw new IllegalStateException("Met " + met + " of the two");
                        }));
                var asked = Load.run(postgres, 1, 2, size.seconds(), () -> () -> log.ofCase("ALONE", 0, head, 10));
                measures.add(
                        new Measure("the two that matter, asked for by their case, p50", "ms", asked.p50() / 1e3, 0));
            }
        }
    }

    private record Read(@Nullable String caseCode, Object event) {}

    private void replays(Postgres postgres) throws Exception {
        var samples = new Samples(256);
        try (var pool = postgres.fresh();
                var axonPool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            var axon = new Axon(axonPool);
            var reader = new FieldEventReader();
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                var first = Math.max(size.stored() / 10, 1);
                fill(log, samples, first);
                Postgres.run(pool, "vacuum analyze ledger.event");
                var early = appendsNow(postgres, log, samples);
                fill(log, samples, size.stored() - first);
                Postgres.run(pool, "vacuum analyze ledger.event");
                var late = appendsNow(postgres, log, samples);
                lines.add(new Line(
                        "append with %,d stored, against %,d".formatted(size.stored(), first),
                        "itself",
                        0.8,
                        0,
                        early,
                        late));
                var stored = log.head();
                onDisk(pool, stored);
                int many = size.axon() * 10;
                for (int n = 0; n < many; n += 1_000) axon.append(samples.streams(1_000));
                compare(
                        "replay of %,d events (A of %,d, A′ of %,d)".formatted(stored, size.axon(), many),
                        0,
                        List.of(
                                new Baseline(
                                        "S",
                                        0.7,
                                        () -> Load.timed(
                                                postgres, stored, () -> Plain.scan(pool, e -> decoded(reader, e)))),
                                new Baseline(
                                        "A",
                                        50,
                                        () -> Load.timed(postgres, size.axon(), () -> axon.replay(size.axon()))),
                                new Baseline(
                                        "A′", 2.5, () -> Load.timed(postgres, many, () -> axon.replayTuned(many)))),
                        () -> replayed(postgres, log, stored, reader));
            }
        }
    }

    private Figure appendsNow(Postgres postgres, EventLog log, Samples samples) throws Exception {
        var runs = new ArrayList<Figure>();
        for (int n = 0; n < size.runs(); n++)
            runs.add(Load.run(postgres, 1, 1, size.seconds(), () -> appending(log, samples, 1)));
        return Figure.median(runs);
    }

    private static Figure replayed(Postgres postgres, EventLog log, long stored, FieldEventReader reader)
            throws Exception {
        var seen = new AtomicLong();
        var figure = Load.timed(
                postgres,
                stored,
                () -> log.replay(0, stored, event -> decoded(reader, event), page -> seen.addAndGet(page.size())));
        if (seen.get() != stored) throw new IllegalStateException("Replay met " + seen + " of " + stored);
        return figure;
    }

    /** What the log takes on disk, table and indexes apart. */
    private void onDisk(DataSource database, long events) throws SQLException {
        for (var part :
                List.of("event", "event_pkey", "event_event_id_key", "event_stream_sequence_key", "event_by_case"))
            measures.add(new Measure(
                    "on disk for each event of 256 B, " + part,
                    "B",
                    Double.parseDouble(Postgres.one(database, "select pg_table_size('ledger." + part + "')")) / events,
                    0));
        measures.add(new Measure(
                "on disk for each event of 256 B, all of it",
                "B",
                Double.parseDouble(Postgres.one(database, "select pg_total_relation_size('ledger.event')")) / events,
                0));
    }

    private void rebuilds(Postgres postgres) throws Exception {
        var samples = new Samples(256);
        try (var pool = postgres.fresh();
                var axonPool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                fill(log, samples, size.rebuilt());
            }
            var axon = new Axon(axonPool);
            for (int n = 0; n < size.axon(); n += 500) axon.append(samples.streams(500));
            var timeline = new TimelineRebuild(pool);
            timeline.rebuild();
            var rows = timeline.rows();
            try {
                compare(
                        "rebuild of a timeline of %,d events (A: its replay of %,d, nothing written)"
                                .formatted(size.rebuilt(), size.axon()),
                        0,
                        List.of(
                                new Baseline(
                                        "C",
                                        0.5,
                                        () -> Load.timed(postgres, size.rebuilt(), () -> timeline.copy(rows))),
                                new Baseline(
                                        "A",
                                        10,
                                        () -> Load.timed(postgres, size.axon(), () -> axon.replay(size.axon())))),
                        () -> Load.timed(postgres, size.rebuilt(), timeline::rebuild));
            } finally {
                Files.delete(rows);
            }
        }
    }

    /** At a tenth of what is to be stored, and at all of it: a question about one case or one person should not notice. */
    private void questions(Postgres postgres) throws Exception {
        var samples = new Samples(256);
        var figures = new ArrayList<OneAsked>();
        try (var pool = postgres.fresh()) {
            StoreSetup.open(pool, StoreKind.ORDINARY);
            try (var log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry())) {
                int cases = 0;
                int drawn = 0;
                for (int stored : List.of(Math.max(size.stored() / 10, Samples.A_CASE), size.stored())) {
                    for (; cases * Samples.A_CASE < stored; cases += CASES_AT_ONCE)
                        load(log, samples.fieldwork(CASES_AT_ONCE * Samples.A_CASE, cases));
                    TimelineRebuild.rebuild(pool, "timeline", "participant");
                    Postgres.run(pool, "vacuum analyze query.timeline, query.participant_part");
                    drawn = drawn == 0 ? cases : drawn;
                    figures.add(questions(postgres, pool, log, cases, drawn));
                }
            }
        }
        var few = figures.getFirst();
        var many = figures.getLast();
        flat("one case", few.aCase(), many.aCase());
        flat("one person", few.person(), many.person());
    }

    private void flat(String asked, Figure few, Figure many) {
        lines.add(new Line(
                "%s with %,d stored, against %,d".formatted(asked, size.stored(), size.stored() / 10),
                "itself",
                0.9,
                0,
                few,
                many));
    }

    /** How quickly a question about one was answered. */
    private record OneAsked(Figure aCase, Figure person) {}

    private OneAsked questions(Postgres postgres, DataSource pool, EventLog log, int cases, int drawn)
            throws Exception {
        try (var asking = new AskedAsOf(pool, log, cases, drawn)) {
            compare(
                    "one case of %d as of two dates, all of it, of %,d events".formatted(Samples.A_CASE, log.head()),
                    0,
                    List.of(new Baseline(
                            "now", 1 / 1.5, () -> Load.run(postgres, 1, 1, size.seconds(), asking::standing))),
                    () -> Load.run(postgres, 1, 1, size.seconds(), asking::asked));
            var aCase = lines.getLast().ours();
            compare(
                    "one person of %d as of two dates, all of it, of %,d events"
                            .formatted(Samples.A_PERSON, log.head()),
                    0,
                    List.of(new Baseline(
                            "now", 1 / 1.5, () -> Load.run(postgres, 1, 1, size.seconds(), asking::personStanding))),
                    () -> Load.run(postgres, 1, 1, size.seconds(), asking::personAsked));
            var person = lines.getLast().ours();
            var first = log.recordedAt(1);
            var then = Load.run(postgres, 1, 1, size.seconds(), () -> asking.askedThen(first));
            measures.add(new Measure(
                    "one case as of two dates drawn by chance, of %,d events, p50".formatted(log.head()),
                    "ms",
                    then.p50() / 1e3,
                    0));
            compare(
                    "every case tallied as of two dates, of %,d events".formatted(log.head()),
                    0,
                    List.of(new Baseline("scan", 1 / 1.3, () -> Load.timed(postgres, log.head(), asking::scanned))),
                    () -> Load.timed(postgres, log.head(), asking::tallied));
            return new OneAsked(aCase, person);
        }
    }

    private static Object decoded(FieldEventReader reader, StoredEvent event) {
        return reader.read(event.type(), event.revision(), event.payload());
    }

    static void fill(EventLog log, Samples samples, int events) {
        for (int left = events; left > 0; left -= AT_ONCE) load(log, samples.streams(Math.min(left, AT_ONCE)));
    }

    private static void load(EventLog log, List<NewEvent> rows) {
        for (int from = 0; from < rows.size(); from += AT_ONCE)
            log.append(new Append(rows.subList(from, Math.min(from + AT_ONCE, rows.size())), Map.of(), List.of()));
    }

    private static Load appending(EventLog log, Samples samples, int events) {
        return () -> log.append(new Append(samples.stream(events), Map.of(), List.of()));
    }

    private interface Run {
        Figure once() throws Exception;
    }

    /** Theirs and ours take turns, after one round to warm up unless that alone took a quarter of a minute. */
    private void compare(String workload, double longestAtMost, List<Baseline> baselines, Run ours) throws Exception {
        var theirs = new ArrayList<List<Figure>>();
        for (int n = 0; n < baselines.size(); n++) theirs.add(new ArrayList<>());
        var own = new ArrayList<Figure>();
        long started = System.nanoTime();
        turn(baselines, theirs, ours, own);
        boolean warmUp = size.runs() > 1 && System.nanoTime() - started < LONG_NS;
        if (warmUp) {
            theirs.forEach(List::clear);
            own.clear();
        }
        while (own.size() < size.runs()) turn(baselines, theirs, ours, own);
        for (int n = 0; n < baselines.size(); n++) {
            var baseline = baselines.get(n);
            var line = new Line(
                    workload,
                    baseline.name(),
                    baseline.asked(),
                    baseline.asked() > 0 ? longestAtMost : 0,
                    Figure.median(theirs.get(n)),
                    Figure.median(own));
            System.err.printf(
                    "%s against %s: %.2f of %.2f%n", workload, baseline.name(), line.ratio(), baseline.asked());
            lines.add(line);
        }
    }

    private static void turn(List<Baseline> baselines, List<List<Figure>> theirs, Run ours, List<Figure> own)
            throws Exception {
        for (int n = 0; n < baselines.size(); n++)
            theirs.get(n).add(baselines.get(n).run().once());
        own.add(ours.once());
    }
}
