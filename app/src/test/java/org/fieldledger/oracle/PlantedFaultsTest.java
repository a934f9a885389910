package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.fieldledger.access.Role;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.store.EventLog;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether the proofs would notice: faults are planted in the tables of a running store, one after the other, and the questions of
 * {@link CourseProof}, {@link AnswersProof} and {@link ReportingProof} asked again. Before and after, without a fault, there is no
 * difference; with one, the question that is named has to be answered otherwise than foretold, and nothing else counts: whatever
 * fails instead fails the test.
 *
 * <p>{@code -Dfieldledger.faults.everything=true} asks all questions of each fault and tells which differ,
 * {@code -Dfieldledger.faults.seeds=N} plants them in so many histories.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlantedFaultsTest {

    private static final boolean EVERYTHING = Boolean.getBoolean("fieldledger.faults.everything");
    private static final int SEEDS = Integer.getInteger("fieldledger.faults.seeds", 1);
    /** In this course something is corrected in every table that is asked about corrections. */
    private static final long OF_COURSES = 10;

    private static final int PAIRS_OF_TIMES = 8;
    private static final int CASES = 24;
    private static final int TURNS_OF_A_CASE = 45;
    private static final Path PAGE = Path.of("..", "docs", "planted-faults.md");

    @TempDir
    Path home;

    private final Map<Fault, Set<String>> noticed = new LinkedHashMap<>();

    @Test
    void the_questions_over_time_and_those_about_reporting_notice_each_fault() {
        for (var seed = OF_COURSES; seed < OF_COURSES + SEEDS; seed++) {
            var log = new RandomCourses(seed).live(CourseProofTest.EVENTS).log;
            try (var store = store(seed)) {
                var db = db(store);
                var manager = new OfficerAsking(store, Role.DATA_MANAGER);
                var proof = new ReportingProof(db, manager, log, RandomCourses.CASES, seed);
                whileItRuns(store, log, proof, new FeedFollower(manager, "timeline"));
                var reporting = proof.questions(PAIRS_OF_TIMES);
                ProofStore.reporting(store).stop();
                plant(Faults.OF_REPORTING, reporting, db);
                plant(Faults.OF_COURSES, new CourseProof(manager, log, seed).questions(PAIRS_OF_TIMES), db);
            }
        }
        assertNoticed();
    }

    @Test
    void the_questions_about_consent_notice_each_fault() {
        for (var seed = 1L; seed <= SEEDS; seed++) {
            var run = new GateProofTest.Run(new TreeMap<>());
            var field = new RandomField(seed, CASES / 2, run::recorded);
            field.live(TURNS_OF_A_CASE * CASES);
            try (var store = store(seed)) {
                Recording.record(run.log, store);
                var proof = new AnswersProof(new OfficerAsking(store), run.log, field.cases, seed);
                plant(Faults.OF_CONSENT, proof.questions(PAIRS_OF_TIMES), db(store));
            }
        }
        assertNoticed();
    }

    @Test
    void the_page_names_each_fault_and_the_question_that_notices_it() throws IOException {
        assertThat(Files.readString(PAGE).lines().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(faults().map(fault ->
                                "| `%s` | %s | %s |".formatted(fault.table(), fault.wrong(), fault.noticedBy()))
                        .toList());
    }

    static Stream<Fault> faults() {
        return Stream.of(Faults.OF_COURSES, Faults.OF_REPORTING, Faults.WHILE_IT_RUNS, Faults.OF_CONSENT)
                .flatMap(List::stream);
    }

    private RunningApplication store(long seed) {
        return ProofStore.in(home.resolve("seed-" + seed));
    }

    private static JdbcClient db(RunningApplication store) {
        return store.context().getBean(JdbcClient.class);
    }

    /** Until everything that was recorded is projected, judged and told. */
    private static void published(RunningApplication store) {
        var head = store.context().getBean(EventLog.class).head();
        var db = db(store);
        ReportingProofTest.abreast(db, head);
        BooleanSupplier told = () -> db.sql("select position from reporting.progress where what = 'feed'")
                        .query(Long.class)
                        .single()
                == head;
        await().atMost(Duration.ofMinutes(3)).until(told::getAsBoolean);
    }

    /** Records a history with the faults in place from its middle on, and asks what somebody holds who has followed all the while. */
    private void whileItRuns(RunningApplication store, List<Line> log, ReportingProof proof, FeedFollower follower) {
        var db = db(store);
        var parts = ReportingProofTest.parts(log);
        for (var part : parts.subList(0, parts.size() / 2)) Recording.record(part, store);
        published(store);
        follower.follow();
        for (var fault : Faults.WHILE_IT_RUNS)
            db.sql(fault.sql().formatted(fault.table())).update();
        for (var part : parts.subList(parts.size() / 2, parts.size())) Recording.record(part, store);
        published(store);
        var followed = List.of(proof.timelineOf(follower));
        for (var fault : Faults.WHILE_IT_RUNS) {
            ask(fault, followed);
            db.sql("drop rule planted on " + fault.table()).update();
        }
        // All that shows is compared with all that was told, so what was not told is made up for.
        db.sql("update reporting.progress set made_from = '' where what = 'feed'")
                .update();
        assertThat(Question.differences(followed))
                .as("After what went wrong while it ran")
                .isEmpty();
    }

    private void plant(List<Fault> faults, List<Question> questions, JdbcClient db) {
        assertThat(Question.differences(questions)).as("Before any fault").isEmpty();
        for (var fault : faults)
            try (var planted = new Planting(fault, db)) {
                System.out.printf("%d rows wrong in ", planted.rows);
                ask(fault, questions);
            }
        assertThat(Question.differences(questions)).as("After all faults").isEmpty();
    }

    private void ask(Fault fault, List<Question> questions) {
        var differing = differing(questions.stream()
                .filter(question -> EVERYTHING || question.name().equals(fault.noticedBy()))
                .toList());
        // Not what was named: then the failure says at least which others would have noticed.
        if (differing.isEmpty()) differing.addAll(differing(questions));
        System.out.printf("%s: noticed by %s%n", fault, differing);
        noticed.computeIfAbsent(fault, any -> new TreeSet<>()).addAll(differing);
    }

    private static Set<String> differing(List<Question> questions) {
        return Question.names(Question.differences(questions));
    }

    private void assertNoticed() {
        assertThat(noticed)
                .allSatisfy((fault, by) -> assertThat(by).as(fault.toString()).contains(fault.noticedBy()));
    }
}
