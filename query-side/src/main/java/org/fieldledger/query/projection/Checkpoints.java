package org.fieldledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far each projection has read. The only class that names query.checkpoint. */
@Component
public class Checkpoints {

    /** How far, at what version of the projection, and the recorded time of the last event read; absent at the beginning. */
    public record Checkpoint(
            int version, long position, @Nullable Instant recordedAt) {}

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final JdbcClient db;
    private final Object moved = new Object();

    Checkpoints(JdbcClient db) {
        this.db = db;
    }

    /** Where the projection stands, seen by the transaction that asks. */
    public Optional<Checkpoint> of(String projection) {
        return read(projection, "");
    }

    /** The same, and nobody else moves it until the transaction ends: this is what makes two runners safe. */
    Optional<Checkpoint> lock(String projection) {
        return read(projection, " for update");
    }

    private Optional<Checkpoint> read(String projection, String locking) {
        return db.sql("select version, position, recorded_at from query.checkpoint where projection = :projection"
                        + locking)
                .param("projection", projection)
                .query((row, n) -> {
                    var recordedAt = row.getObject("recorded_at", OffsetDateTime.class);
                    return new Checkpoint(
                            row.getInt("version"),
                            row.getLong("position"),
                            recordedAt == null ? null : recordedAt.toInstant());
                })
                .optional();
    }

    void begin(String projection, int version) {
        db.sql("""
                insert into query.checkpoint (projection, version, position) values (:projection, :version, 0)
                on conflict do nothing
                """).param("projection", projection).param("version", version).update();
    }

    void move(String projection, long position, Instant recordedAt) {
        db.sql("""
                update query.checkpoint set position = :position, recorded_at = :recordedAt where projection = :projection
                """)
                .param("projection", projection)
                .param("position", position)
                .param("recordedAt", recordedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The checkpoint of a rebuild takes the place of the one it replaces. */
    void replace(String projection, String by) {
        forget(projection);
        db.sql("update query.checkpoint set projection = :projection where projection = :by")
                .param("projection", projection)
                .param("by", by)
                .update();
    }

    void forget(String projection) {
        db.sql("delete from query.checkpoint where projection = :projection")
                .param("projection", projection)
                .update();
    }

    /** Tells those who wait in {@link #await} to look again. */
    void signal() {
        synchronized (moved) {
            moved.notifyAll();
        }
    }

    /**
     * Waits until the projection has read up to a position, so that a client can read what it has just written. Looks
     * again ten times a second besides, because another process may be the one that projects. False when time is up.
     */
    public boolean await(String projection, long position, Duration atMost) {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (of(projection).map(Checkpoint::position).orElse(0L) < position) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) return false;
            if (!pause(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN)) return false;
        }
        return true;
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is in the caller, which looks at the database and not at a field
    private boolean pause(Duration atMost) {
        try {
            synchronized (moved) {
                moved.wait(Math.max(1, atMost.toMillis()));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
