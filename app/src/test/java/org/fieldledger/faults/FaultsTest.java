package org.fieldledger.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.query.QuerySideApplication;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.LogVerification;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever breaks, nothing that was acknowledged is lost, nothing is there twice, and nobody reads past a hole. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FaultsTest {

    private static final long SEED = Long.getLong("fieldledger.faults.seed", 20_190_101);
    private static final int ROUNDS = Integer.getInteger("fieldledger.faults.rounds", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private final List<Process> processes = new ArrayList<>();
    private Path home;
    private EmbeddedDatabase postgres;
    private HikariDataSource database;

    @BeforeEach
    void aStore() {
        home = folder.resolve("home");
        begin();
    }

    private void begin() {
        postgres = TestDatabase.in(home);
        var settings = new HikariConfig();
        settings.setJdbcUrl(postgres.jdbcUrl());
        settings.setUsername(postgres.username());
        settings.setPassword(postgres.password());
        settings.setMaximumPoolSize(6);
        settings.setConnectionTimeout(2_000);
        database = new HikariDataSource(settings);
        StoreSetup.open(database, StoreKind.ORDINARY);
    }

    @AfterEach
    void nothingKeepsRunning() {
        processes.forEach(Process::destroyForcibly);
        database.close();
        postgres.close();
    }

    @Test
    void a_program_killed_while_it_appends() throws Exception {
        var order = order(8, 20, 1100 * ROUNDS, false);
        try (var follower = follow()) {
            var program = start(order);
            for (int round = 0; round < ROUNDS; round++) {
                awaitMore(order);
                program.destroyForcibly().waitFor();
                program = start(order);
            }
            ends(program);
            keeps(order, follower);
        }
    }

    @Test
    void a_backend_killed_and_then_the_postmaster() throws Exception {
        var order = order(8, 20, 200 * ROUNDS, false);
        project();
        try (var follower = follow()) {
            var program = start(order);
            for (int round = 0; round < ROUNDS; round++) {
                awaitMore(order);
                kill(anyBackend());
                awaitMore(order);
                kill(postmaster());
                restartPostgres();
            }
            ends(program);
            keeps(order, follower);
            isProjected();
        }
    }

    @Test
    void a_connection_cut_between_commit_and_answer() throws Exception {
        try (var proxy = new CuttingProxy(port(), SEED, 60)) {
            var order = order(8, 20, 100, false);
            order = new Writers.Order(
                    postgres.jdbcUrl().replace(":" + port() + "/", ":" + proxy.port() + "/"),
                    order.user(),
                    order.acknowledged(),
                    order.seed(),
                    order.writers(),
                    order.streams(),
                    order.each() * ROUNDS,
                    false,
                    false);
            try (var follower = follow()) {
                ends(start(order));
                assertThat(proxy.cuts()).as("lines cut").isGreaterThan(5);
                keeps(order, follower);
            }
        }
    }

    @Test
    void thirty_two_writers_in_two_processes_on_one_stream_with_clocks_that_jump() throws Exception {
        var one = order(16, 1, 10 * ROUNDS, true);
        var other = new Writers.Order(
                one.url(), one.user(), folder.resolve("other"), SEED + 1, 16, 1, 10 * ROUNDS, true, false);
        try (var follower = follow()) {
            var programs = List.of(start(one), start(other));
            for (var program : programs) ends(program);
            keeps(one, follower);
            keeps(other, follower);
            assertThat(new Promises(database).events()).hasSize((int) (one.commands() + other.commands()));
        }
    }

    @Test
    void the_same_commands_from_two_processes_at_once_one_from_the_last_to_the_first() throws Exception {
        var one = order(8, 20, 80 * ROUNDS, false);
        var same = one.backwards(folder.resolve("same"));
        try (var follower = follow()) {
            var programs = List.of(start(one), start(same));
            for (var program : programs) ends(program);
            keeps(one, follower);
            keeps(same, follower);
            assertThat(new Promises(database).events()).hasSize((int) one.commands());
        }
    }

    @Test
    void an_append_held_open_stops_everybody_visibly_and_then_all_go_on() throws Exception {
        var order = order(4, 20, 100 * ROUNDS, false);
        var verification = new LogVerification(database);
        try (var follower = follow();
                var holding = database.getConnection()) {
            holding.setAutoCommit(false);
            HeldAppend.on(holding, "held");
            var program = start(order);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> verification.headHeld().compareTo(Duration.ofSeconds(3)) > 0);
            assertThat(follower.position()).as("read while it was held").isZero();
            holding.commit();
            ends(program);
            keeps(order, follower);
        }
    }

    @Test
    void what_is_edited_deleted_or_exchanged_behind_the_stores_back_is_seen() throws Exception {
        ends(start(order(4, 20, 100, false)));
        var verification = new LogVerification(database);
        assertThat(verification.check(0, 100_000).faults()).isEmpty();

        behindTheBack("update ledger.event set payload = '{\"writer\":0}' where position = 17");
        assertThat(positions(verification)).containsExactly(17L);
        behindTheBack(
                "update ledger.event set recorded_at = recorded_at + interval '1 microsecond' where position = 30");
        assertThat(positions(verification)).contains(17L, 30L);
        behindTheBack("delete from ledger.event where position = 50");
        assertThat(positions(verification)).contains(17L, 30L, 50L);
        behindTheBack("update ledger.event set position = -70 where position = 70;"
                + "update ledger.event set position = 70 where position = 71;"
                + "update ledger.event set position = 71 where position = -70");
        assertThat(positions(verification)).contains(17L, 30L, 50L, 70L, 71L);
    }

    @Test
    void a_disk_that_is_full_and_then_has_room_again() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && mounted(folder.resolve("small")),
                "Skipped: a small file system can be mounted only by root");
        try {
            database.close();
            postgres.close();
            home = folder.resolve("small").resolve("home");
            begin();
            var filler = folder.resolve("small").resolve("filler");
            var order = order(4, 20, 20_000, false);
            project();
            try (var follower = follow()) {
                var program = start(order);
                awaitMore(order);
                fill(filler);
                await().atMost(PATIENCE).until(() -> stuck(order));
                Files.delete(filler);
                if (!answers()) restartPostgres();
                awaitMore(order);
                program.destroyForcibly().waitFor();
                keeps(order, follower);
                isProjected();
            }
        } finally {
            database.close();
            postgres.close();
            new ProcessBuilder("umount", "-l", folder.resolve("small").toString())
                    .start()
                    .waitFor();
        }
    }

    /** Nothing was acknowledged for two seconds. */
    private static boolean stuck(Writers.Order order) throws Exception {
        var before = Writers.acknowledged(order.acknowledged()).size();
        TimeUnit.SECONDS.sleep(2);
        return Writers.acknowledged(order.acknowledged()).size() == before;
    }

    private boolean answers() {
        try (var connection = database.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException gone) {
            return false;
        }
    }

    private static boolean mounted(Path place) throws Exception {
        Files.createDirectories(place);
        return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=260m", "tmpfs", place.toString())
                        .start()
                        .waitFor()
                == 0;
    }

    private static void fill(Path filler) {
        var block = new byte[1 << 20];
        try (var out = Files.newOutputStream(filler)) {
            while (true) out.write(block);
        } catch (IOException full) {
            assertThat(filler).as("what fills the disk").exists();
        }
    }

    private List<Long> positions(LogVerification verification) {
        return verification.check(0, 100_000).faults().stream()
                .map(LogVerification.Fault::position)
                .distinct()
                .toList();
    }

    private void behindTheBack(String sql) throws Exception {
        var password =
                Files.readString(home.resolve("postgres.superuser.password")).strip();
        try (var connection = java.sql.DriverManager.getConnection(postgres.jdbcUrl(), "postgres", password);
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }

    private Writers.Order order(int writers, int streams, int each, boolean clockJumps) {
        return new Writers.Order(
                postgres.jdbcUrl(),
                postgres.username(),
                folder.resolve("acknowledged"),
                SEED,
                writers,
                streams,
                each,
                clockJumps,
                false);
    }

    private Follower follow() {
        return new Follower(EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry()));
    }

    private Process start(Writers.Order order) throws IOException {
        return start(Writers.class, order.arguments(), Map.of(Writers.PASSWORD, postgres.password()));
    }

    /** The query side as a program of its own, which has begun to project when this returns. */
    private void project() throws IOException {
        start(
                QuerySideApplication.class,
                List.of("--server.port=0", "--server.address=127.0.0.1"),
                Map.of(
                        "SPRING_DATASOURCE_URL",
                        postgres.jdbcUrl(),
                        "SPRING_DATASOURCE_USERNAME",
                        postgres.username(),
                        "SPRING_DATASOURCE_PASSWORD",
                        postgres.password(),
                        "FIELDLEDGER_MASTER_KEY_FILE",
                        folder.resolve("master.key").toString()));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> projectedUpTo() >= 0);
    }

    private long projectedUpTo() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select min(position) from query.checkpoint where projection = 'timeline'");
                var row = select.executeQuery()) {
            return row.next() && row.getObject(1) != null ? row.getLong(1) : -1;
        }
    }

    private void isProjected() throws SQLException {
        var events = new Promises(database).events();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> projectedUpTo() == events.size());
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select event_id from query.timeline order by position");
                var rows = select.executeQuery()) {
            var projected = new ArrayList<UUID>();
            while (rows.next()) projected.add(rows.getObject(1, UUID.class));
            assertThat(projected).as("what was projected, seed %d", SEED).isEqualTo(events);
        }
    }

    private Process start(Class<?> program, List<String> arguments, Map<String, String> environment)
            throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said-" + processes.size()).toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        processes.add(process);
        return process;
    }

    private void ends(Process program) throws Exception {
        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the program comes to its end, seed %d", SEED)
                .isTrue();
        assertThat(program.exitValue())
                .as("seed %d: %s", SEED, folder.resolve("said-" + processes.indexOf(program)))
                .isZero();
    }

    /** Until a seeded number of commands more have been acknowledged. */
    private void awaitMore(Writers.Order order) throws IOException {
        var from = Writers.acknowledged(order.acknowledged()).size();
        var more = 50 + chance.nextInt(250);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Writers.acknowledged(order.acknowledged()).size() >= from + more);
    }

    private void keeps(Writers.Order order, Follower follower) throws Exception {
        var promises = new Promises(database);
        promises.areKept(Writers.acknowledged(order.acknowledged()));
        var events = promises.events();
        await().atMost(PATIENCE).until(() -> follower.position() >= events.size());
        follower.close();
        assertThat(follower.trouble()).as("seed %d", SEED).isNull();
        assertThat(follower.read()).as("what was read, seed %d", SEED).isEqualTo(events);
    }

    private int port() {
        return URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    private long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(home.resolve("postgres/postmaster.pid")).getFirst());
    }

    private long anyBackend() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select pid from pg_stat_activity
                         where backend_type = 'client backend' and pid <> pg_backend_pid() and query ilike '%into ledger.event%' limit 1
                        """);
                var row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : postmasterBackend();
        }
    }

    private long postmasterBackend() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select pg_backend_pid()");
                var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void kill(long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-9", "" + pid).start().waitFor()).isZero();
    }

    private void restartPostgres() {
        postgres.close();
        postgres = TestDatabase.in(home);
    }
}
