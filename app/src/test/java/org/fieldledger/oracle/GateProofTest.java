package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fieldledger.command.Problem;
import org.fieldledger.command.desk.DeskInMemory;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.RandomField.Attempt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * The gate against the plain reading, over thousands of invented histories in memory. A failure prints its seed and the
 * shortest history found that still fails. {@code -Dfieldledger.proof.histories=N} runs more of them,
 * {@code -Dfieldledger.proof.seed=N} begins elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GateProofTest {

    private static final int HISTORIES = Integer.getInteger("fieldledger.proof.histories", 1000);
    private static final long FIRST_SEED = Long.getLong("fieldledger.proof.seed", 1L);
    private static final int TURNS = 90;

    /** What the plain reading knows of; about anything else the gate says it has no opinion. */
    private static final Set<String> SPOKEN_OF = Set.of(
            "case-not-registered",
            "case-not-open",
            "performer-not-assigned",
            "approval-not-in-force",
            "approval-not-started",
            "action-not-approved",
            "participant-not-enrolled",
            "consent-not-given",
            "consent-refused",
            "consent-withdrawn",
            "consent-suspended",
            "consent-expired",
            "consent-invalidated",
            "module-period-over",
            "reconsent-due",
            "no-contact",
            "mode-declined",
            "session-dissented",
            "person-dissented",
            "decider-not-entitled",
            "witness-missing",
            "form-version-not-in-use");

    @Test
    void the_gate_accepts_and_refuses_what_the_plain_reading_says_and_for_the_same_reasons() {
        var answered = new TreeMap<String, Integer>();
        for (var seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            var run = new Run(answered);
            var attempts = new RandomField(seed, 1, run).live(TURNS);
            if (run.trouble.isPresent()) {
                var kind = run.trouble.get().kind();
                var shortest = shrunk(
                        attempts,
                        less -> trouble(less)
                                .filter(one -> one.kind().equals(kind))
                                .isPresent());
                fail("seed %d: %s%n%s", seed, trouble(shortest).orElseThrow().told(), told(shortest));
            }
        }
        System.out.printf("The gate in %d histories from seed %d: %s%n", HISTORIES, FIRST_SEED, answered);
    }

    /** A difference: of what kind, and told in full. */
    record Trouble(String kind, String told) {}

    private static Optional<Trouble> trouble(List<Attempt> attempts) {
        var run = new Run(new TreeMap<>());
        attempts.forEach(run::apply);
        return run.trouble;
    }

    private static String told(List<Attempt> attempts) {
        return attempts.stream().map(Attempt::toString).collect(Collectors.joining(System.lineSeparator()));
    }

    /** Leaves out what is not needed for the failure, larger pieces first. */
    static <T> List<T> shrunk(List<T> history, Predicate<List<T>> fails) {
        var shortest = history;
        for (var piece = history.size() / 2; piece >= 1; piece /= 2)
            for (var from = shortest.size() - piece; from >= 0; from -= piece) {
                if (from + piece > shortest.size()) continue;
                var less = new ArrayList<>(shortest.subList(0, from));
                less.addAll(shortest.subList(from + piece, shortest.size()));
                if (fails.test(less)) shortest = less;
            }
        return shortest;
    }

    private static final Pattern OF_PEOPLE = Pattern.compile(
            "(consent|session|person|participant|mode|no-contact|module-period-over|reconsent|decider).*");

    /** A reason as the plain reading writes it: rules about people name the person, and the module unless it is all one. */
    static String written(String rule, @Nullable ParticipantCode person, @Nullable ModuleCode module) {
        var ofPeople = OF_PEOPLE.matcher(rule).matches();
        return rule
                + (ofPeople && person != null ? " " + person : "")
                + (ofPeople && module != null && !rule.startsWith("session") ? " " + module : "");
    }

    /** One history as it is lived, each attempt foretold before it is handed in. Stops comparing at the first difference. */
    static final class Run implements Function<Attempt, List<EventId>> {

        final List<Line> log = new ArrayList<>();
        private final DeskInMemory desk = new DeskInMemory();
        private final TreeMap<String, Integer> answered;
        Optional<Trouble> trouble = Optional.empty();

        Run(TreeMap<String, Integer> answered) {
            this.answered = answered;
        }

        @Override
        public List<EventId> apply(Attempt attempt) {
            if (trouble.isPresent()) return List.of();
            var foretold = Foretold.refusals(attempt.command(), new PlainReading(log, null));
            var verdict = desk.handIn(attempt.number(), attempt.command(), FieldWorld.ELIN, attempt.at());
            foretold.ifPresent(reasons -> compare(attempt, reasons, verdict));
            verdict.events().forEach((id, event) -> log.add(new Line(attempt.at(), log.size() + 1L, id, event)));
            return List.copyOf(verdict.events().keySet());
        }

        private void compare(Attempt attempt, Set<String> foretold, DeskInMemory.Verdict verdict) {
            var told = verdict.problems().stream().map(Run::written).collect(Collectors.toCollection(TreeSet::new));
            if (told.isEmpty() ? foretold.isEmpty() : told.equals(foretold)) {
                if (told.isEmpty()) answered.merge("accepted", 1, Integer::sum);
                Foretold.rules(told.stream()).forEach(rule -> answered.merge(rule, 1, Integer::sum));
                return;
            }
            if (!SPOKEN_OF.containsAll(Foretold.rules(told.stream()))) return;
            trouble = Optional.of(new Trouble(
                    attempt.command().getClass().getSimpleName()
                            + Foretold.rules(foretold.stream())
                            + Foretold.rules(told.stream()),
                    "%s%n  was foretold to be refused for %s%n  and was %s"
                            .formatted(attempt, foretold, told.isEmpty() ? "recorded" : "refused for " + told)));
        }

        /** Records without comparing: for the histories of other proofs. */
        List<EventId> recorded(Attempt attempt) {
            var verdict = desk.handIn(attempt.number(), attempt.command(), FieldWorld.ELIN, attempt.at());
            verdict.events().forEach((id, event) -> log.add(new Line(attempt.at(), log.size() + 1L, id, event)));
            return List.copyOf(verdict.events().keySet());
        }

        private static String written(Problem problem) {
            return GateProofTest.written(problem.rule().code(), problem.participant(), problem.module());
        }
    }
}
