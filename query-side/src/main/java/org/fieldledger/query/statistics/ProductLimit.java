package org.fieldledger.query.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The share of people who have not yet left after each length of time, where some are still there and have not been followed
 * any longer: the product-limit estimate (Kaplan and Meier, Journal of the American Statistical Association 1958;53:457–481)
 * with Greenwood's standard error and 95% confidence intervals on the log(−log) scale, which stay within 0 and 1 (Kalbfleisch
 * and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 2002, section 1.4). Who is censored on the day on which
 * somebody leaves was still at risk that day.
 */
public record ProductLimit(List<Step> steps) {

    private static final double Z =
            NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - (1 - Summary.CONFIDENCE) / 2);

    /** Somebody followed for so many days, who then left, or had not left by then. */
    public record Followed(int days, boolean left) {}

    /**
     * A day on which somebody left, or was not followed any longer.
     *
     * @param atRisk how many had been followed that long and were still there
     * @param censored how many had not left and were not followed any longer
     * @param remaining the estimated share of those still there after that day
     * @param error its standard error; absent once nobody is left
     * @param lower the interval; there is none before somebody has left, and none once nobody is left
     */
    public record Step(
            int day,
            int atRisk,
            int left,
            int censored,
            double remaining,
            @Nullable Double error,
            @Nullable Double lower,
            @Nullable Double upper) {}

    public static ProductLimit of(Collection<Followed> people) {
        var leaving = new TreeMap<Integer, Integer>();
        var staying = new TreeMap<Integer, Integer>();
        var days = new TreeSet<Integer>();
        people.forEach(one -> {
            (one.left() ? leaving : staying).merge(one.days(), 1, Integer::sum);
            days.add(one.days());
        });
        var steps = new ArrayList<Step>();
        var atRisk = people.size();
        var remaining = 1.0;
        var greenwood = 0.0;
        for (int day : days) {
            int left = leaving.getOrDefault(day, 0);
            int censored = staying.getOrDefault(day, 0);
            remaining *= 1 - (double) left / atRisk;
            if (left < atRisk) greenwood += (double) left / ((double) atRisk * (atRisk - left));
            steps.add(step(day, atRisk, left, censored, remaining, greenwood));
            atRisk -= left + censored;
        }
        return new ProductLimit(List.copyOf(steps));
    }

    private static Step step(int day, int atRisk, int left, int censored, double remaining, double greenwood) {
        if (remaining == 0) return new Step(day, atRisk, left, censored, 0, null, null, null);
        if (greenwood == 0) return new Step(day, atRisk, left, censored, 1, 0.0, null, null);
        var theta = Z * Math.sqrt(greenwood) / Math.log(remaining);
        return new Step(
                day,
                atRisk,
                left,
                censored,
                Summary.rounded(remaining),
                Summary.rounded(remaining * Math.sqrt(greenwood)),
                Summary.rounded(Math.pow(remaining, Math.exp(-theta))),
                Summary.rounded(Math.pow(remaining, Math.exp(theta))));
    }

    /** The first day after which no more than half are still there; none where more than half are to the end. */
    public OptionalInt median() {
        return steps.stream()
                .filter(step -> step.remaining() <= 0.5)
                .mapToInt(Step::day)
                .findFirst();
    }
}
