package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.store.Ledger.append;
import static org.fieldledger.store.Ledger.command;
import static org.fieldledger.store.Ledger.event;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log promises while many write at once, from two logs with a pool each as two processes would have. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class LogUnderRaceTest {

    private static final long SEED = 20190107;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Ledger ledger;
    private EventLog here;
    private EventLog there;

    @BeforeEach
    void open() throws SQLException {
        ledger = new Ledger(StoreKind.ORDINARY);
        here = ledger.open();
        there = ledger.open();
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        ledger.close();
    }

    @Test
    void sixteen_writers_leave_one_dense_order_and_no_reader_ever_sees_a_hole() throws Exception {
        var accepted = new ConcurrentHashMap<UUID, Long>();
        var writing = new AtomicBoolean(true);
        var readers = List.of(
                threads.submit(() -> readInOrder(here, writing)), threads.submit(() -> readInOrder(there, writing)));
        var writers = new ArrayList<Future<?>>();
        for (int writer = 0; writer < 16; writer++) {
            var random = new Random(SEED + writer);
            var log = writer % 2 == 0 ? here : there;
            writers.add(threads.submit(() -> write(log, random, accepted)));
        }
        for (var writer : writers) writer.get();
        writing.set(false);

        var all = here.after(0, 100_000);
        for (var reader : readers) assertThat(reader.get()).isEqualTo(all.size());
        assertThat(all).hasSize(accepted.size());
        var streams = new ConcurrentHashMap<String, Long>();
        for (int n = 0; n < all.size(); n++) {
            var stored = all.get(n);
            assertThat(stored.position()).isEqualTo(n + 1);
            assertThat(accepted).containsEntry(stored.eventId(), stored.position());
            assertThat(stored.sequence()).isEqualTo(streams.merge(stored.stream(), 0L, (last, first) -> last + 1));
            if (n > 0)
                assertThat(stored.recordedAt()).isAfterOrEqualTo(all.get(n - 1).recordedAt());
        }
    }

    /** Forty appends of one to three events to a few contended streams, each until it is accepted. */
    private static void write(EventLog log, Random random, Map<UUID, Long> accepted) {
        for (int done = 0; done < 40; ) {
            var stream = "s" + random.nextInt(24);
            var other = "s" + random.nextInt(24);
            var stands = log.streams(List.of(stream, other));
            long last = stands.getOrDefault(stream, List.of()).size() - 1;
            var events = new ArrayList<NewEvent>();
            for (int n = 0; n <= random.nextInt(3); n++) events.add(event(stream, last + 1 + n));
            var conditions = other.equals(stream)
                    ? Map.<String, Long>of()
                    : Map.of(other, stands.getOrDefault(other, List.of()).size() - 1L);
            try {
                var appended = log.append(new Append(events, conditions, List.of(command(UUID.randomUUID()))));
                for (int n = 0; n < events.size(); n++)
                    accepted.put(events.get(n).eventId(), appended.firstPosition() + n);
                done++;
            } catch (StreamMovedOn again) {
                assertThat(again.actual()).isGreaterThan(again.expected());
            }
        }
    }

    private static long readInOrder(EventLog log, AtomicBoolean writing) {
        long seen = 0;
        while (true) {
            boolean last = !writing.get();
            var page = log.after(seen, 50);
            for (var event : page) assertThat(event.position()).isEqualTo(++seen);
            if (page.isEmpty()) {
                if (last) return seen;
                log.awaitBeyond(seen, Duration.ofMillis(100));
            }
        }
    }

    @Test
    void of_two_decisions_that_rest_on_each_others_stream_exactly_one_is_recorded() throws Exception {
        for (int round = 0; round < 150; round++) {
            var interview = "interview/" + round;
            var withdrawal = "withdrawal/" + round;
            var second = round % 3 == 0 ? here : there;
            var outcomes = atOnce(List.of(
                    () -> accepted(here, new Append(List.of(event(interview, 0)), Map.of(withdrawal, -1L), List.of())),
                    () -> accepted(
                            second, new Append(List.of(event(withdrawal, 0)), Map.of(interview, -1L), List.of()))));

            assertThat(outcomes).as("round %d", round).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void a_command_submitted_eight_times_at_once_is_accepted_once() throws Exception {
        for (int round = 0; round < 30; round++) {
            var command = command(UUID.randomUUID());
            var submissions = new ArrayList<Callable<Boolean>>();
            for (int n = 0; n < 8; n++) {
                var log = n % 2 == 0 ? here : there;
                var append = new Append(List.of(event("s/" + round + "/" + n, 0)), Map.of(), List.of(command));
                submissions.add(() -> accepted(log, append));
            }
            assertThat(atOnce(submissions)).containsOnlyOnce(true);
        }
        assertThat(here.head()).isEqualTo(30);
    }

    @Test
    void an_append_held_open_elsewhere_delays_the_others_and_is_not_skipped() throws Exception {
        here.append(append(event("a", 0)));
        try (var held = ledger.source().getConnection()) {
            holdOpen(held);
            var waiting = threads.submit(() -> there.append(append(event("b", 0))));
            await().until(() -> locksWaitedFor() == 1);

            assertThat(here.after(0, 10)).hasSize(1);
            assertThat(here.awaitBeyond(1, Duration.ofMillis(50))).isFalse();

            held.commit();
            assertThat(waiting.get().firstPosition()).isEqualTo(3);
            assertThat(here.after(1, 10)).extracting(StoredEvent::stream).containsExactly("held", "b");
        }
    }

    @Test
    void an_append_that_is_rolled_back_leaves_no_hole() throws Exception {
        here.append(append(event("a", 0)));
        try (var held = ledger.source().getConnection()) {
            holdOpen(held);
            var waiting = threads.submit(() -> there.append(append(event("b", 0))));
            await().until(() -> locksWaitedFor() == 1);
            held.rollback();
            assertThat(waiting.get().firstPosition()).isEqualTo(2);
        }
    }

    @Test
    void a_session_that_never_lets_go_makes_the_store_unavailable_and_stores_nothing() throws Exception {
        try (var held = ledger.source().getConnection()) {
            holdOpen(held);
            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> here.append(append(event("a", 0))))
                    .withMessageContaining("nothing was stored");
            held.rollback();
        }
        assertThat(here.append(append(event("a", 0))).firstPosition()).isEqualTo(1);
    }

    @Test
    void an_idle_writing_transaction_elsewhere_holds_nothing_up() throws Exception {
        try (var idle = ledger.source().getConnection();
                var statement = idle.createStatement()) {
            idle.setAutoCommit(false);
            statement.execute("create table elsewhere (n int)");
            statement.execute("insert into elsewhere values (1)");

            here.append(append(event("a", 0)));
            assertThat(there.after(0, 10)).hasSize(1);
            idle.rollback();
        }
    }

    @Test
    void what_is_wrong_with_one_append_is_no_concern_of_those_it_shares_a_commit_with() throws Exception {
        var repeated = command(UUID.randomUUID());
        here.append(new Append(List.of(event("a", 0)), Map.of(), List.of(repeated)));
        var broken = new NewEvent("broken", 0, UUID.randomUUID(), "T", null, null, "{not json", "{}");
        var appends = List.of(
                append(event("first", 0)),
                append(event("b", 0)),
                append(event("a", 0)),
                new Append(List.of(event("c", 0)), Map.of("a", 7L), List.of()),
                new Append(List.of(event("d", 0)), Map.of(), List.of(repeated)),
                append(broken),
                append(event("e", 0), event("e", 1)));

        var answers = new ArrayList<Future<Optional<AppendRefused>>>();
        try (var held = ledger.source().getConnection()) {
            holdOpen(held);
            var callers = new ArrayList<Thread>();
            for (var append : appends) {
                var answer = new CompletableFuture<Optional<AppendRefused>>();
                answers.add(answer);
                callers.add(Thread.ofPlatform().start(() -> {
                    try {
                        here.append(append);
                        answer.complete(Optional.empty());
                    } catch (AppendRefused refused) {
                        answer.complete(Optional.of(refused));
                    }
                }));
                if (callers.size() == 1) await().until(() -> locksWaitedFor() == 1);
            }
            await().until(() -> callers.stream().skip(1).allMatch(t -> t.getState() == Thread.State.WAITING));
            held.commit();
        }

        assertThat(answers.get(0).get()).isEmpty();
        assertThat(answers.get(1).get()).isEmpty();
        assertThat(answers.get(2).get()).containsInstanceOf(StreamMovedOn.class);
        assertThat(answers.get(3).get()).containsInstanceOf(StreamMovedOn.class);
        assertThat(answers.get(4).get()).containsInstanceOf(CommandRepeated.class);
        assertThat(answers.get(5).get()).containsInstanceOf(Unstorable.class);
        assertThat(answers.get(6).get()).isEmpty();
        assertThat(here.head()).isEqualTo(6);
    }

    @Test
    void appends_that_arrive_together_share_a_commit() throws Exception {
        try (var held = ledger.source().getConnection()) {
            holdOpen(held);
            var leader = threads.submit(() -> here.append(append(event("leader", 0))));
            await().until(() -> locksWaitedFor() == 1);
            var callers = new ArrayList<Thread>();
            for (int n = 0; n < 10; n++) {
                var stream = "follower/" + n;
                callers.add(Thread.ofPlatform().start(() -> here.append(append(event(stream, 0)))));
            }
            await().until(() -> callers.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
            held.commit();
            leader.get();
            for (var caller : callers) caller.join();
        }
        var commits = ledger.meters.get("fieldledger.append.batch").summary();
        assertThat(commits.count()).isEqualTo(2);
        assertThat(commits.max()).isEqualTo(10);
    }

    @Test
    void whoever_waits_is_woken_by_an_append_of_another_process_well_before_it_would_look_by_itself() {
        warmUpListening();
        for (int n = 0; n < 5; n++) {
            long head = there.head();
            var woken = CompletableFuture.supplyAsync(
                    () -> {
                        there.awaitBeyond(head, Duration.ofSeconds(10));
                        return System.nanoTime();
                    },
                    threads);
            long committed = here.append(append(event("woken/" + n, 0))).lastPosition();
            long since = System.nanoTime();
            assertThat(committed).isEqualTo(head + 1);
            assertThat(Duration.ofNanos(woken.join() - since)).isLessThan(Duration.ofMillis(500));
        }
    }

    @Test
    void after_the_listening_connection_is_lost_appends_are_still_heard_of() throws Exception {
        warmUpListening();
        try (var connection = ledger.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                     where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()
                    """);
        }
        long head = there.head();
        here.append(append(event("after", 0)));
        assertThat(there.awaitBeyond(head, Duration.ofSeconds(10))).isTrue();
        warmUpListening();
    }

    @Test
    void a_database_that_is_gone_is_said_to_be_unavailable() throws Exception {
        ledger.close();
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> here.append(append(event("a", 0))));
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> here.after(0, 1));
    }

    /** Until a notice gets through faster than anyone would look by themselves. */
    private void warmUpListening() {
        await().until(() -> {
            long head = there.head();
            here.append(append(event("warm/" + UUID.randomUUID(), 0)));
            return there.awaitBeyond(head, Duration.ofMillis(200));
        });
    }

    private <T> List<T> atOnce(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        var barrier = new CyclicBarrier(tasks.size());
        var running = new ArrayList<Future<T>>();
        for (var task : tasks)
            running.add(threads.submit(() -> {
                barrier.await(10, TimeUnit.SECONDS);
                return task.call();
            }));
        var outcomes = new ArrayList<T>();
        for (var each : running) outcomes.add(each.get());
        return outcomes;
    }

    private static boolean accepted(EventLog log, Append append) {
        try {
            log.append(append);
            return true;
        } catch (StreamMovedOn | CommandRepeated refused) {
            return false;
        }
    }

    /** Appends one event in a transaction that stays open. */
    private static void holdOpen(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    select * from ledger.append(now(), array['held'], array[0]::bigint[], array[gen_random_uuid()], array['T'],
                        array[null]::text[], array[null]::text[], array['{}'], array['{}'],
                        '{}', '{}', '{}', '{}', '{}', '{}', '{}')
                    """);
        }
    }

    private long locksWaitedFor() throws SQLException {
        try (var connection = ledger.source().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
