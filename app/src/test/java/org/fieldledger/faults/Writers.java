package org.fieldledger.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.fieldledger.store.AcceptedCommand;
import org.fieldledger.store.Append;
import org.fieldledger.store.CommandRepeated;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreUnavailable;
import org.fieldledger.store.StreamMovedOn;

/**
 * A process that appends until it has appended all it was told to, and writes down every acknowledgement. Started again, it
 * goes on after the last one, with the same commands: whatever was under way is handed in once more, as a client would.
 */
final class Writers {

    /** What a process is told, as it stands on its command line. */
    record Order(
            String url,
            String user,
            Path acknowledged,
            long seed,
            int writers,
            int streams,
            int each,
            boolean clockJumps,
            boolean backwards) {

        /** The same commands in the opposite order. */
        Order backwards(Path acknowledged) {
            return new Order(url, user, acknowledged, seed, writers, streams, each, clockJumps, !backwards);
        }

        List<String> arguments() {
            return List.of(
                    url,
                    user,
                    acknowledged.toString(),
                    "" + seed,
                    "" + writers,
                    "" + streams,
                    "" + each,
                    "" + clockJumps,
                    "" + backwards);
        }

        static Order of(String[] a) {
            return new Order(
                    a[0],
                    a[1],
                    Path.of(a[2]),
                    Long.parseLong(a[3]),
                    Integer.parseInt(a[4]),
                    Integer.parseInt(a[5]),
                    Integer.parseInt(a[6]),
                    Boolean.parseBoolean(a[7]),
                    Boolean.parseBoolean(a[8]));
        }

        long commands() {
            return (long) writers * each;
        }
    }

    static final String PASSWORD = "FAULTS_PASSWORD";

    private static final String NOTE = """
            {"envelope":{"case":"%s","occurred":{"from":"2021-03-04","zone":"Europe/Stockholm"},"recordedBy":"fieldworker-2",\
            "performedBy":["fieldworker-2"]},"about":"writer %d, number %d","note":"%s"}""";

    private final Order order;
    private final EventLog log;
    private final Set<String> done;

    private Writers(Order order, EventLog log, Set<String> done) {
        this.order = order;
        this.log = log;
        this.done = done;
    }

    public static void main(String[] arguments) throws Exception {
        var order = Order.of(arguments);
        var settings = new HikariConfig();
        settings.setJdbcUrl(order.url());
        settings.setUsername(order.user());
        settings.setPassword(System.getenv(PASSWORD));
        settings.setMaximumPoolSize(6);
        settings.setConnectionTimeout(2_000);
        settings.setInitializationFailTimeout(-1);
        settings.addDataSourceProperty("socketTimeout", "5");
        try (var database = new HikariDataSource(settings);
                var log = open(database, order)) {
            var writers = new Writers(order, log, acknowledged(order.acknowledged()));
            var threads = new Thread[order.writers()];
            for (int writer = 0; writer < threads.length; writer++) {
                int number = writer;
                threads[writer] = Thread.ofPlatform().start(() -> writers.write(number));
            }
            for (var thread : threads) thread.join();
        }
    }

    private static EventLog open(HikariDataSource database, Order order) {
        while (true)
            try {
                return EventLog.open(
                        database,
                        order.clockJumps() ? new JumpingClock(order.seed()) : Clock.systemUTC(),
                        new SimpleMeterRegistry());
            } catch (StoreUnavailable notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
    }

    /** Lines that were cut off by a kill count as never written. */
    static Set<String> acknowledged(Path file) throws IOException {
        if (!Files.exists(file)) return Set.of();
        var text = Files.readString(file);
        return new HashSet<>(
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
    }

    static UUID command(long seed, int writer, int number) {
        return UUID.nameUUIDFromBytes("%d %d %d".formatted(seed, writer, number).getBytes(StandardCharsets.UTF_8));
    }

    private void write(int writer) {
        Map<String, Long> seen = new HashMap<>();
        for (int turn = 0; turn < order.each(); turn++) {
            int number = order.backwards() ? order.each() - 1 - turn : turn;
            // Whatever the order, the same command says the same.
            var chance = new SplittableRandom((order.seed() * 31 + writer) * 1_000_003 + number);
            var stream = "faults-" + chance.nextInt(order.streams());
            var twice = chance.nextInt(10) == 0;
            var size = 100 + chance.nextInt(900);
            var command = command(order.seed(), writer, number);
            if (done.contains(command.toString())) continue;
            append(writer, number, stream, command, size, seen);
            acknowledge(command);
            if (twice && append(writer, number, stream, command, size, seen))
                throw new IllegalStateException("A command handed in twice was recorded twice: " + command);
        }
    }

    /** Until it is recorded, whatever happens meanwhile. Answers whether this very attempt recorded it. */
    private boolean append(int writer, int number, String stream, UUID command, int size, Map<String, Long> seen) {
        while (true)
            try {
                var next = seen.getOrDefault(stream, -1L) + 1;
                var event = new NewEvent(
                        stream,
                        next,
                        UUID.nameUUIDFromBytes((command + " event").getBytes(StandardCharsets.UTF_8)),
                        "FieldNoteWritten",
                        null,
                        caseOf(stream),
                        NOTE.formatted(caseOf(stream), writer, number, "å".repeat(size / 2)),
                        "{\"command\":\"%s\"}".formatted(command));
                log.append(new Append(
                        List.of(event), Map.of(), List.of(new AcceptedCommand(command, new byte[] {1}, "{}"))));
                seen.put(stream, next);
                return true;
            } catch (StreamMovedOn moved) {
                seen.put(stream, moved.actual());
            } catch (CommandRepeated repeated) {
                return false;
            } catch (StoreUnavailable unavailable) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
    }

    private static String caseOf(String stream) {
        return "CASE-" + Math.floorMod(stream.hashCode(), 9);
    }

    private synchronized void acknowledge(UUID command) {
        try {
            Files.writeString(
                    order.acknowledged(), command + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock that somebody sets an hour back and forth, again and again. */
    private static final class JumpingClock extends Clock {

        private final SplittableRandom chance;

        JumpingClock(long seed) {
            this.chance = new SplittableRandom(seed);
        }

        @Override
        public synchronized Instant instant() {
            return Instant.now().plusSeconds(chance.nextInt(-3_600, 3_601));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
