package org.fieldledger.store;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lets a demonstration live through its years in minutes, then goes over to real time. Never runs backwards. */
public final class DemonstrationClock extends Clock {

    private final Clock real;
    private final ZoneId zone;
    /** The simulated moment; null once real time has been taken over. Shared by every view of this clock. */
    private final AtomicReference<@Nullable Instant> simulated;

    public DemonstrationClock(Instant start) {
        this(start, Clock.systemUTC());
    }

    /** Starts at {@code start} and hands over to {@code real} in the end. */
    public DemonstrationClock(Instant start, Clock real) {
        this(new AtomicReference<>(start), real, ZoneOffset.UTC);
    }

    private DemonstrationClock(AtomicReference<@Nullable Instant> simulated, Clock real, ZoneId zone) {
        this.simulated = simulated;
        this.real = real;
        this.zone = zone;
    }

    /** Moves to {@code moment}; stays where it is if that lies behind, or if real time has taken over. */
    public void advance(Instant moment) {
        simulated.updateAndGet(now -> now == null || now.isAfter(moment) ? now : moment);
    }

    /** From here on this is the real clock. Cannot be undone. */
    public void handOver() {
        simulated.set(null);
    }

    /** Whether time is still simulated. */
    public boolean simulating() {
        return simulated.get() != null;
    }

    @Override
    public Instant instant() {
        var now = simulated.get();
        return now != null ? now : real.instant();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new DemonstrationClock(simulated, real, other);
    }
}
