package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.opened;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.projection.Selecting;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.timeline.Filter;
import org.fieldledger.query.timeline.TimelineView;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** All parts of one answer are of one moment, however much is recorded while they are put together. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SnapshotTest {

    private static final Instant START = Instant.parse("2021-01-04T08:00:00Z");

    private final Ledger ledger = new Ledger();

    @Test
    void what_is_recorded_while_a_question_is_answered_is_in_no_part_of_its_answer() {
        ledger.record(List.of(opened(CAFE, "2021-01-01"), enrolled(CAFE, "CAFE-0001", "patient", "2021-01-02")), START);
        try (var asking = new Asking(ledger)) {
            var questions = asking.bean(Questions.class);
            var timeline = asking.bean(TimelineView.class);
            awaitAll(asking, timeline.name());

            var seen = questions.ask(List.of(timeline, asking.bean(RegisterView.class)), AsOf.LATEST, (upTo, basis) -> {
                var before = entries(timeline, upTo);
                ledger.record(enrolled(CAFE, "CAFE-0002", "patient", "2021-01-03"), START.plusSeconds(60));
                awaitAll(asking, timeline.name());
                return List.of(basis.position(), (long) before, (long) entries(timeline, upTo));
            });

            assertThat(seen).containsExactly(2L, 2L, 2L);
            assertThat(entries(timeline, AsOf.LATEST)).isEqualTo(3);
        }
    }

    @Test
    void a_value_that_is_a_collection_stands_for_each_of_its_own() {
        ledger.record(List.of(opened(CAFE, "2021-01-01"), opened(WARDS, "2021-01-02")), START);
        try (var asking = new Asking(ledger)) {
            awaitAll(asking, "timeline");

            var seen = asking.bean(Questions.class)
                    .askAtOnce(
                            asking.bean(TimelineView.class),
                            AsOf.trueAt(LocalDate.parse("2021-01-01")),
                            upTo -> new Selecting<>(
                                    "select case_code from query.timeline where begun_on <= :day and case_code in (:cases)",
                                    Map.of("day", LocalDate.parse("2021-01-01"), "cases", List.of("CAFE", "WARDS")),
                                    (row, n) -> row.getString("case_code")),
                            (basis, cases) -> cases);

            assertThat(seen).containsExactly("CAFE");
        }
    }

    private static int entries(TimelineView timeline, AsOf asOf) {
        return timeline.ofCase(CAFE, asOf, Filter.NONE, Paging.FIRST).items().size();
    }

    /** On a thread of its own: whoever waits within a question would wait for a snapshot to move. */
    private void awaitAll(Asking asking, String projection) {
        var head = ledger.log().head();
        var waiting = new Thread(() -> asking.bean(Checkpoints.class).await(projection, head, Duration.ofSeconds(60)));
        waiting.start();
        try {
            waiting.join();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
