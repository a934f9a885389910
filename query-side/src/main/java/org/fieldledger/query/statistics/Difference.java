package org.fieldledger.query.statistics;

import java.util.Collection;
import java.util.List;
import org.fieldledger.query.statistics.Summary.Moments;
import org.jspecify.annotations.Nullable;

/**
 * How far the means of two independent samples lie apart, with the 95% confidence interval by Welch's t, which does not take
 * the variances for equal (Welch, Biometrika 1947;34:28–35; degrees of freedom by Satterthwaite, Biometrics Bulletin
 * 1946;2:110–114). Without at least two numbers on each side, or where neither side varies, there is no interval.
 *
 * @param difference the second mean less the first
 */
public record Difference(
        int first,
        int second,
        @Nullable Double difference,
        @Nullable Double lower,
        @Nullable Double upper) {

    public static Difference between(Collection<Double> first, Collection<Double> second) {
        if (first.isEmpty() || second.isEmpty()) return new Difference(first.size(), second.size(), null, null, null);
        var one = moments(first);
        var other = moments(second);
        var difference = other.mean() - one.mean();
        var half = half(List.of(one, other));
        return new Difference(
                one.n(),
                other.n(),
                Summary.rounded(difference),
                half == null ? null : Summary.rounded(difference - half),
                half == null ? null : Summary.rounded(difference + half));
    }

    /**
     * How much more one pair of samples differs than another: the second difference less the first, with an interval by the
     * same formula over all four.
     */
    public static Difference ofDifferences(
            Collection<Double> firstBefore,
            Collection<Double> firstAfter,
            Collection<Double> secondBefore,
            Collection<Double> secondAfter) {
        var first = firstBefore.size() + firstAfter.size();
        var second = secondBefore.size() + secondAfter.size();
        var all = List.of(firstBefore, firstAfter, secondBefore, secondAfter);
        if (all.stream().anyMatch(Collection::isEmpty)) return new Difference(first, second, null, null, null);
        var moments = all.stream().map(Difference::moments).toList();
        var difference = (moments.get(3).mean() - moments.get(2).mean())
                - (moments.get(1).mean() - moments.get(0).mean());
        var half = half(moments);
        return new Difference(
                first,
                second,
                Summary.rounded(difference),
                half == null ? null : Summary.rounded(difference - half),
                half == null ? null : Summary.rounded(difference + half));
    }

    private static @Nullable Double half(List<Moments> samples) {
        var variance = 0.0;
        var squares = 0.0;
        for (var sample : samples) {
            if (sample.n() < 2) return null;
            var own = sample.variance() / sample.n();
            variance += own;
            squares += own * own / (sample.n() - 1);
        }
        return variance == 0 ? null : Summary.t(variance * variance / squares) * Math.sqrt(variance);
    }

    private static Moments moments(Collection<Double> numbers) {
        return Moments.of(
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }
}
