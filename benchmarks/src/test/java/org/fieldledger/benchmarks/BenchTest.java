package org.fieldledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The quick form, for whether it runs and measures what it says; how fast it was is nobody's business here. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BenchTest {

    @Test
    void the_quick_form_measures_every_workload_beside_its_baseline() throws Exception {
        var report = new Bench(Size.QUICK).run();

        assertThat(report.lines())
                .extracting(Bench.Line::baseline)
                .contains("W", "B", "A", "C", "S", "A′", "P", "itself");
        assertThat(report.lines()).allSatisfy(line -> {
            assertThat(line.theirs().perSecond()).isPositive();
            assertThat(line.ours().perSecond()).isPositive();
            assertThat(line.ours().p99()).isGreaterThanOrEqualTo(line.ours().p50());
        });
        assertThat(report.measures())
                .filteredOn(measure -> measure.what().endsWith("all of it"))
                .singleElement()
                .satisfies(measure -> assertThat(measure.value()).isBetween(300.0, 3_000.0));
        assertThat(report.measures())
                .anySatisfy(measure ->
                        assertThat(measure.what()).startsWith("from the answer until another process has the event"));
        assertThat(report.toString())
                .contains("| replay of ", "| one command through the whole path, 32 at once", "| against |");
        assertThat(report.json()).contains("\"workload\" : \"one command through the whole path, 8 at once\"");
    }
}
