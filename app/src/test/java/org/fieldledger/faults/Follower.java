package org.fieldledger.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** Reads the log as a projection does, from beginning to end while it grows, and notices whatever is out of order. */
final class Follower implements AutoCloseable {

    private final EventLog log;
    private final List<UUID> read = new ArrayList<>();
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile long position;

    Follower(EventLog log) {
        this.log = log;
        this.thread = Thread.ofPlatform().name("follower").start(this::follow);
    }

    private void follow() {
        var before = Instant.MIN;
        while (running)
            try {
                for (var event : log.after(position, 500)) {
                    if (event.position() != position + 1)
                        trouble.compareAndSet(null, "after %d came %d".formatted(position, event.position()));
                    if (event.recordedAt().isBefore(before))
                        trouble.compareAndSet(null, "recorded time stepped back at " + event.position());
                    before = event.recordedAt();
                    read.add(event.eventId());
                    position = event.position();
                }
                log.awaitBeyond(position, Duration.ofMillis(200));
            } catch (StoreUnavailable unavailable) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
    }

    long position() {
        return position;
    }

    @Nullable
    String trouble() {
        return trouble.get();
    }

    /** Everything read, in the order of reading. To be asked after {@link #close}. */
    List<UUID> read() {
        return List.copyOf(read);
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
