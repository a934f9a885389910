package org.fieldledger.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.postgresql.ds.PGSimpleDataSource;

/** How long after an append was answered another process has its event in hand, when nothing else is going on. */
final class Visible {

    private static final long BETWEEN_NS = Duration.ofMillis(50).toNanos();

    /** @param times in microseconds, sorted; 0 where the other was faster than the answer */
    record Delays(long[] times) {
        double at(double share) {
            return times[(int) ((times.length - 1) * share)];
        }
    }

    static Delays measure(String jdbcUrl, EventLog log, Samples samples, int appends) throws Exception {
        var follower = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Visible.class.getName(),
                        jdbcUrl)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var heard = follower.inputReader(StandardCharsets.UTF_8)) {
            heardOf(heard, "ready");
            var times = new long[appends];
            for (int n = -5; n < appends; n++) { // the first few warm the other up
                LockSupport.parkNanos(BETWEEN_NS);
                log.append(new Append(samples.stream(1), Map.of(), List.of()));
                long answered = System.nanoTime();
                long seen = Long.parseLong(heardOf(heard, ""));
                if (n >= 0) times[n] = Math.max(0, seen - answered) / 1_000;
            }
            Arrays.sort(times);
            return new Delays(times);
        } finally {
            follower.destroy();
            follower.waitFor();
        }
    }

    private static String heardOf(BufferedReader heard, String start) throws java.io.IOException {
        var line = heard.readLine();
        if (line == null || !line.startsWith(start))
            throw new IllegalStateException("The following process said " + line);
        return line;
    }

    /** The other process: says when it has each event. Its clock is the machine's, the same for all processes. */
    public static void main(String[] arguments) {
        var database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        try (var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
            long seen = log.head();
            System.out.println("ready");
            while (true) {
                if (!log.awaitBeyond(seen, Duration.ofSeconds(5))) continue;
                for (var event : log.after(seen, 100)) {
                    System.out.println(System.nanoTime());
                    seen = event.position();
                }
            }
        }
    }

    private Visible() {}
}
