package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fieldledger.consent.Action;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Facts;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.oracle.GateProofTest.Trouble;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.RandomField.Attempt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * The one reading of consent against the plain one: what stands for everybody, whether every action was covered, and what
 * may be done with what is held, as of many pairs of times. Settings as in {@link GateProofTest}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadingProofTest {

    private static final int HISTORIES = Integer.getInteger("fieldledger.proof.histories", 1000) / 2;
    private static final long FIRST_SEED = Long.getLong("fieldledger.proof.seed", 1L);
    private static final int TURNS = 110;
    private static final int QUESTIONS = 12;

    @Test
    void the_reading_says_what_the_plain_reading_says_at_any_two_times() {
        var said = new TreeMap<String, Integer>();
        for (var seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            var run = new GateProofTest.Run(new TreeMap<>());
            var field = new RandomField(seed, 1, run::recorded);
            var attempts = field.live(TURNS);
            var trouble = trouble(run.log, field, seed, said);
            if (trouble.isEmpty()) continue;
            var kind = trouble.get().kind();
            var askedWith = seed;
            var shortest = GateProofTest.shrunk(
                    attempts,
                    less -> trouble(logOf(less), field, askedWith, new TreeMap<>())
                            .filter(one -> one.kind().equals(kind))
                            .isPresent());
            fail(
                    "seed %d: %s%n%s",
                    seed,
                    trouble(logOf(shortest), field, seed, said).orElseThrow().told(),
                    shortest.stream().map(Attempt::toString).collect(Collectors.joining(System.lineSeparator())));
        }
        System.out.printf("The reading in %d histories from seed %d: %s%n", HISTORIES, FIRST_SEED, said);
    }

    private static List<Line> logOf(List<Attempt> attempts) {
        var run = new GateProofTest.Run(new TreeMap<>());
        attempts.forEach(run::recorded);
        return run.log;
    }

    private static Optional<Trouble> trouble(
            List<Line> log, RandomField field, long seed, TreeMap<String, Integer> said) {
        if (log.isEmpty()) return Optional.empty();
        var random = new Random(seed);
        for (var i = 0; i < QUESTIONS; i++) {
            var knownAt = i == 0 ? null : log.get(random.nextInt(log.size())).recordedAt();
            var at = FieldWorld.BEGINS
                    .plusDays(20 + random.nextInt(365 * 4))
                    .atTime(random.nextInt(1, 22), random.nextInt(60))
                    .atZone(FieldWorld.zone(field.cases.getFirst()))
                    .toInstant();
            var trouble = trouble(log, field, knownAt, at, said);
            if (trouble.isPresent()) return trouble;
        }
        return Optional.empty();
    }

    private static Optional<Trouble> trouble(
            List<Line> log, RandomField field, @Nullable Instant knownAt, Instant at, TreeMap<String, Integer> said) {
        var plain = new PlainReading(log, knownAt);
        var facts = standing(log, knownAt);
        for (var caseCode : field.cases) {
            var reading = CaseReading.of(caseCode, facts);
            for (var one = 1; one <= FieldWorld.PEOPLE; one++) {
                var person = FieldWorld.person(caseCode, one);
                for (var module : FieldWorld.MODULES) {
                    var expected = plain.standing(person, caseCode, module, When.at(at));
                    var actual = reading.person(person).standing(module, at);
                    said.merge(expected.state().name(), 1, Integer::sum);
                    var by = actual.decidedBy().orElse(null);
                    if (!expected.state().name().equals(actual.state().name())
                            || !java.util.Objects.equals(expected.by(), by))
                        return different(
                                "stands " + expected.state() + actual.state(),
                                "%s, %s at %s as known at %s".formatted(person, module, at, knownAt),
                                expected,
                                "%s %s by %s".formatted(actual.state(), actual.cause(), by));
                }
            }
            for (var line : log) {
                if (!caseCode.equals(line.event().envelope().caseStudy())) continue;
                var action = Foretold.action(line.event());
                var fact = facts.find(line.id());
                if (action.isEmpty() || fact.isEmpty()) continue;
                var expected = Foretold.written(plain.uncovered(action.get()));
                var actual = reading.shortfalls(Action.of(line.event(), List.of())).stream()
                        .map(shortfall -> GateProofTest.written(
                                shortfall.rule().code(), shortfall.participant(), shortfall.module()))
                        .collect(Collectors.toCollection(TreeSet::new));
                said.merge(expected.isEmpty() ? "covered" : "not covered", 1, Integer::sum);
                if (!expected.equals(actual))
                    return different(
                            "covered " + Foretold.rules(expected.stream()) + Foretold.rules(actual.stream()),
                            "%s as known at %s".formatted(line.event(), knownAt),
                            expected,
                            actual);
                for (var person : action.get().people()) {
                    var held = plain.held(line, action.get(), person, When.at(at));
                    var use = HeldMaterial.of(reading.person(person), fact.get(), at)
                            .use();
                    said.merge("held " + held, 1, Integer::sum);
                    if (!held.name().equals(use.name()))
                        return different(
                                "held " + held + use,
                                "%s of %s at %s as known at %s".formatted(line.event(), person, at, knownAt),
                                held,
                                use);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Trouble> different(String kind, String about, Object expected, Object actual) {
        return Optional.of(new Trouble(
                kind, "%s%n  the plain reading says %s%n  and the reading %s".formatted(about, expected, actual)));
    }

    /** What stands of what was known, struck out by hand. */
    static Facts standing(List<Line> log, @Nullable Instant knownAt) {
        Set<EventId> struck = new HashSet<>();
        var known = new ArrayList<Line>();
        for (var line : log)
            if (knownAt == null || !line.recordedAt().isAfter(knownAt)) {
                known.add(line);
                if (line.event().envelope().corrects() != null)
                    struck.add(line.event().envelope().corrects().event());
            }
        var facts = new ArrayList<Fact<?>>();
        for (var line : known)
            if (!struck.contains(line.id()) && !(line.event() instanceof EnteredInError))
                facts.add(new Fact<>(line.id(), line.event()));
        return Facts.of(facts);
    }
}
