package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.serialization.SerializedObject;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEventSerializer;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.store.Append;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The answers of a running store against the plain reading: one store in which many invented cases live side by side, appended
 * to a real log, projected and asked over HTTP, as of several pairs of times, near those at which something changes. What the ledger says stands, what it says of
 * what is held, and what the audit says was not covered or was collected after a withdrawal.
 * Who has to be asked again under an amendment (question 9) is compared where a day is asked about.
 * {@code -Dfieldledger.proof.answers=N} lives in more cases, {@code -Dfieldledger.proof.seeds=N} in so many stores one after the
 * other, {@code -Dfieldledger.proof.seed=N} begins elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnswersProofTest {

    private static final int CASES = Integer.getInteger("fieldledger.proof.answers", 80);
    private static final int SEEDS = Integer.getInteger("fieldledger.proof.seeds", 2);
    private static final long SEED = Long.getLong("fieldledger.proof.seed", 1L);
    private static final int TURNS_OF_A_CASE = 45;
    private static final int QUESTIONS = 4;

    /** The rules that nothing but a withdrawal breaks. */
    private static final Set<String> BY_WITHDRAWAL = Set.of("consent-withdrawn", "no-contact", "mode-declined");

    @TempDir
    static Path home;

    private final TreeMap<String, Integer> said = new TreeMap<>();
    private long seed = SEED;

    /** The two times of a question; the day or moment in the field as it is written and as the plain reading knows it. */
    private record Times(String trueAt, When when, Instant knownAt) {
        boolean begun(Occurred occurred) {
            return when.day() != null
                    ? !occurred.begunOn().isAfter(when.day())
                    : !occurred.begunBy().isAfter(Objects.requireNonNull(when.moment()));
        }

        Map<String, Object> asked() {
            return new HashMap<>(Map.of("trueAt", trueAt, "knownAt", knownAt));
        }
    }

    @Test
    void what_a_running_store_answers_is_what_the_plain_reading_says_at_any_two_times() {
        for (; seed < SEED + SEEDS; seed++) live();
        assertThat(said.keySet()).contains("covered", "not covered", "GIVEN", "WITHDRAWN", "SUSPENDED");
    }

    private void live() {
        var run = new GateProofTest.Run(new TreeMap<>());
        var field = new RandomField(seed, CASES / 2, run::recorded);
        field.live(TURNS_OF_A_CASE * CASES);
        try (var store = RunningStore.in(home.resolve("seed-" + seed), RunningStore.DEMONSTRATION)) {
            record(run.log, store.context().getBean(EventLog.class), (DemonstrationClock)
                    store.context().getBean(Clock.class));
            var officer = new OfficerAsking(store);
            var random = new Random(seed);
            for (var i = 0; i < QUESTIONS; i++) ask(officer, run.log, field.cases, times(random, run.log, i), random);
        }
        System.out.printf(
                "The answers about %d cases in %d events from seed %d, with those before: %s%n",
                CASES, run.log.size(), seed, said);
    }

    /** The last question asks of everything that is known; every other names a day, the rest a moment. */
    private static Times times(Random random, List<Line> log, int question) {
        var last = question == QUESTIONS - 1;
        var knownAt = log.get(last ? log.size() - 1 : random.nextInt(log.size() / 4, log.size()))
                .recordedAt();
        var day = RandomField.BEGINS.plusDays(100 + random.nextInt(365 * 4));
        if (question % 2 == 1) return new Times(day.toString(), When.endOf(day), knownAt);
        var moment = day.atTime(random.nextInt(1, 22), random.nextInt(60))
                .atZone(RandomField.zone(new CaseCode("SE-0")))
                .toInstant();
        return new Times(moment.toString(), When.at(moment), knownAt);
    }

    /** Where days are asked about, of the ledger each case on a day of its own on which somebody decided something. */
    private static Times near(List<Line> about, Times times, Random random) {
        var decided = about.stream()
                .filter(line -> line.event() instanceof ConsentEvent)
                .map(line -> line.occurred().firstDay())
                .toList();
        if (times.when().day() == null || decided.isEmpty()) return times;
        var day = decided.get(random.nextInt(decided.size()));
        return new Times(day.toString(), When.endOf(day), times.knownAt());
    }

    /** As it was recorded: the events of one moment together, each under the id it has in the history. */
    static void record(List<Line> history, EventLog log, DemonstrationClock clock) {
        var serializer = new FieldEventSerializer();
        var sequence = log.head();
        for (var from = 0; from < history.size(); ) {
            var at = history.get(from).recordedAt();
            clock.advance(at);
            var together = new ArrayList<NewEvent>();
            while (from < history.size() && history.get(from).recordedAt().equals(at)) {
                var line = history.get(from++);
                SerializedObject<String> json = serializer.serialize(line.event(), String.class);
                var caseCode = line.event().envelope().caseStudy();
                together.add(new NewEvent(
                        "proof",
                        sequence++,
                        line.id().value(),
                        json.getType().getName(),
                        json.getType().getRevision(),
                        caseCode == null ? null : caseCode.code(),
                        json.getData(),
                        "{}"));
            }
            log.append(new Append(together, Map.of(), List.of()));
        }
    }

    private void ask(OfficerAsking officer, List<Line> log, List<CaseCode> cases, Times times, Random random) {
        var uncovered = byEvent(officer.items("/api/audit/covered", times.asked()));
        var after = byEvent(officer.items("/api/audit/after-withdrawal", times.asked()));
        for (var caseCode : cases) {
            // Nothing of one case says anything about another; the plain reading goes through all it is given.
            var about = log.stream()
                    .filter(line -> line.event().envelope().caseStudy() == null
                            || caseCode.equals(line.event().envelope().caseStudy()))
                    .toList();
            var plain = new PlainReading(about, times.knownAt());
            var near = near(about, times, random);
            stands(officer, caseCode, plain, near);
            if (near.when().day() != null) toBeAskedAgain(officer, caseCode, plain, near);
            for (var line : about)
                if (caseCode.equals(line.event().envelope().caseStudy()) && plain.stands(line.id()))
                    covered(line, plain, times, uncovered, after);
            held(officer, caseCode, about, plain, near);
        }
    }

    private void stands(OfficerAsking officer, CaseCode caseCode, PlainReading plain, Times times) {
        var asked = times.asked();
        asked.put("limit", 1000);
        var answered = officer.items("/api/cases/" + caseCode + "/consent", asked).stream()
                .collect(Collectors.toMap(
                        row -> row.path("participant").asString() + " "
                                + row.path("module").asString(),
                        row -> row.path("state").asString() + " by "
                                + row.path("decision").asString("nobody")));
        for (var one = 1; one <= RandomField.PEOPLE; one++) {
            var person = RandomField.person(caseCode, one);
            for (var module : RandomField.MODULES) {
                var expected = plain.standing(person, caseCode, module, times.when());
                said.merge(expected.state().name(), 1, Integer::sum);
                // Whom nobody knows yet, nobody tells of.
                if (expected.state() == PlainReading.State.NOT_ASKED && !answered.containsKey(person + " " + module))
                    continue;
                assertThat(answered)
                        .as(where(caseCode, times))
                        .containsEntry(person + " " + module, expected.state() + " by " + written(expected.by()));
            }
        }
    }

    /** Question 9, as far as people have to be asked again. It is about days, as what falls due is. */
    private void toBeAskedAgain(OfficerAsking officer, CaseCode caseCode, PlainReading plain, Times times) {
        var expected = new TreeSet<String>();
        for (var one = 1; one <= RandomField.PEOPLE; one++) {
            var person = RandomField.person(caseCode, one);
            for (var module : RandomField.MODULES)
                if (plain.standing(person, caseCode, module, times.when()).state() == PlainReading.State.RECONSENT_DUE)
                    expected.add(person + " " + module);
        }
        said.merge("to be asked again", expected.size(), Integer::sum);
        var asked = times.asked();
        asked.put("case", caseCode.code());
        var told = new TreeSet<String>();
        for (var row : officer.items("/api/audit/reconsent", asked))
            if (row.path("rule").asString().equals("required"))
                told.add(row.path("participant").asString() + " "
                        + row.path("module").asString());
        assertThat(told).as("Question 9, %s", where(caseCode, times)).isEqualTo(expected);
    }

    private static String written(@Nullable EventId event) {
        return event == null ? "nobody" : event.toString();
    }

    private void covered(
            Line line,
            PlainReading plain,
            Times times,
            Map<UUID, List<JsonNode>> uncovered,
            Map<UUID, List<JsonNode>> after) {
        var action = Foretold.action(line.event());
        if (action.isEmpty() || !times.begun(line.occurred())) return;
        var reasons = plain.uncovered(action.get());
        said.merge(reasons.isEmpty() ? "covered" : "not covered", 1, Integer::sum);
        assertThat(reasons(uncovered, line.id()))
                .as("Question 1, %s, %s", line.event(), where(action.get().caseCode(), times))
                .isEqualTo(Foretold.written(reasons));
        var expected = new TreeSet<String>();
        for (var reason : Foretold.written(reasons)) if (BY_WITHDRAWAL.contains(rule(reason))) expected.add(reason);
        said.merge("after a withdrawal", expected.isEmpty() ? 0 : 1, Integer::sum);
        var told = reasons(after, line.id());
        told.removeIf(reason -> !BY_WITHDRAWAL.contains(rule(reason)));
        assertThat(told)
                .as("Question 5, %s, %s", line.event(), where(action.get().caseCode(), times))
                .isEqualTo(expected);
    }

    private static String rule(String reason) {
        return reason.contains(" ") ? reason.substring(0, reason.indexOf(' ')) : reason;
    }

    private static Set<String> reasons(Map<UUID, List<JsonNode>> rows, EventId event) {
        return rows.getOrDefault(event.value(), List.of()).stream()
                .map(row -> GateProofTest.written(
                        row.path("rule").asString(),
                        code(row, "participant").map(ParticipantCode::new).orElse(null),
                        code(row, "module").map(ModuleCode::new).orElse(null)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> code(JsonNode row, String field) {
        return Optional.of(row.path(field)).filter(JsonNode::isString).map(JsonNode::asString);
    }

    /** Of one person in each case. */
    private void held(OfficerAsking officer, CaseCode caseCode, List<Line> about, PlainReading plain, Times times) {
        var person = RandomField.person(caseCode, 1);
        var asked = times.asked();
        asked.put("limit", 1000);
        var expected = new TreeMap<String, String>();
        for (var line : about) {
            var action = Foretold.action(line.event());
            if (action.isEmpty()
                    || !plain.stands(line.id())
                    || !times.begun(line.occurred())
                    || !action.get().people().contains(person)) continue;
            var held = plain.held(line, action.get(), person, times.when());
            said.merge("held " + held, 1, Integer::sum);
            expected.put(line.id().toString(), held.name());
        }
        var answered = officer.items("/api/participants/" + person + "/held", asked).stream()
                .collect(Collectors.toMap(
                        row -> row.at("/record/event").asString(),
                        row -> row.path("use").asString(),
                        (one, other) -> one,
                        TreeMap::new));
        assertThat(answered)
                .as("Held of %s, %s", person, where(caseCode, times))
                .isEqualTo(expected);
    }

    private String where(CaseCode caseCode, Times times) {
        return "seed %d, %d cases, case %s, true at %s, known at %s"
                .formatted(seed, CASES, caseCode, times.trueAt(), times.knownAt());
    }

    private static Map<UUID, List<JsonNode>> byEvent(List<JsonNode> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> UUID.fromString(row.path("event").asString())));
    }
}
