package org.fieldledger.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Something done over and over by one caller. */
interface Load extends AutoCloseable {

    void once() throws Exception;

    @Override
    default void close() throws Exception {}

    /** A load for each caller, with whatever connection it needs. */
    interface Maker {
        Load next() throws Exception;
    }

    /** As many callers at once do it for so long. */
    static Figure run(Postgres postgres, int callers, int eventsEach, double seconds, Maker maker) throws Exception {
        long wal = postgres.walPosition();
        long started = System.nanoTime();
        long end = started + (long) (seconds * 1e9);
        var times = new ArrayList<Long>();
        try (var pool = Executors.newFixedThreadPool(callers)) {
            var running = new ArrayList<Future<List<Long>>>();
            for (int n = 0; n < callers; n++)
                running.add(pool.submit(() -> {
                    var mine = new ArrayList<Long>();
                    try (var load = maker.next()) {
                        do {
                            long before = System.nanoTime();
                            load.once();
                            mine.add(System.nanoTime() - before);
                        } while (System.nanoTime() < end);
                    }
                    return mine;
                }));
            for (var each : running) times.addAll(each.get());
        }
        long elapsed = System.nanoTime() - started;
        var calls = times.stream().mapToLong(Long::longValue).toArray();
        return Figure.of((long) calls.length * eventsEach, elapsed, calls, postgres.walPosition() - wal);
    }

    /** Done once, however long it takes. */
    static Figure timed(Postgres postgres, long events, Load load) throws Exception {
        long wal = postgres.walPosition();
        long started = System.nanoTime();
        load.once();
        long elapsed = System.nanoTime() - started;
        return Figure.of(events, elapsed, new long[] {elapsed}, postgres.walPosition() - wal);
    }
}
