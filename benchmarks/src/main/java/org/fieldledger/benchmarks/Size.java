package org.fieldledger.benchmarks;

/**
 * How much is done.
 *
 * @param runs how often each thing is measured; the median counts
 * @param seconds how long one run of appends lasts
 * @param bulk events in one run of an import
 * @param stored events in the log that is replayed
 * @param axon events that Axon replays one at a time; ten times as many in large batches
 */
record Size(int runs, double seconds, int bulk, int stored, int axon) {

    static final Size QUICK = new Size(1, 0.2, 4_000, 6_000, 500);
    static final Size LAPTOP = new Size(3, 1, 50_000, 200_000, 5_000);
    static final Size FULL = new Size(5, 2, 100_000, 1_000_000, 20_000);

    Size storing(int events) {
        return new Size(runs, seconds, bulk, events, axon);
    }
}
