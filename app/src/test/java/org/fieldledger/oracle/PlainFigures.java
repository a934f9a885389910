package org.fieldledger.oracle;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a few numbers, worked out by hand and in another way than the store does. Figures are told to six decimals; four
 * of them are held against each other, so two that differ by less than a twenty-thousandth pass for the same.
 */
final class PlainFigures {

    /** Of so many standard errors is an interval of 95% on either side, where the distribution is normal. */
    private static final double OF_THE_NORMAL = 1.959963984540054;

    /** Mean, standard deviation, interval, and the least, the middle and the greatest. */
    static String ofAll(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return "mean %s sd %s from %s to %s, least %s median %s greatest %s"
                .formatted(
                        figure(mean(values)),
                        figure(sd(values)),
                        figure(end(values, -1)),
                        figure(end(values, 1)),
                        figure(sorted.isEmpty() ? null : sorted.getFirst()),
                        figure(median(sorted)),
                        figure(sorted.isEmpty() ? null : sorted.getLast()));
    }

    static String ofChanges(List<Double> changes) {
        return "change %s sd %s from %s to %s"
                .formatted(
                        figure(mean(changes)), figure(sd(changes)), figure(end(changes, -1)), figure(end(changes, 1)));
    }

    static @Nullable Double mean(List<Double> values) {
        if (values.isEmpty()) return null;
        var sum = 0.0;
        for (var value : values) sum += value;
        return sum / values.size();
    }

    static @Nullable Double sd(List<Double> values) {
        var mean = mean(values);
        if (mean == null || values.size() < 2) return null;
        var squares = 0.0;
        for (var value : values) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares / (values.size() - 1));
    }

    private static @Nullable Double median(List<Double> sorted) {
        if (sorted.isEmpty()) return null;
        var below = sorted.get((sorted.size() - 1) / 2);
        var above = sorted.get(sorted.size() / 2);
        return (below + above) / 2;
    }

    /** An end of the 95% interval of the mean: Altman and others, Statistics with Confidence, 2nd ed., 2000, chapter 4. */
    private static @Nullable Double end(List<Double> values, int side) {
        var mean = mean(values);
        var sd = sd(values);
        if (mean == null || sd == null) return null;
        return mean + side * student(values.size() - 1) * sd / Math.sqrt(values.size());
    }

    /** Within how many standard errors 95% of Student's distribution lie, found by halving. */
    static double student(int degreesOfFreedom) {
        var low = 0.0;
        var high = 1000.0;
        while (high - low > 1e-12 * high) {
            var middle = (low + high) / 2;
            if (within(middle, degreesOfFreedom) < 0.95) low = middle;
            else high = middle;
        }
        return high;
    }

    /** How much of Student's distribution lies within t of its middle: Abramowitz and Stegun, 1964, 26.7.3 and 26.7.4. */
    private static double within(double t, int degreesOfFreedom) {
        var angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
        var cosine = Math.cos(angle);
        var even = degreesOfFreedom % 2 == 0;
        var term = even ? 1.0 : cosine;
        var sum = 0.0;
        for (var power = even ? 0 : 1; power <= degreesOfFreedom - 2; power += 2) {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }
        return even ? Math.sin(angle) * sum : 2 / Math.PI * (angle + Math.sin(angle) * sum);
    }

    /**
     * The share that remains, its error by Greenwood's formula, and an interval on the scale of log(−log), all of it from how many
     * were there and how many of them left: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 2002,
     * section 1.4.
     */
    static String remaining(double share, double greenwood) {
        if (share == 0) return "remaining 0.0000 error none from none to none";
        if (greenwood == 0) return "remaining 1.0000 error 0.0000 from none to none";
        var spread = OF_THE_NORMAL * Math.sqrt(greenwood) / -Math.log(share);
        return "remaining %s error %s from %s to %s"
                .formatted(
                        figure(share),
                        figure(share * Math.sqrt(greenwood)),
                        figure(Math.pow(share, Math.exp(spread))),
                        figure(Math.pow(share, Math.exp(-spread))));
    }

    static String figure(@Nullable Double value) {
        return value == null
                ? "none"
                : String.format(Locale.ROOT, "%.4f", Math.rint(value * 1e6) / 1e6)
                        .replace("-0.0000", "0.0000");
    }

    private PlainFigures() {}
}
