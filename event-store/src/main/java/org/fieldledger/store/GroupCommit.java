package org.fieldledger.store;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Lets appends that arrive together share one round trip and one commit.
 *
 * <p>One caller at a time leads: it takes what is waiting, stores it, tells each its answer and passes the lead on to the
 * next that came meanwhile. A lone caller thus commits on its own thread, with nobody to hand over to. A group never holds
 * two appends of which one writes what the other writes or rests on, so no answer depends on the order within.
 *
 * <p>A commit costs much the same however many share it, and a busy caller is back moments after its answer. So whoever leads
 * waits a fraction of a commit for those just answered, unless they did not come the last time.
 */
final class GroupCommit {

    /** What PostgreSQL answers when lock_timeout, set on ledger.append, runs out. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int EVENTS_AT_MOST = 2_000;

    private static final long WAIT_FOR_COMPANY_NS = TimeUnit.MICROSECONDS.toNanos(150);
    /** Groups that go at once after one that waited in vain. */
    private static final int GOES_ALONE = 32;

    private final DataSource database;
    private final LogWriter writer;
    private final LongConsumer committed;
    private final MeterRegistry meters;
    private final DistributionSummary eventsPerCommit;
    private final Timer commitTime;

    private final ReentrantLock door = new ReentrantLock();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private boolean someoneLeads;
    /** How many may be expected to share the next commit, when the last ended, and how long not to wait for them. */
    private int company;

    private long lastAnswered;
    private int goingAlone;
    private @Nullable Thread waitsForCompany;

    /** @param committed told the last position after every commit */
    GroupCommit(DataSource database, Clock clock, MeterRegistry meters, LongConsumer committed) {
        this.database = database;
        this.writer = new LogWriter(clock);
        this.committed = committed;
        this.meters = meters;
        this.eventsPerCommit = DistributionSummary.builder("fieldledger.append.batch")
                .description("Events that shared one commit")
                .baseUnit("events")
                .register(meters);
        this.commitTime = Timer.builder("fieldledger.append.commit")
                .description("Time the database took for one append with its commit, however many shared it")
                .publishPercentileHistogram()
                .register(meters);
    }

    Appended append(Append append) {
        var started = Timer.start(meters);
        var mine = new Waiting(append, Thread.currentThread());
        door.lock();
        try {
            queue.add(mine);
            if (waitsForCompany != null && queue.size() >= company) LockSupport.unpark(waitsForCompany);
            if (!someoneLeads) {
                someoneLeads = true;
                if (System.nanoTime() - lastAnswered > WAIT_FOR_COMPANY_NS) company = 1;
                mine.turn = Turn.LEADS;
            }
        } finally {
            door.unlock();
        }
        mine.awaitTurn();
        if (mine.turn == Turn.LEADS) lead();
        started.stop(timer(mine.refusal));
        if (mine.refusal != null) throw mine.refusal;
        return mine.appended();
    }

    private Timer timer(@Nullable RuntimeException refusal) {
        var outcome = switch (refusal) {
            case null -> "appended";
            case StreamMovedOn moved -> "conflict";
            case CommandRepeated repeated -> "repeated";
            case Unstorable unstorable -> "unstorable";
            default -> "unavailable";
        };
        return Timer.builder("fieldledger.append")
                .description("Time from asking to being answered")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(meters);
    }

    /** Stores one group, in which the caller's own append comes first, and passes the lead on. */
    private void lead() {
        var group = new ArrayList<Waiting>();
        try {
            awaitCompany();
            gather(group);
            store(group);
        } catch (Throwable unforeseen) { // whatever it is, nobody may be left waiting
            var failure = new StoreUnavailable("The append broke off: nobody knows whether it was stored", unforeseen);
            group.stream().filter(waiting -> !waiting.answered()).forEach(waiting -> waiting.refuse(failure));
        } finally {
            passOn(group.size());
            group.forEach(Waiting::answer);
        }
    }

    private void gather(List<Waiting> group) {
        var written = new HashSet<String>();
        var reliedOn = new HashSet<String>();
        var commands = new HashSet<UUID>();
        int events = 0;
        door.lock();
        try {
            for (Iterator<Waiting> waiting = queue.iterator(); waiting.hasNext(); ) {
                var next = waiting.next();
                events += next.append.events().size();
                if (!group.isEmpty() && events > EVENTS_AT_MOST) return;
                if (!next.joins(written, reliedOn, commands)) continue;
                group.add(next);
                waiting.remove();
            }
        } finally {
            door.unlock();
        }
    }

    private void awaitCompany() {
        door.lock();
        try {
            if (queue.size() >= company || goingAlone-- > 0) return;
            waitsForCompany = Thread.currentThread();
            long end = System.nanoTime() + WAIT_FOR_COMPANY_NS;
            for (long left = WAIT_FOR_COMPANY_NS; left > 0 && queue.size() < company; left = end - System.nanoTime()) {
                door.unlock();
                try {
                    LockSupport.parkNanos(this, left);
                } finally {
                    door.lock();
                }
            }
            waitsForCompany = null;
            goingAlone = queue.size() > company / 2 ? 0 : GOES_ALONE;
        } finally {
            door.unlock();
        }
    }

    private void passOn(int answered) {
        door.lock();
        try {
            company = answered + queue.size();
            lastAnswered = System.nanoTime();
            var next = queue.peek();
            someoneLeads = next != null;
            if (next != null) next.takeTurn(Turn.LEADS);
        } finally {
            door.unlock();
        }
    }

    private void store(List<Waiting> group) {
        var left = new ArrayList<>(group);
        while (!left.isEmpty()) {
            var started = Timer.start(meters);
            try (var connection = database.getConnection()) {
                if (!connection.getAutoCommit()) connection.setAutoCommit(true);
                boolean stored = send(connection, left);
                started.stop(commitTime);
                if (stored) return;
                left.removeIf(Waiting::answered);
            } catch (SQLException failure) {
                if (!ownFault(failure)) {
                    var unavailable = new StoreUnavailable(whatFailed(failure), failure);
                    left.forEach(waiting -> waiting.refuse(unavailable));
                    return;
                }
                // One of them is not storable; alone, each gets what it deserves.
                if (left.size() > 1) left.forEach(waiting -> store(List.of(waiting)));
                else left.getFirst().refuse(new Unstorable(reason(failure), failure));
                return;
            }
        }
    }

    private static String whatFailed(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState())
                ? "Another session has held the head of the log for ten seconds; nothing was stored"
                : "The database failed or was lost during an append: nobody knows whether it was stored";
    }

    /** Malformed data, or an event id used twice, speaks of the append; anything else of the database. */
    private static boolean ownFault(SQLException failure) {
        var state = failure.getSQLState();
        return state != null && (state.startsWith("22") || usedEventId(failure));
    }

    private static boolean usedEventId(SQLException failure) {
        return failure instanceof PSQLException told
                && told.getServerErrorMessage() != null
                && "event_event_id_key".equals(told.getServerErrorMessage().getConstraint());
    }

    private static String reason(SQLException failure) {
        return usedEventId(failure)
                ? "An event id of this append is already in the log"
                : "The append holds something PostgreSQL cannot store as JSON text";
    }

    /** Stores all and answers true, or answers false with those that stand in the way told so. */
    private boolean send(Connection connection, List<Waiting> waiting) throws SQLException {
        var group = new LogWriter.Group();
        waiting.forEach(each -> group.add(each.append, each.expected));
        return switch (writer.write(connection, group)) {
            case LogWriter.Written.Stored(var base, var moment) -> {
                accept(waiting, base, moment);
                eventsPerCommit.record(group.events());
                yield true;
            }
            case LogWriter.Written.InTheWay(var refusals) -> {
                refusals.forEach(refusal -> waiting.get(refusal.append()).refuse(refusal.why()));
                yield false;
            }
        };
    }

    private void accept(List<Waiting> group, long base, Instant moment) {
        for (var waiting : group) {
            int events = waiting.append.events().size();
            waiting.appended = new Appended(base + 1, base + events, moment);
            base += events;
        }
        committed.accept(base);
    }

    private enum Turn {
        WAITS,
        LEADS,
        ANSWERED
    }

    /** One caller and what it wants stored. */
    private static final class Waiting {
        final Append append;
        final Map<String, Long> expected;
        private final Thread caller;
        volatile Turn turn = Turn.WAITS;
        private @Nullable Appended appended;
        private @Nullable AppendRefused refusal;

        Waiting(Append append, Thread caller) {
            this.append = append;
            this.expected = append.expectations();
            this.caller = caller;
        }

        /** Joins a group unless it would write what another in it writes or rests on, or the other way round. */
        boolean joins(Set<String> written, Set<String> reliedOn, Set<UUID> commands) {
            for (var event : append.events())
                if (written.contains(event.stream()) || reliedOn.contains(event.stream())) return false;
            for (var stream : expected.keySet()) if (written.contains(stream)) return false;
            for (var command : append.commands()) if (commands.contains(command.commandId())) return false;
            append.events().forEach(event -> written.add(event.stream()));
            reliedOn.addAll(expected.keySet());
            append.commands().forEach(command -> commands.add(command.commandId()));
            return true;
        }

        /** Where several things stand in the way the repeated command counts most: its answer is known already. */
        void refuse(AppendRefused why) {
            if (refusal == null || why instanceof CommandRepeated) refusal = why;
        }

        boolean answered() {
            return appended != null || refusal != null;
        }

        Appended appended() {
            if (appended == null) throw new IllegalStateException("Answered without an answer");
            return appended;
        }

        void answer() {
            takeTurn(Turn.ANSWERED);
        }

        void takeTurn(Turn next) {
            turn = next;
            LockSupport.unpark(caller);
        }

        /** An interrupt does not end the wait, for the append may be on its way to disk; it is kept for the caller. */
        void awaitTurn() {
            boolean interrupted = false;
            while (turn == Turn.WAITS) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
