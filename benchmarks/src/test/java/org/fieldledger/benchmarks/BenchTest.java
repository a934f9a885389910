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

    @Test
    void the_pages_of_the_demonstration_are_timed_at_the_case_with_the_most_entries() throws Exception {
        var report = new Bench(Size.QUICK, "pages").run();

        assertThat(report.lines()).isEmpty();
        assertThat(report.measures().getFirst().value()).isGreaterThan(500);
        assertThat(report.measures())
                .filteredOn(measure -> measure.unit().equals("ms"))
                .hasSize(14)
                .allSatisfy(measure -> assertThat(measure.value()).isPositive());
        assertThat(report.measures())
                .filteredOn(measure -> measure.atMost() > 0)
                .singleElement()
                .satisfies(measure -> {
                    assertThat(measure.what()).isEqualTo("its timeline page, six years, as of now, p50 of 5");
                    assertThat(measure.atMost()).isEqualTo(50);
                });
        assertThat(report.toString()).contains("the case with the most entries at scale 1 | ");
        assertThat(report.json()).contains("\"what\" : \"page of a person in it, size\"");
    }
}
