package org.fieldledger.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fieldledger.query.statistics.ProductLimit.Followed;
import org.fieldledger.query.statistics.ProductLimit.Step;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The figures against worked examples in print. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StatisticsTest {

    /**
     * Weeks of remission of the 21 patients on 6-mercaptopurine (Freireich et al., Blood 1963;21:699–716), the worked example of
     * Kalbfleisch and Prentice 2002, table 1.4, and of many a textbook after it.
     */
    private static final int[] RELAPSED = {6, 6, 6, 7, 10, 13, 16, 22, 23};

    private static final int[] STILL_WELL = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};

    /** Student's sleep data (Biometrika 1908;6:1–25): hours gained on each of two drugs by ten people. */
    private static final List<Double> DEXTRO = List.of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0);

    private static final List<Double> LAEVO = List.of(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);

    @Test
    void the_product_limit_its_error_and_its_interval_are_those_in_print() {
        var people = new ArrayList<Followed>();
        IntStream.of(RELAPSED).forEach(week -> people.add(new Followed(week, true)));
        IntStream.of(STILL_WELL).forEach(week -> people.add(new Followed(week, false)));

        var curve = ProductLimit.of(people);
        var leaving = curve.steps().stream().filter(step -> step.left() > 0).toList();

        assertThat(leaving).extracting(Step::day).containsExactly(6, 7, 10, 13, 16, 22, 23);
        assertThat(leaving).extracting(Step::atRisk).containsExactly(21, 17, 15, 12, 11, 7, 6);
        close(leaving.stream().map(Step::remaining).toList(), 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482);
        close(leaving.stream().map(Step::error).toList(), 0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346);
        close(leaving.stream().map(Step::lower).toList(), 0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881);
        close(leaving.stream().map(Step::upper).toList(), 0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801);
        assertThat(curve.median()).hasValue(23);
        assertThat(curve.steps().stream().mapToInt(Step::censored).sum()).isEqualTo(STILL_WELL.length);
    }

    @Test
    void nobody_is_left_once_the_last_has_gone_and_no_interval_pretends_to_know() {
        var curve = ProductLimit.of(List.of(new Followed(3, false), new Followed(5, true), new Followed(8, true)));

        assertThat(curve.steps()).extracting(Step::remaining).containsExactly(1.0, 0.5, 0.0);
        assertThat(curve.steps().getFirst().lower()).isNull();
        assertThat(curve.steps().getLast().error()).isNull();
        assertThat(ProductLimit.of(List.of()).steps()).isEmpty();
        assertThat(ProductLimit.of(List.of(new Followed(9, false))).median()).isEmpty();
    }

    @Test
    void a_sample_is_summarised_with_the_interval_of_student() {
        var summary = Summary.of(LAEVO);

        assertThat(summary.n()).isEqualTo(10);
        close(Arrays.asList(summary.mean(), summary.sd()), 2.33, 2.0022);
        close(Arrays.asList(summary.lower(), summary.upper()), 0.8977, 3.7623);
        close(Arrays.asList(summary.least(), summary.median(), summary.greatest()), -0.1, 1.75, 5.5);
    }

    @Test
    void of_one_number_the_spread_is_not_known_and_of_none_nothing_is() {
        assertThat(Summary.of(List.of(4.0))).isEqualTo(new Summary(1, 4.0, null, null, null, 4.0, 4.0, 4.0));
        assertThat(Summary.of(List.of()).mean()).isNull();
    }

    /** R's t.test(extra ~ group, data = sleep) is the same example: t = −1.8608, df = 17.776, −3.3655 to 0.2055. */
    @Test
    void two_samples_are_compared_by_welch() {
        var difference = Difference.between(DEXTRO, LAEVO);

        close(Arrays.asList(difference.difference(), difference.lower(), difference.upper()), 1.58, -0.2055, 3.3655);
        assertThat(Difference.between(List.of(1.0), List.of(2.0, 3.0)).lower()).isNull();
        assertThat(Difference.between(List.of(), DEXTRO).difference()).isNull();
    }

    @Test
    void a_difference_of_differences_is_that_of_the_one_pair_where_the_other_stands_still() {
        var still = List.of(5.0, 5.0, 5.0);
        var both = Difference.ofDifferences(still, still, DEXTRO, LAEVO);
        var one = Difference.between(DEXTRO, LAEVO);

        assertThat(both.difference()).isEqualTo(one.difference());
        assertThat(both.lower()).isEqualTo(one.lower());
    }

    private static void close(List<Double> figures, double... expected) {
        assertThat(figures).hasSize(expected.length);
        for (var i = 0; i < expected.length; i++) assertThat(figures.get(i)).isCloseTo(expected[i], within(0.00005));
    }
}
