package org.fieldledger.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What one run came to.
 *
 * @param perSecond events a second
 * @param p50 microseconds of the median call
 * @param p99 microseconds that one call in a hundred exceeds
 * @param walBytes of write-ahead log for each event; 0 for reading
 */
record Figure(double perSecond, double p50, double p99, double walBytes) {

    /** The run in the middle by rate. */
    static Figure median(List<Figure> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Figure::perSecond))
                .toList()
                .get(runs.size() / 2);
    }

    static Figure of(long events, long elapsedNanos, long[] callNanos, long walBytes) {
        var calls = callNanos.clone();
        Arrays.sort(calls);
        return new Figure(
                events * 1e9 / elapsedNanos,
                calls[calls.length / 2] / 1e3,
                calls[(int) (calls.length * 0.99)] / 1e3,
                (double) walBytes / events);
    }
}
