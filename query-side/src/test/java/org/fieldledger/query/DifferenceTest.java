package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Change;
import org.fieldledger.store.StoredEvent;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What changed between two pictures of a case is what the fold of the log shows in one and not in the other. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DifferenceTest {

    private static final int EVENTS = 400;
    private static final int QUESTIONS = 60;

    static List<Long> seeds() {
        return List.of(7L, 2021L, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_difference_of_two_pictures_is_the_difference_of_two_folds_of_the_log(long seed) {
        try (var ledger = new Ledger();
                var asking = new Asking(ledger)) {
            var history = new RandomHistory(seed, ledger);
            history.live(EVENTS);
            assertThat(asking.bean(Checkpoints.class)
                            .await("timeline", ledger.log().head(), Duration.ofSeconds(30)))
                    .isTrue();
            var log = new HashMap<UUID, StoredEvent>();
            ledger.log()
                    .replay(
                            0,
                            ledger.log().head(),
                            event -> event,
                            events -> events.forEach(event -> log.put(event.eventId(), event)));
            var told = 0;
            for (var i = 0; i < QUESTIONS; i++) {
                var one = history.anyAsOf();
                var other = history.anyAsOf();
                if (one.knownAt() == null
                        || other.knownAt() != null && one.knownAt().isAfter(other.knownAt())) continue;
                for (var caseCode : RandomHistory.CASES) {
                    var expected = expected(ledger, log, caseCode, one, other);
                    assertThat(asked(asking, caseCode, one, other))
                            .as("seed %d, %s from %s to %s", seed, caseCode, one, other)
                            .isEqualTo(expected);
                    told += expected.size();
                }
            }
            assertThat(told).as("differences there were, seed %d", seed).isPositive();
        }
    }

    private static Map<UUID, Change> expected(
            Ledger ledger, Map<UUID, StoredEvent> log, CaseCode caseCode, AsOf earlier, AsOf later) {
        var then = new HashSet<>(new Oracle(ledger, earlier).timeline(caseCode.code()));
        var now = new HashSet<>(new Oracle(ledger, later).timeline(caseCode.code()));
        var expected = new TreeMap<UUID, Change>();
        for (var id : now)
            if (!then.contains(id))
                expected.put(id, recorded(log, id).isAfter(known(earlier)) ? Change.BECAME_KNOWN : Change.ITS_DAY_CAME);
        for (var id : then) if (!now.contains(id)) expected.put(id, lost(log, id, later));
        return expected;
    }

    /** What the log says of an entry that is gone: the first event up to the later picture that names it as corrected. */
    private static Change lost(Map<UUID, StoredEvent> log, UUID id, AsOf later) {
        return log.values().stream()
                .filter(event -> later.knownAt() == null || !event.recordedAt().isAfter(later.knownAt()))
                .filter(event -> event.payload().contains("\"corrects\":{\"event\":\"%s\"".formatted(id)))
                .sorted(Comparator.comparing(StoredEvent::position))
                .map(event -> event.type().equals("EnteredInError") ? Change.DECLARED_AN_ERROR : Change.CORRECTED)
                .findFirst()
                .orElse(Change.LIES_LATER);
    }

    private static Instant recorded(Map<UUID, StoredEvent> log, UUID id) {
        return Objects.requireNonNull(log.get(id)).recordedAt();
    }

    private static Instant known(AsOf asOf) {
        return asOf.knownAt() == null ? Instant.MAX : asOf.knownAt();
    }

    /** Page by page, so that the cursors are put to the test as well. */
    private static Map<UUID, Change> asked(Asking asking, CaseCode caseCode, AsOf earlier, AsOf later) {
        var view = asking.bean(TimelineView.class);
        var items = new ArrayList<TimelineView.Line>();
        var answer = view.difference(caseCode, earlier, later, new Paging(7, null));
        items.addAll(answer.items());
        while (answer.next() != null) {
            answer = view.difference(caseCode, earlier, later, new Paging(7, answer.next()));
            items.addAll(answer.items());
        }
        var changes = new TreeMap<UUID, Change>();
        items.forEach(line -> changes.put(line.record().event(), line.change()));
        assertThat(changes).as("each once").hasSize(items.size());
        return changes;
    }
}
