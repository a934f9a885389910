package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.InstrumentEvent;
import org.fieldledger.events.Level;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.Objective;
import org.fieldledger.query.Oracle.Fact;
import org.fieldledger.query.lanes.Differences;
import org.fieldledger.query.lanes.Lanes;
import org.fieldledger.query.lanes.TimelineAsked;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.timeline.Change;
import org.fieldledger.query.timeline.Extent;
import org.fieldledger.query.timeline.Filter;
import org.fieldledger.query.timeline.Line;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What changed between two pictures of any timeline is what the fold of the log shows in one and not in the other. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DifferenceTest {

    private static final int EVENTS = 400;
    private static final int QUESTIONS = 30;

    /**
     * Of those always lived through, the one in which people ask that their material be destroyed, and in which every filter meets
     * some difference: in a drawn one there may well be none.
     */
    private static final long MATERIAL_CHANGES = 2021;

    static List<Long> seeds() {
        return List.of(7L, MATERIAL_CHANGES, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_difference_of_two_pictures_is_the_difference_of_two_folds_of_the_log(long seed) {
        try (var ledger = new Ledger();
                var asking = new Asking(ledger)) {
            var history = lived(seed, ledger, asking);
            var log = log(ledger);
            var random = new Random(seed);
            var told = new TreeMap<String, Integer>();
            var turn = 0;
            for (var i = 0; i < QUESTIONS; i++) {
                var pair = pair(history);
                if (pair == null) continue;
                for (var extent : EXTENTS) {
                    var which = narrowed(turn++, random, history);
                    var expected = expected(
                            ledger,
                            log,
                            fact -> in(extent, fact) && which.plainly().test(fact),
                            pair);
                    assertThat(asked(asking, new TimelineAsked(extent, which.filter(), null), pair))
                            .as("seed %d, %s, %s, %s", seed, extent, which.filter(), pair)
                            .isEqualTo(expected);
                    told.merge(extent.getClass().getSimpleName(), expected.size(), Integer::sum);
                    told.merge(which.by(), expected.size(), Integer::sum);
                }
            }
            if (seed == MATERIAL_CHANGES)
                assertThat(told)
                        .as("differences there were")
                        .allSatisfy((what, n) -> assertThat(n).as(what).isPositive());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_stands_in_both_and_may_be_used_otherwise_is_what_the_two_timelines_by_use_differ_in(long seed) {
        try (var ledger = new Ledger();
                var asking = new Asking(ledger)) {
            var history = lived(seed, ledger, asking);
            var told = 0;
            for (var i = 0; i < QUESTIONS; i++) {
                var pair = pair(history);
                if (pair == null) continue;
                pair = new Pair(history.onADay(pair.earlier()), history.onADay(pair.later()));
                for (var extent : EXTENTS) {
                    var before = uses(asking, extent, pair.earlier());
                    var after = uses(asking, extent, pair.later());
                    before.keySet().retainAll(after.keySet());
                    var expected = new TreeMap<UUID, String>();
                    before.forEach((event, use) -> {
                        var now = Objects.requireNonNull(after.get(event));
                        if (use != now)
                            expected.put(
                                    event,
                                    (now.compareTo(use) > 0 ? Change.USE_RESTRICTED : Change.USE_RESTORED)
                                            + " %s %s".formatted(written(use), written(now)));
                    });
                    var found = new TreeMap<UUID, String>();
                    changes(asking, new TimelineAsked(extent, Filter.NONE, null), pair).stream()
                            .filter(line ->
                                    Objects.requireNonNull(line.change()).isOfUse())
                            .forEach(line -> found.put(
                                    line.record().event(),
                                    line.change() + " %s %s".formatted(line.useBefore(), line.use())));
                    assertThat(found).as("seed %d, %s, %s", seed, extent, pair).isEqualTo(expected);
                    told += expected.size();
                }
            }
            if (seed == MATERIAL_CHANGES)
                assertThat(told).as("material that may be used otherwise").isPositive();
        }
    }

    private static RandomHistory lived(long seed, Ledger ledger, Asking asking) {
        var history = new RandomHistory(seed, ledger);
        history.live(EVENTS);
        for (var projection : List.of("timeline", "consent"))
            assertThat(asking.bean(Checkpoints.class)
                            .await(projection, ledger.log().head(), Duration.ofSeconds(30)))
                    .isTrue();
        return history;
    }

    private static Map<UUID, StoredEvent> log(Ledger ledger) {
        var log = new HashMap<UUID, StoredEvent>();
        ledger.log()
                .replay(
                        0,
                        ledger.log().head(),
                        event -> event,
                        events -> events.forEach(event -> log.put(event.eventId(), event)));
        return log;
    }

    private record Pair(AsOf earlier, AsOf later) {}

    /** Two pictures, of which the first was known first; none where it came out the other way about. */
    private static @Nullable Pair pair(RandomHistory history) {
        var one = history.anyAsOf();
        var other = history.anyAsOf();
        return one.knownAt() == null || other.knownAt() != null && one.knownAt().isAfter(other.knownAt())
                ? null
                : new Pair(one, other);
    }

    private static final List<Extent> EXTENTS = Stream.<Extent>concat(
                    RandomHistory.CASES.stream().map(Extent.OfCase::new),
                    Stream.of(new Extent.OfTheProgramme(), new Extent.OfEverything()))
            .toList();

    private static boolean in(Extent extent, Fact fact) {
        return switch (extent) {
            case Extent.OfCase(var caseCode) -> fact.in(caseCode.code());
            case Extent.OfTheProgramme() -> fact.event().envelope().caseStudy() == null;
            case Extent.OfEverything() -> true;
        };
    }

    private record Narrowed(String by, Filter filter, Predicate<Fact> plainly) {}

    /** By every filter in turn, so that each meets every extent; what it asks for is drawn. */
    private static Narrowed narrowed(int turn, Random random, RandomHistory history) {
        var person = history.anyParticipant();
        var objective = Objective.values()[random.nextInt(Objective.values().length)];
        var level = Level.values()[random.nextInt(Level.values().length)];
        var decision = RandomHistory.DECISIONS.get(random.nextInt(RandomHistory.DECISIONS.size()));
        return switch (turn % 9) {
            case 0 ->
                new Narrowed(
                        "person",
                        new Filter(null, null, person, null, null, null, null, false),
                        fact -> Oracle.named(fact.event()).contains(person));
            case 1 ->
                new Narrowed(
                        "instrument",
                        new Filter(null, null, null, null, null, null, "SECURITY", false),
                        fact -> fact.event() instanceof MeasureAdministered || fact.event() instanceof InstrumentEvent);
            case 2 ->
                new Narrowed(
                        "objective",
                        new Filter(
                                null, null, null, objective.name().toLowerCase(Locale.ROOT), null, null, null, false),
                        fact -> fact.event().envelope().objectives().contains(objective));
            case 3 ->
                new Narrowed(
                        "level",
                        new Filter(null, null, null, null, level.name().toLowerCase(Locale.ROOT), null, null, false),
                        fact -> fact.event().envelope().participants().stream()
                                .anyMatch(part -> level == part.level()));
            case 4 ->
                new Narrowed(
                        "kind",
                        new Filter("ConsentGiven", null, null, null, null, null, null, false),
                        fact -> fact.event().getClass().getSimpleName().equals("ConsentGiven"));
            case 5 ->
                new Narrowed(
                        "chapter",
                        new Filter(null, "participant", null, null, null, null, null, false),
                        fact -> FieldEvents.chapter(fact.event().getClass()).equals("Participant"));
            case 6 ->
                new Narrowed(
                        "consent",
                        new Filter(null, null, null, null, null, decision.value(), null, false),
                        fact -> restsOn(fact, decision));
            default -> new Narrowed("nothing", Filter.NONE, fact -> true);
        };
    }

    private static boolean restsOn(Fact fact, EventId decision) {
        return fact.event().envelope().participants().stream()
                .flatMap(part -> part.restsOn().stream())
                .anyMatch(ground -> ground.decision().equals(decision));
    }

    private static Map<UUID, Change> expected(
            Ledger ledger, Map<UUID, StoredEvent> log, Predicate<Fact> which, Pair pair) {
        var earlier = pair.earlier();
        var later = pair.later();
        var then = new HashSet<>(new Oracle(ledger, earlier).timeline(which));
        var now = new HashSet<>(new Oracle(ledger, later).timeline(which));
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

    /** What came or went; what stands in both is for the other test. */
    private static Map<UUID, Change> asked(Asking asking, TimelineAsked asked, Pair pair) {
        var changes = new TreeMap<UUID, Change>();
        for (var line : changes(asking, asked, pair)) {
            var change = Objects.requireNonNull(line.change());
            if (!change.isOfUse()) changes.put(line.record().event(), change);
        }
        return changes;
    }

    private static List<Line> changes(Asking asking, TimelineAsked asked, Pair pair) {
        var differences = asking.bean(Differences.class);
        return whole(paging -> differences.of(asked, pair.earlier(), pair.later(), paging));
    }

    /** What may be done with what each action took, by asking for the timeline of each use. */
    private static Map<UUID, Use> uses(Asking asking, Extent extent, AsOf asOf) {
        var lanes = asking.bean(Lanes.class);
        var uses = new TreeMap<UUID, Use>();
        for (var use : Use.values())
            whole(paging -> lanes.of(new TimelineAsked(extent, Filter.NONE, use), asOf, paging))
                    .forEach(line -> uses.put(line.record().event(), use));
        return uses;
    }

    /** Page by page, so that the cursors are put to the test as well. */
    private static List<Line> whole(Function<Paging, Answer<Line>> asking) {
        var items = new ArrayList<Line>();
        String next = null;
        do {
            var answer = asking.apply(new Paging(7, next));
            items.addAll(answer.items());
            next = answer.next();
        } while (next != null);
        assertThat(items)
                .as("each once")
                .extracting(line -> line.record().event())
                .doesNotHaveDuplicates();
        return items;
    }

    private static String written(Use use) {
        return use.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
