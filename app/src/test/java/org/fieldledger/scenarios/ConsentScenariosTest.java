package org.fieldledger.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.events.EventId;
import org.fieldledger.scenarios.ScenarioDocument.Kind;
import org.fieldledger.scenarios.ScenarioDocument.Scenario;
import org.fieldledger.scenarios.ScenarioDocument.Sentence;
import org.fieldledger.scenarios.Sentences.Step;
import org.fieldledger.store.DemonstrationClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every scenario of docs/consent-scenarios.md, told to one real store. The store lives through the years once, with all
 * scenarios in it side by side; then each is asked what its sentences say.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentScenariosTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "consent-scenarios.md");

    @TempDir
    static Path home;

    private final ScenarioDocument document = read();
    private final Map<Integer, Told> told = new LinkedHashMap<>();
    private RunningApplication store;
    private Asking asking;

    /** A scenario with what it says, in order: what is handed in and what is asked. */
    private static final class Told {
        final Telling telling;
        final List<Step> steps = new ArrayList<>();
        final List<Then> thens = new ArrayList<>();
        final Map<Step, Telling.Outcome> outcomes = new HashMap<>();
        final List<String> troubles = new ArrayList<>();

        Told(int number) {
            telling = new Telling(number);
        }
    }

    /** A question after a step. */
    private record Then(Sentence sentence, @Nullable Step after, Questions.@Nullable Asked asked) {}

    private static ScenarioDocument read() {
        try {
            return ScenarioDocument.read(DOCUMENT);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeAll
    void everythingIsToldInTheOrderOfRecording() throws IOException {
        store = RunningStore.in(home, RunningStore.DEMONSTRATION);
        for (var scenario : document.scenarios()) told.put(scenario.number(), understand(scenario));
        var clock = (DemonstrationClock) store.context().getBean(Clock.class);
        var desk = store.context().getBean(Desk.class);
        var said = new HashSet<String>();
        record Turn(Told told, Step step) {}
        told.values().stream()
                .flatMap(one -> one.steps.stream().map(step -> new Turn(one, step)))
                .sorted(Comparator.comparing(
                        turn -> Objects.requireNonNull(turn.step().recordedAt())))
                .forEach(turn -> {
                    clock.advance(Objects.requireNonNull(turn.step().recordedAt()));
                    if (!turn.step().once() || said.add(turn.step().sentence().text()))
                        handIn(desk, turn.told(), turn.step());
                });
        asking = new Asking(new OfficerAsking(store));
    }

    @AfterAll
    void closes() {
        if (store != null) store.close();
    }

    private Told understand(Scenario scenario) {
        var one = new Told(scenario.number());
        for (var sentence : document.always()) one.steps.add(step(sentence));
        Step last = one.steps.getLast();
        for (var sentence : scenario.sentences()) {
            if (sentence.kind() == Kind.THEN) {
                var today = Objects.requireNonNull(last.recordedAt())
                        .atZone(Telling.STOCKHOLM)
                        .toLocalDate();
                var asked = Questions.read(sentence, today);
                if (asked.isEmpty()) one.troubles.add("Nobody understands " + sentence);
                one.thens.add(new Then(sentence, last, asked.orElse(null)));
                continue;
            }
            var step = Sentences.read(sentence);
            if (step.isEmpty()) {
                one.troubles.add("Nobody understands " + sentence);
                continue;
            }
            if (step.get().recordedAt() != null
                    && Objects.requireNonNull(last.recordedAt())
                            .isAfter(step.get().recordedAt()))
                one.troubles.add("Told before it was recorded: " + sentence);
            last = step.get();
            one.steps.add(last);
        }
        return one;
    }

    private static Step step(Sentence sentence) {
        return Sentences.read(sentence)
                .orElseThrow(() -> new IllegalArgumentException("Nobody understands " + sentence));
    }

    private static void handIn(Desk desk, Told one, Step step) {
        var events = new ArrayList<EventId>();
        var problems = new ArrayList<org.fieldledger.command.Problem>();
        try {
            for (var command : step.command().of(one.telling))
                switch (desk.submit(Submission.of(UUID.randomUUID(), command, Sentences.ELIN))) {
                    case Answer.Accepted accepted -> events.addAll(accepted.events());
                    case Answer.Rejected rejected -> problems.addAll(rejected.problems());
                }
        } catch (AssertionError | RuntimeException e) {
            one.troubles.add("%s: %s".formatted(step.sentence(), e));
        }
        if (step.label() != null && !events.isEmpty()) one.telling.labelled(step.label(), events.getFirst());
        if (step.sentence().kind() == Kind.GIVEN && !problems.isEmpty())
            one.troubles.add("%s was refused: %s".formatted(step.sentence(), problems));
        one.outcomes.put(step, new Telling.Outcome(events, problems));
    }

    @TestFactory
    Stream<DynamicNode> scenarios() {
        var groups = new LinkedHashMap<String, List<DynamicNode>>();
        for (var scenario : document.scenarios())
            groups.computeIfAbsent(scenario.group(), group -> new ArrayList<>())
                    .add(dynamicTest(
                            scenario.number() + ". " + scenario.title(),
                            DOCUMENT.toUri(),
                            () -> holds(Objects.requireNonNull(told.get(scenario.number())))));
        return groups.entrySet().stream().map(group -> dynamicContainer(group.getKey(), group.getValue()));
    }

    private void holds(Told one) {
        assertThat(one.troubles).isEmpty();
        assertThat(one.thens).as("A scenario says what is then so").isNotEmpty();
        for (var then : one.thens) {
            var outcome = one.outcomes.getOrDefault(then.after(), new Telling.Outcome(List.of(), List.of()));
            Objects.requireNonNull(then.asked()).of(one.telling, outcome, asking);
        }
    }

    @Test
    void there_are_at_least_ninety_of_them_and_no_two_are_the_same() {
        assertThat(document.scenarios()).hasSizeGreaterThanOrEqualTo(90);
        assertThat(document.scenarios().stream().map(Scenario::title)).doesNotHaveDuplicates();
    }

    @Test
    void a_sentence_that_nobody_understands_fails() {
        var sentence = new Sentence(1, Kind.GIVEN, "Anna vaguely nodded on 4 March 2020");
        assertThat(Sentences.read(sentence)).isEmpty();
        assertThat(Questions.read(new Sentence(1, Kind.THEN, "all is well"), LocalDate.parse("2020-03-04")))
                .isEmpty();
    }

    /** Asks the store over HTTP, as an ethics officer does. */
    private record Asking(OfficerAsking officer) implements Questions.Store {

        @Override
        public List<JsonNode> ledger(String participant, LocalDate trueAt, LocalDate knownAt) {
            return items("/api/participants/" + participant + "/consent", Map.of(), trueAt, knownAt);
        }

        @Override
        public List<JsonNode> held(String participant, LocalDate trueAt, LocalDate knownAt) {
            return items("/api/participants/" + participant + "/held", Map.of(), trueAt, knownAt);
        }

        @Override
        public List<JsonNode> audit(
                String question, Map<String, String> narrowedBy, @Nullable LocalDate trueAt, LocalDate knownAt) {
            return items("/api/audit/" + question, narrowedBy, trueAt, knownAt);
        }

        private List<JsonNode> items(
                String path, Map<String, String> narrowedBy, @Nullable LocalDate trueAt, LocalDate knownAt) {
            var asked = new HashMap<String, Object>(narrowedBy);
            asked.put("knownAt", knownAt);
            if (trueAt != null) asked.put("trueAt", trueAt);
            return officer.items(path, asked);
        }
    }
}
