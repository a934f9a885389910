package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the log keeps when processes are killed and connections cut: real processes, a real PostgreSQL. Short by default;
 * {@code -Dfieldledger.faults.rounds=50} goes on for longer, {@code -Dfieldledger.faults.seed=...} repeats a run.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(600)
class FaultsTest {

    private static final int ROUNDS = Integer.getInteger("fieldledger.faults.rounds", 2);
    private static final long SEED = Long.getLong("fieldledger.faults.seed", 20190107L);

    @TempDir
    static Path files;

    private static FaultyServer server;
    private static HikariDataSource pool;
    private static EventLog log;

    private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<UUID, Long> commands = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        server = new FaultyServer(files.resolve("data"));
        StoreSetup.open(server.source(), StoreKind.ORDINARY);
        pool = FaultyServer.pooled(server.source());
        log = EventLog.open(pool, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() throws Exception {
        log.close();
        pool.close();
        server.close();
    }

    @Test
    void nothing_acknowledged_is_lost_when_the_application_is_killed_while_appending() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            killedAfter(new Random(SEED + round), writer -> FaultyServer.kill(writer.pid()));
            nothingIsLost();
        }
    }

    @Test
    void nothing_acknowledged_is_lost_when_a_backend_is_killed_in_the_middle_of_appends() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            killedAfter(new Random(SEED + 100 + round), writer -> {
                await().until(() -> server.anyBackend() != 0);
                FaultyServer.kill(server.anyBackend());
                goesOn();
                FaultyServer.kill(writer.pid());
            });
            nothingIsLost();
        }
    }

    @Test
    void nothing_acknowledged_is_lost_when_the_whole_server_is_killed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            killedAfter(new Random(SEED + 200 + round), writer -> {
                server.killAndRestart();
                goesOn();
                FaultyServer.kill(writer.pid());
            });
            nothingIsLost();
        }
    }

    @Test
    void an_answer_lost_between_commit_and_reply_is_made_up_for_by_handing_the_command_in_again() throws Exception {
        try (var proxy = new CuttingProxy(server.port());
                var cutPool = FaultyServer.pooled(FaultyServer.source(proxy.port()));
                var cutLog = EventLog.open(cutPool, Clock.systemUTC(), new SimpleMeterRegistry())) {
            var command = Ledger.command(UUID.randomUUID());
            var append = new Append(List.of(Ledger.event("cut/1", 0)), Map.of(), List.of(command));
            proxy.cutAnswerTo("ledger.append");
            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> cutLog.append(append));

            await().untilAsserted(() ->
                    assertThat(log.commands(List.of(command.commandId()))).isNotEmpty());
            assertThatExceptionOfType(CommandRepeated.class).isThrownBy(() -> log.append(append));
            assertThat(log.streams(List.of("cut/1")).get("cut/1")).hasSize(1);
        }
        nothingIsLost();
    }

    @Test
    void thirty_two_writers_on_one_stream_with_a_clock_that_jumps_record_each_sequence_once() throws Exception {
        var jumping = new JumpingClock(new Random(SEED));
        try (var jumpy = EventLog.open(pool, jumping, new SimpleMeterRegistry())) {
            var threads = new ArrayList<Thread>();
            for (int n = 0; n < 32; n++)
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int done = 0; done < 5; ) {
                        long next = log.lastSequence("one").orElse(-1L) + 1;
                        try {
                            var event = Ledger.event("one", next);
                            var appended = jumpy.append(Ledger.append(event));
                            acknowledged.put(event.eventId(), appended.firstPosition());
                            done++;
                        } catch (StreamMovedOn another) {
                            // looks again
                        }
                    }
                }));
            for (var thread : threads) thread.join();
        }
        assertThat(log.streams(List.of("one")).get("one")).hasSize(160);
        nothingIsLost();
    }

    @Test
    void a_row_edited_swapped_or_deleted_behind_the_stores_back_is_told_within_ten_seconds() throws Exception {
        try (var ledger = new Ledger(StoreKind.ORDINARY);
                var theirs = ledger.open()) {
            for (int n = 0; n < 50; n++) theirs.append(Ledger.append(Ledger.event("s", n)));
            try (var watch = new LogWatch(theirs, new SimpleMeterRegistry())) {
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> watch.standing().verified() == 50);
                assertThat(watch.standing().sound()).isTrue();

                behindItsBack(ledger, "update ledger.event set payload = '{\"note\": \"m\"}' where position = 7");
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() ->
                                assertThat(watch.standing().damages()).contains(new Damage(7, 7, Damage.Kind.ALTERED)));

                behindItsBack(ledger, "update ledger.event set position = -1 where position = 20");
                behindItsBack(ledger, "update ledger.event set position = 20 where position = 21");
                behindItsBack(ledger, "update ledger.event set position = 21 where position = -1");
                behindItsBack(ledger, "delete from ledger.event where position in (30, 31, 50)");
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(watch.standing().damages())
                                .containsExactly(
                                        new Damage(7, 7, Damage.Kind.ALTERED),
                                        new Damage(20, 20, Damage.Kind.ALTERED),
                                        new Damage(21, 21, Damage.Kind.ALTERED),
                                        new Damage(30, 31, Damage.Kind.MISSING),
                                        new Damage(50, 50, Damage.Kind.MISSING)));
            }
        }
    }

    private static void behindItsBack(Ledger ledger, String sql) throws SQLException {
        try (var connection = ledger.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }

    private interface Blow {
        void falls(Process writer) throws Exception;
    }

    /** Lets a process write until so much is acknowledged, and then lets the blow fall, which must end it. */
    private void killedAfter(Random random, Blow blow) throws Exception {
        int enough = 50 + random.nextInt(300);
        var writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultyWriter.class.getName(),
                        Integer.toString(server.port()),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var reader = Thread.ofVirtual().start(() -> {
            try (var lines =
                    new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) acknowledge(line);
            } catch (IOException ended) {
                // the process has gone, and what it said before has been heard
            }
        });
        try {
            int before = acknowledged.size();
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= before + enough);
            blow.falls(writer);
        } finally {
            writer.destroyForcibly();
            writer.waitFor();
            reader.join();
        }
    }

    /** A line cut short by the kill was not acknowledged to anybody. */
    private void acknowledge(String line) {
        var words = line.split(" ", -1);
        if (words.length != 4 || words[3].length() != 36) return;
        acknowledged.put(UUID.fromString(words[2]), Long.parseLong(words[1]));
        commands.put(UUID.fromString(words[3]), Long.parseLong(words[1]));
    }

    private void goesOn() {
        int before = acknowledged.size();
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > before + 20);
    }

    private void nothingIsLost() {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> log.head() >= 0);
        long head = log.head();
        var stands = new HashMap<UUID, Long>();
        var last = new HashMap<String, Long>();
        var recorded = new ArrayList<Instant>();
        log.replay(
                0,
                head,
                event -> event,
                page -> page.forEach(event -> {
                    assertThat(event.position()).isEqualTo(stands.size() + 1L);
                    stands.put(event.eventId(), event.position());
                    assertThat(event.sequence()).isEqualTo(last.getOrDefault(event.stream(), -1L) + 1);
                    last.put(event.stream(), event.sequence());
                    recorded.add(event.recordedAt());
                }));
        assertThat(stands).hasSize((int) head).containsAllEntriesOf(acknowledged);
        assertThat(recorded).isSorted();
        assertThat(log.verify(0, head)).isEmpty();
        assertThat(log.commands(new HashSet<>(commands.keySet()))).hasSameSizeAs(commands);
    }

    /** An hour forward or back whenever it is asked. */
    private static final class JumpingClock extends Clock {
        private final Random random;

        JumpingClock(Random random) {
            this.random = random;
        }

        @Override
        public synchronized Instant instant() {
            return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(121) - 60));
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
