package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.leadership.LeadershipView;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.projection.Projections;
import org.fieldledger.query.timeline.Filter;
import org.fieldledger.query.timeline.TimelineView;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every question and any two times: what the projections answer is what the log says. A failure names its seed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PointInTimeTest {

    private static final int EVENTS = 400;
    private static final int QUESTIONS = 60;

    static List<Long> seeds() {
        return List.of(1L, 2019L, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_answer_is_the_fold_of_the_log_up_to_what_was_known(long seed) {
        try (var ledger = new Ledger();
                var asking = new Asking(ledger)) {
            var history = new RandomHistory(seed, ledger);
            history.live(EVENTS);
            awaitAll(asking, ledger);
            for (var i = 0; i < QUESTIONS; i++) {
                var asOf = history.anyAsOf();
                var oracle = new Oracle(ledger, asOf);
                var question = "seed %d, %s".formatted(seed, asOf);
                for (var caseCode : RandomHistory.CASES) {
                    assertThat(timeline(asking, caseCode, asOf))
                            .as("timeline of %s, %s", caseCode, question)
                            .isEqualTo(oracle.timeline(caseCode.code()));
                }
                var participant = history.anyParticipant();
                assertThat(history(asking, participant, asOf))
                        .as("history of %s, %s", participant, question)
                        .isEqualTo(oracle.history(participant));
                assertThat(people(asking, asOf)).as("people, %s", question).isEqualTo(oracle.people());
                assertThat(measures(asking, asOf))
                        .as("measures, %s", question)
                        .containsExactlyEntriesOf(oracle.measures());
                assertThat(leadership(asking, asOf))
                        .as("leadership, %s", question)
                        .isEqualTo(oracle.leadership());
            }
        }
    }

    private static void awaitAll(Asking asking, Ledger ledger) {
        var checkpoints = asking.bean(Checkpoints.class);
        for (var projection : asking.bean(Projections.class).all())
            assertThat(checkpoints.await(projection.name(), ledger.log().head(), Duration.ofSeconds(30)))
                    .isTrue();
    }

    /** Reads page by page, so that the cursors are put to the test as well. */
    private static <T> List<T> whole(Function<Paging, Answer<T>> question) {
        var items = new ArrayList<T>();
        var answer = question.apply(new Paging(7, null));
        items.addAll(answer.items());
        while (answer.next() != null) {
            answer = question.apply(new Paging(7, answer.next()));
            items.addAll(answer.items());
        }
        return items;
    }

    private static List<UUID> timeline(Asking asking, CaseCode caseCode, AsOf asOf) {
        var view = asking.bean(TimelineView.class);
        return whole(paging -> view.ofCase(caseCode, asOf, Filter.NONE, paging)).stream()
                .map(line -> line.record().event())
                .toList();
    }

    private static List<UUID> history(Asking asking, String participant, AsOf asOf) {
        var view = asking.bean(ParticipantView.class);
        return whole(paging -> view.history(new ParticipantCode(participant), asOf, false, paging)).stream()
                .map(part -> part.record().event())
                .toList();
    }

    private static Map<String, String> people(Asking asking, AsOf asOf) {
        var view = asking.bean(ParticipantView.class);
        var people = new TreeMap<String, String>();
        whole(paging -> view.people(null, null, true, asOf, paging))
                .forEach(person -> people.put(
                        person.caseCode() + " " + person.participant(), person.role() + " " + person.enrolled()));
        return people;
    }

    /** Of everybody, whatever they want done with it: what may not be used is left out of this by those who tell it. */
    private static Map<UUID, String> measures(Asking asking, AsOf asOf) {
        var view = asking.bean(MeasureView.class);
        var measures = new LinkedHashMap<UUID, String>();
        view.stream(MeasureView.Filter.NONE, asOf, basis -> {}, (basis, measure) -> {
            var answers = new StringBuilder();
            measure.responses()
                    .forEach(answered -> answers.append(answered.item())
                            .append('=')
                            .append(answered.number() == null ? answered.missing() : answered.number())
                            .append(' '));
            var total = measure.scores().getFirst().value();
            measures.put(
                    measure.record().event(),
                    "%s, %s, %s".formatted(measure.arm(), answers, total == null ? "absent" : total));
        });
        return measures;
    }

    private static Map<String, String> leadership(Asking asking, AsOf asOf) {
        var cells = new TreeMap<String, String>();
        asking.bean(LeadershipView.class).coverage(null, asOf).items().forEach(cell -> {
            var leaders = new TreeMap<String, String>();
            cell.leaders()
                    .forEach(leader ->
                            leaders.put(leader.leader(), leader.status().name()));
            cells.put(cell.caseCode() + " " + cell.year(), cell.status() + " " + leaders);
        });
        return cells;
    }
}
