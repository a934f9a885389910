package org.fieldledger.query.statistics;

import java.util.Collection;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What a sample of numbers looks like. The standard deviation is that of a sample (n − 1); the interval is the 95% confidence
 * interval of the mean by Student's t with n − 1 degrees of freedom (Altman, Machin, Bryant and Gardner, Statistics with
 * Confidence, 2nd ed., 2000, chapter 4). Of one number neither is known, and nothing is filled in. Figures are rounded to six
 * decimals.
 *
 * @param lower the lower end of the interval
 * @param upper its upper end
 */
public record Summary(
        int n,
        @Nullable Double mean,
        @Nullable Double sd,
        @Nullable Double lower,
        @Nullable Double upper,
        @Nullable Double least,
        @Nullable Double median,
        @Nullable Double greatest) {

    static final double CONFIDENCE = 0.95;
    private static final Summary NOTHING = new Summary(0, null, null, null, null, null, null, null);

    public static Summary of(Collection<Double> numbers) {
        if (numbers.isEmpty()) return NOTHING;
        var sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        var moments = Moments.of(sorted);
        var half = moments.n() < 2
                ? null
                : Double.valueOf(t(moments.n() - 1) * Math.sqrt(moments.variance() / moments.n()));
        return new Summary(
                moments.n(),
                rounded(moments.mean()),
                half == null ? null : rounded(Math.sqrt(moments.variance())),
                half == null ? null : rounded(moments.mean() - half),
                half == null ? null : rounded(moments.mean() + half),
                rounded(sorted[0]),
                rounded(median(sorted)),
                rounded(sorted[sorted.length - 1]));
    }

    /** The two-sided quantile of Student's t. */
    static double t(double degreesOfFreedom) {
        return TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
    }

    static double rounded(double figure) {
        var rounded = Math.rint(figure * 1e6) / 1e6;
        return rounded == 0 ? 0 : rounded;
    }

    private static double median(double[] sorted) {
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Mean and variance in two passes, the second of which takes out what rounding left in the first. */
    record Moments(int n, double mean, double variance) {
        static Moments of(double[] numbers) {
            var sum = 0.0;
            for (var number : numbers) sum += number;
            var mean = sum / numbers.length;
            var squares = 0.0;
            var rest = 0.0;
            for (var number : numbers) {
                squares += (number - mean) * (number - mean);
                rest += number - mean;
            }
            return new Moments(
                    numbers.length,
                    mean,
                    numbers.length < 2 ? 0 : (squares - rest * rest / numbers.length) / (numbers.length - 1));
        }
    }
}
