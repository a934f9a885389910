package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.fieldledger.access.Role;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.events.CaseCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The questions over time against the plain course: years of two invented cases in a real log, projected and asked over HTTP as
 * of pairs of times. {@code -Dfieldledger.proof.seed=N} lives through another course, {@code -Dfieldledger.proof.questions=N} asks
 * more often.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CourseProofTest {

    private static final int EVENTS = 450;
    private static final int QUESTIONS = Integer.getInteger("fieldledger.proof.questions", 5);

    @TempDir
    Path home;

    private final TreeMap<String, Integer> said = new TreeMap<>();

    static List<Long> seeds() {
        var given = Long.getLong("fieldledger.proof.seed");
        return given == null ? List.of(1L, System.nanoTime()) : List.of(given);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_question_over_time_is_the_fold_of_the_log_up_to_what_was_known(long seed) {
        var log = new RandomCourses(seed).live(EVENTS).log;
        try (var store = RunningStore.in(home, RunningStore.DEMONSTRATION)) {
            AnswersProofTest.record(log, store.context().getBean(EventLog.class), (DemonstrationClock)
                    store.context().getBean(Clock.class));
            var manager = new OfficerAsking(store, Role.DATA_MANAGER);
            var random = new Random(seed);
            for (var i = 0; i < QUESTIONS; i++) ask(seed, manager, log, random, i == QUESTIONS - 1);
        }
        System.out.printf("The course of %d events from seed %d: %s%n", log.size(), seed, said);
        assertThat(said.keySet())
                .contains("trajectories", "left out", "change", "DONE", "LATE", "IMPOSSIBLE", "NOT_APPROVED", "MISSED");
    }

    private void ask(long seed, OfficerAsking manager, List<Line> log, Random random, boolean ofEverything) {
        var knownAt = log.get(ofEverything ? log.size() - 1 : random.nextInt(log.size() / 5, log.size()))
                .recordedAt();
        var day = RandomCourses.BEGINS.plusDays(20 + random.nextInt(365 * 3));
        var moment = day.atTime(random.nextInt(24), random.nextInt(60))
                .atZone(RandomCourses.zone(RandomCourses.WARDS))
                .toInstant();
        var aMoment = random.nextInt(3) == 0;
        var trueAt = aMoment ? moment.toString() : day.toString();
        var plain = new PlainCourse(log, aMoment ? When.at(moment) : When.endOf(day), knownAt);
        var times = Map.of("trueAt", trueAt, "knownAt", knownAt.toString());
        for (var caseCode : RandomCourses.CASES) {
            var where = "seed %d, case %s, true at %s, known at %s".formatted(seed, caseCode, trueAt, knownAt);
            var asked = new Question(manager, times, caseCode, where);
            agree(asked, "trajectories", plain.trajectories(caseCode), true, CourseProofTest::trajectory);
            agree(asked, "summaries", plain.summaries(caseCode), true, CourseProofTest::summary);
            agree(asked, "pre-post", plain.prePost(caseCode), true, CourseProofTest::prePost);
            agree(asked, "completeness-people", plain.owed(caseCode), false, CourseProofTest::owed);
            agree(asked, "completeness", plain.wards(caseCode), false, CourseProofTest::ward);
            agree(asked, "completeness", plain.forums(), false, CourseProofTest::forum);
            agree(asked, "retention", plain.retention(caseCode), false, CourseProofTest::retained);
            agree(asked, "role-moves", plain.moves(caseCode), false, CourseProofTest::move);
            agree(asked, "leadership-years", plain.leaders(caseCode), false, CourseProofTest::leaders);
            agree(asked, "evidence", plain.evidence(caseCode), false, CourseProofTest::ground);
        }
    }

    private record Question(OfficerAsking manager, Map<String, String> times, CaseCode caseCode, String where) {
        JsonNode answer(String name, boolean ofAnInstrument) {
            var narrowedBy = new HashMap<>(times);
            narrowedBy.put("case", caseCode.code());
            if (ofAnInstrument) narrowedBy.put("instrument", RandomCourses.INSTRUMENT.code());
            return manager.answer("/api/research/" + name, narrowedBy);
        }
    }

    private void agree(
            Question asked,
            String name,
            List<String> expected,
            boolean ofAnInstrument,
            Function<JsonNode, @Nullable String> written) {
        var answer = asked.answer(name, ofAnInstrument);
        var rows = new ArrayList<String>();
        for (var row : answer.get("items")) {
            var line = written.apply(row);
            if (line != null) rows.add(line);
        }
        var inOrder = new ArrayList<>(expected);
        rows.sort(Comparator.naturalOrder());
        inOrder.sort(Comparator.naturalOrder());
        assertThat(rows).as("%s, %s", name, asked.where()).isEqualTo(inOrder);
        said.merge(name, rows.size(), Integer::sum);
        for (var why : answer.get("leftOut")) said.merge("left out", why.asInt(), Integer::sum);
        for (var row : answer.get("items")) {
            if (row.has("status")) said.merge(row.get("status").asString(), 1, Integer::sum);
            if (row.has("change") && !row.get("change").isNull()) said.merge("change", 1, Integer::sum);
        }
    }

    // ---- each row as the plain course writes it

    private static String trajectory(JsonNode row) {
        return "%s %s %s %s %s value %s repeat %s baseline %s change %s"
                .formatted(
                        text(row, "event"),
                        text(row, "participant"),
                        text(row, "arm"),
                        text(row, "version"),
                        text(row, "timepoint"),
                        figure(row, "value"),
                        text(row, "repeat"),
                        figure(row, "baseline"),
                        figure(row, "change"));
    }

    private static String summary(JsonNode row) {
        return "%s %s %s: of %s n %s missing %s unusable %s nothing %s mean %s sd %s changed %s change %s"
                .formatted(
                        text(row, "version"),
                        text(row, "arm"),
                        text(row, "timepoint"),
                        text(row, "of"),
                        text(row, "n"),
                        text(row, "missing"),
                        text(row, "unusable"),
                        text(row, "nothing"),
                        figure(row, "mean"),
                        figure(row, "sd"),
                        text(row, "changed"),
                        figure(row, "change"));
    }

    private static @Nullable String prePost(JsonNode row) {
        if (row.get("site").isNull()) return null; // arms compared, of the same numbers
        return "%s %s %s %s: pre %s %s post %s %s both %s"
                .formatted(
                        text(row, "version"),
                        text(row, "timepoint"),
                        text(row, "site"),
                        text(row, "arm"),
                        text(row, "pre"),
                        figure(row, "preMean"),
                        text(row, "post"),
                        figure(row, "postMean"),
                        text(row, "both"));
    }

    private static String owed(JsonNode row) {
        return "%s %s: %s %s to %s, off %s, usable %s"
                .formatted(
                        text(row, "participant"),
                        text(row, "timepoint"),
                        text(row, "status"),
                        text(row, "from"),
                        text(row, "until"),
                        text(row, "daysOff"),
                        text(row, "usable"));
    }

    private static @Nullable String ward(JsonNode row) {
        if (!text(row, "grid").equals("wards")) return null;
        var done = text(row, "status").equals("DONE");
        var site = text(row, "line");
        return "%s %s: %s"
                .formatted(
                        site.substring(0, site.indexOf(' ')),
                        text(row, "cell"),
                        done ? "DONE " + text(row, "why").split(" ", 2)[0] : "not done");
    }

    private static @Nullable String forum(JsonNode row) {
        return text(row, "grid").equals("forums") ? text(row, "cell") + ": " + text(row, "status") : null;
    }

    /** Without the row of the first day, which only says how many there are. */
    private static @Nullable String retained(JsonNode row) {
        if (row.get("left").asInt() + row.get("censored").asInt() == 0) return null;
        return "%s %s: at risk %s left %s censored %s remaining %s"
                .formatted(
                        text(row, "line"),
                        text(row, "day"),
                        text(row, "atRisk"),
                        text(row, "left"),
                        text(row, "censored"),
                        figure(row, "remaining"));
    }

    private static String move(JsonNode row) {
        return "%s %s from %s to %s"
                .formatted(text(row, "event"), text(row, "participant"), text(row, "before"), text(row, "after"));
    }

    private static String leaders(JsonNode row) {
        return "year %s: %s heard %s"
                .formatted(
                        text(row, "year"),
                        row.get("participants")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList(),
                        text(row, "interviewed"));
    }

    private static String ground(JsonNode row) {
        return "%s %s %s %s %s %s"
                .formatted(
                        text(row, "claimEvent"),
                        text(row, "theme"),
                        text(row, "evidence"),
                        text(row, "standing"),
                        text(row, "use"),
                        text(row, "holds"));
    }

    private static String text(JsonNode row, String name) {
        var value = row.get(name);
        return value.isNull() ? "null" : value.asString();
    }

    private static String figure(JsonNode row, String name) {
        var value = row.get(name);
        return PlainCourse.figure(value.isNull() ? null : value.asDouble());
    }
}
