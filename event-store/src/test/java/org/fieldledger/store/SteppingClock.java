package org.fieldledger.store;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A second later each time it is asked. */
final class SteppingClock extends Clock {

    private final AtomicReference<Instant> next;

    SteppingClock(Instant first) {
        next = new AtomicReference<>(first);
    }

    @Override
    public Instant instant() {
        return next.getAndUpdate(now -> now.plusSeconds(1));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Stays in UTC");
    }
}
