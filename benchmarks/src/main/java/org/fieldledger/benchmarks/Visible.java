package org.fieldledger.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.fieldledger.query.QuerySideApplication;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;

/** How long after an append was answered another process has its event in hand, when nothing else is going on. */
final class Visible {

    private static final long BETWEEN_NS = Duration.ofMillis(50).toNanos();
    /** Appends that are not counted: the other process has just started. */
    private static final int WARM_UP = 20;

    private static final long LOOK_AGAIN_NS = 300_000;
    private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "3F000");

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
            for (int n = -WARM_UP; n < appends; n++) {
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

    /** The same until the query side, a program of its own, shows the event in its timeline. */
    static Delays projected(String jdbcUrl, EventLog log, Samples samples, int appends) throws Exception {
        var folder = Files.createTempDirectory("visible");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QuerySideApplication.class.getName(),
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--logging.level.root=warn")
                .redirectOutput(folder.resolve("said").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SPRING_DATASOURCE_URL", jdbcUrl);
        builder.environment()
                .put("FIELDLEDGER_MASTER_KEY_FILE", folder.resolve("master.key").toString());
        var querySide = builder.start();
        try (var connection = DriverManager.getConnection(jdbcUrl)) {
            var times = new long[appends];
            for (int n = -WARM_UP; n < appends; n++) {
                LockSupport.parkNanos(BETWEEN_NS);
                var appended = log.append(new Append(samples.stream(1), Map.of(), List.of()));
                long answered = System.nanoTime();
                while (!shows(connection, appended.lastPosition())) {
                    if (!querySide.isAlive()) throw new IllegalStateException("The query side ended: see " + folder);
                    LockSupport.parkNanos(LOOK_AGAIN_NS);
                }
                if (n >= 0) times[n] = (System.nanoTime() - answered) / 1_000;
            }
            Arrays.sort(times);
            return new Delays(times);
        } finally {
            querySide.destroy();
            querySide.waitFor();
        }
    }

    private static boolean shows(Connection connection, long position) throws SQLException {
        try (var select = connection.prepareStatement("select from query.timeline where position = ?")) {
            select.setLong(1, position);
            try (var row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException failure) {
            if (NO_SUCH_TABLE.contains(failure.getSQLState())) return false; // it is still being set up
            throw failure;
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
        // Behind a pool, as the program is: making a connection for each look takes longer than all that is measured
        // here.
        var settings = new HikariConfig();
        settings.setJdbcUrl(arguments[0]);
        try (var database = new HikariDataSource(settings);
                var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
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
