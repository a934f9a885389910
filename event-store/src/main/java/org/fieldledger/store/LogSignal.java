package org.fieldledger.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes whoever waits for the log to grow: at once for appends of this process, by NOTIFY for those of others.
 *
 * <p>Notifying happens after the commit and on a thread of its own, one message for all that was appended meanwhile, because
 * PostgreSQL lets only one notifying transaction commit at a time. A message may be lost with its connection; so listening
 * starts by looking, and waiting looks once a second by itself.
 */
final class LogSignal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogSignal.class);
    private static final String CHANNEL = "fieldledger_log";
    /** Not flushed: a notice lost in a crash is made up for by looking, and appends need the disk more. */
    private static final String NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

    private static final long LOOK_ANYWAY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long BETWEEN_NOTICES_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BEFORE_RECONNECT_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int LISTEN_ATTENTION_MS = 5_000;

    private final DataSource database;
    private final LongSupplier headInDatabase;
    private final AtomicLong known;
    private final AtomicLong toAnnounce = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread listener;
    private final Thread announcer;
    private volatile @Nullable Connection listening;

    LogSignal(DataSource database, LongSupplier headInDatabase) {
        this.database = database;
        this.headInDatabase = headInDatabase;
        this.known = new AtomicLong(headInDatabase.getAsLong());
        this.listener = Thread.ofPlatform().daemon().name("fieldledger-listen").start(this::listen);
        this.announcer = Thread.ofPlatform().daemon().name("fieldledger-notify").start(this::announce);
    }

    /** The highest position this process has heard of. */
    long known() {
        return known.get();
    }

    /** This process has committed up to {@code position}. */
    void appended(long position) {
        heard(position);
        if (toAnnounce.accumulateAndGet(position, Math::max) == position) LockSupport.unpark(announcer);
    }

    /** Waits until the log goes beyond {@code position}; false if it did not in time, or the thread was interrupted. */
    boolean awaitBeyond(long position, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (known.get() <= position) {
            long left = deadline - System.nanoTime();
            if (left <= 0) return false;
            try {
                if (!sleepUntilGrown(position, Math.min(left, LOOK_ANYWAY_NS))) heard(headInDatabase.getAsLong());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean sleepUntilGrown(long position, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (known.get() <= position) {
                if (nanos <= 0) return false;
                nanos = grown.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void heard(long position) {
        lock.lock();
        try {
            if (position <= known.get()) return;
            known.set(position);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        boolean told = false;
        while (!closed.get()) {
            try (var connection = database.getConnection()) {
                listening = connection;
                if (!connection.getAutoCommit()) connection.setAutoCommit(true);
                try (var statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                var notices = connection.unwrap(PGConnection.class);
                heard(headOn(connection));
                if (told) LOG.info("Hearing of appends by other processes again");
                told = false;
                while (!closed.get()) {
                    var heard = notices.getNotifications(LISTEN_ATTENTION_MS);
                    // Silence may be a dead connection: asking tells.
                    if (heard == null || heard.length == 0) heard(headOn(connection));
                    else for (var notice : heard) heard(Long.parseLong(notice.getParameter()));
                }
            } catch (SQLException lost) {
                if (closed.get()) return;
                // Once for each time it is lost, however often it is tried again.
                if (!told)
                    LOG.warn(
                            "Not hearing of appends by other processes, looking once a second until this is mended: {}",
                            lost.getMessage());
                told = true;
                LockSupport.parkNanos(this, BEFORE_RECONNECT_NS);
            }
        }
    }

    private static long headOn(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select position from ledger.head")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void announce() {
        long announced = 0;
        while (!closed.get()) {
            long position = toAnnounce.get();
            if (position <= announced) {
                LockSupport.park(this);
                continue;
            }
            try (var connection = database.getConnection()) {
                if (!connection.getAutoCommit()) connection.setAutoCommit(true);
                try (var notify = connection.prepareStatement(NOTIFY)) {
                    notify.setString(1, CHANNEL);
                    notify.setString(2, Long.toString(position));
                    notify.execute();
                }
            } catch (SQLException lost) {
                LOG.debug("A notice was lost; other processes find out by looking", lost);
            }
            announced = position;
            LockSupport.parkNanos(this, BETWEEN_NOTICES_NS);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        LockSupport.unpark(announcer);
        LockSupport.unpark(listener);
        var connection = listening;
        try {
            if (connection != null) connection.abort(Runnable::run);
            listener.join(Duration.ofSeconds(2));
            announcer.join(Duration.ofSeconds(2));
        } catch (SQLException alreadyGone) {
            LOG.debug("The listening connection was gone already", alreadyGone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
