package org.fieldledger.benchmarks;

/**
 * How much is done.
 *
 * @param runs how often each thing is measured; the median counts
 * @param seconds how long one run of appends lasts
 * @param bulk events in one run of an import
 * @param stored events in the log that is replayed
 * @param rebuilt events a timeline is rebuilt from, in a store of its own
 * @param between events of no interest between two that matter
 * @param appends single appends of which another process is to hear
 * @param axon events that Axon replays one at a time, ten times as many in large batches: a part of the log, for its rate
 * @param scale of the demonstration whose pages are asked for
 * @param pages how often each of them is asked for
 * @param lives whether the demonstration is lived through where no part is named; it takes as long as all the rest of a quick run
 */
record Size(
        int runs,
        double seconds,
        int bulk,
        int stored,
        int rebuilt,
        int between,
        int appends,
        int axon,
        int scale,
        int pages,
        boolean lives) {

    static final Size QUICK = new Size(1, 0.2, 4_000, 6_000, 6_000, 5_000, 5, 500, 1, 5, false);
    static final Size LAPTOP = new Size(3, 1, 50_000, 200_000, 200_000, 100_000, 100, 5_000, 10, 100, true);
    static final Size FULL = new Size(5, 2, 100_000, 1_000_000, 1_000_000, 500_000, 300, 20_000, 100, 300, true);

    Size storing(int events) {
        return new Size(runs, seconds, bulk, events, rebuilt, between, appends, axon, scale, pages, lives);
    }

    Size scaled(int times) {
        return new Size(runs, seconds, bulk, stored, rebuilt, between, appends, axon, times, pages, lives);
    }
}
