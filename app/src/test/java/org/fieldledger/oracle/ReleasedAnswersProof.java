package org.fieldledger.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.oracle.PlainHistory.Administered;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * What releases of a store hold in which a random course was lived, with what the plain course says to each: what was answered and
 * the scores of it, in which role and at what level people were interviewed, and who takes part as what, where, in which arm, from
 * when until when; and how much is left out for which reason. Each shows the cases as of two times of the past, and is judged by all
 * that is known now.
 */
final class ReleasedAnswersProof {

    private static final List<ReleaseTable> TABLES =
            List.of(ReleaseTable.ANSWERS, ReleaseTable.SCORES, ReleaseTable.PARTS, ReleaseTable.PARTICIPANTS);

    /** Of the parts only those in interviews are foretold, so what is left out of that table is not compared. */
    private static final Set<ReleaseTable> LEFT_OUT_OF =
            Set.of(ReleaseTable.ANSWERS, ReleaseTable.SCORES, ReleaseTable.PARTICIPANTS);

    /** How many rows of each kind were foretold. */
    final Map<String, Integer> said = new TreeMap<>();

    private final Releases releases;
    private final Instant now;
    private final Path folder;
    private final List<Line> log;
    private final long seed;
    private final PlainCourse judged;

    /** @param now the instant at which the store has a release judged */
    ReleasedAnswersProof(Releases releases, Instant now, Path folder, List<Line> log, long seed) {
        this.releases = releases;
        this.now = now;
        this.folder = folder;
        this.log = log;
        this.seed = seed;
        this.judged = new PlainCourse(log, When.at(now), log.getLast().recordedAt());
    }

    /** Of so many releases, the first of all that is known. */
    List<Question> questions(int releases) {
        var random = new Random(seed);
        return IntStream.range(0, releases)
                .mapToObj(n -> {
                    var last = n == 0 ? log.size() - 1 : random.nextInt(log.size() / 2, log.size());
                    var knownAt = log.get(last).recordedAt();
                    var happened =
                            log.get(random.nextInt(last / 2, last)).occurred().firstDay();
                    var texts = n % 2 == 0;
                    // Nothing is asked about a day that had not come by then.
                    var latest = LocalDate.ofInstant(knownAt, ZoneOffset.UTC).minusDays(1);
                    var day = happened.isAfter(latest) ? latest : happened;
                    return new Question(
                            "release of answers",
                            "seed %d, release %d, true at %s, known at %s, texts %s"
                                    .formatted(seed, n, day, knownAt, texts),
                            foretold(new PlainCourse(log, When.endOf(day), knownAt), texts),
                            () -> made("ANSWERS-" + n, day, knownAt, texts));
                })
                .toList();
    }

    private List<String> foretold(PlainCourse shown, boolean texts) {
        var rows = new ArrayList<String>();
        var leftOut = new TreeMap<String, Integer>();
        for (var caseCode : RandomCourses.CASES) {
            var history = new PlainHistory(shown);
            for (var given : history.given(caseCode)) {
                var scores = history.scores(given);
                var reason = reason(given);
                reason.ifPresent(why -> {
                    leftOut(
                            leftOut,
                            ReleaseTable.ANSWERS,
                            caseCode,
                            why,
                            given.responses().size());
                    leftOut(leftOut, ReleaseTable.SCORES, caseCode, why, scores.size());
                });
                if (reason.isPresent()) continue;
                for (var ordinal = 0; ordinal < given.responses().size(); ordinal++)
                    rows.add(answer(given, ordinal, texts));
                for (var score : scores) rows.add("score %s %s".formatted(about(given), score));
            }
            for (var line : shown.of(caseCode, InterviewRecorded.class))
                if (judged.use(line) == Held.USABLE)
                    for (var part : line.event().envelope().participants())
                        rows.add("part %s %s as %s at %s"
                                .formatted(
                                        line.id(),
                                        part.participant(),
                                        part.role(),
                                        part.level() == null ? null : PlainCourse.written(part.level())));
            shown.courses(caseCode)
                    .forEach((person, course) -> participant(shown, caseCode, person, course)
                            .ifPresent(row -> whyNot(caseCode, person, course)
                                    .ifPresentOrElse(
                                            why -> leftOut(leftOut, ReleaseTable.PARTICIPANTS, caseCode, why, 1),
                                            () -> rows.add(row))));
        }
        rows.forEach(row -> said.merge(row.substring(0, row.indexOf(' ')), 1, Integer::sum));
        leftOut.forEach((what, often) -> rows.add(what + " " + often));
        return rows;
    }

    private static void leftOut(
            Map<String, Integer> leftOut, ReleaseTable table, CaseCode caseCode, String why, int rows) {
        if (rows > 0) leftOut.merge(ReleaseProof.withheld(table, caseCode, why), rows, Integer::sum);
    }

    // ---- answers

    /** What stands in the way of what was answered. Who was at a meeting is not known: that has only to have been covered. */
    private Optional<String> reason(Administered given) {
        if (given.person() != null)
            return Optional.of(judged.use(given.line()))
                    .filter(use -> use != Held.USABLE)
                    .map(PlainCourse::written);
        return Optional.of("quarantined").filter(any -> !covered(given.line(), given.caseCode(), "groupsession", null));
    }

    private boolean covered(Line line, CaseCode caseCode, String chapter, @Nullable String person) {
        return line.event().envelope().deviation() == null
                && judged.consent
                        .uncovered(action(line, caseCode, chapter, person))
                        .isEmpty();
    }

    private static Action action(Line line, CaseCode caseCode, String chapter, @Nullable String person) {
        var envelope = line.event().envelope();
        return new Action(
                caseCode,
                envelope.occurred(),
                envelope.performedBy(),
                person == null ? List.of() : List.of(new ParticipantCode(person)),
                chapter,
                List.of(),
                false,
                null,
                null);
    }

    private static String about(Administered given) {
        var occurred = given.line().occurred();
        return "%s of %s in %s at %s %s %s %s, %s until %s recorded %s"
                .formatted(
                        given.line().id(),
                        given.person(),
                        given.caseCode(),
                        given.session(),
                        given.instrument(),
                        given.version(),
                        given.timepoint(),
                        occurred.from(),
                        occurred.until(),
                        given.line().recordedAt());
    }

    private static String about(ReleasedTable.Row row) {
        return "%s of %s in %s at %s %s %s %s, %s until %s recorded %s"
                .formatted(
                        row.get("event"),
                        row.orNull("participant"),
                        row.get("case"),
                        row.orNull("session"),
                        row.get("instrument"),
                        row.get("version"),
                        row.orNull("timepoint"),
                        row.get("occurred_from"),
                        row.orNull("occurred_until"),
                        Instant.parse(row.get("recorded_at")));
    }

    private static String answer(Administered given, int ordinal, boolean texts) {
        var answer = given.responses().get(ordinal);
        return "%s %s, %d. %s %s %s %s"
                .formatted(
                        answer.text() == null ? "answer" : "text",
                        about(given),
                        ordinal + 1,
                        answer.item(),
                        PlainHistory.figures(answer.number()),
                        texts ? answer.text() : null,
                        answer.missing());
    }

    // ---- people

    private Optional<String> participant(PlainCourse shown, CaseCode caseCode, String person, List<Line> course) {
        var joined = joined(course);
        if (joined == null) return Optional.empty();
        String role = null;
        String level = null;
        for (var line : course) {
            if (line.event() instanceof ParticipantEnrolled e) {
                role = e.role().code();
                level = e.level() == null ? null : PlainCourse.written(e.level());
            }
            if (line.event() instanceof ParticipantTransferred e) {
                role = e.to().code();
                level = e.level() == null ? null : PlainCourse.written(e.level());
            }
        }
        var last = course.getLast();
        var left = last.event() instanceof ParticipantDiscontinued e ? e : null;
        return Optional.of("participant %s %s as %s %s at %s, arm %s, from %s until %s because %s"
                .formatted(
                        caseCode,
                        person,
                        role,
                        level,
                        PlainCourse.site(course),
                        arm(shown, caseCode, person),
                        joined.occurred().from(),
                        left == null ? null : last.occurred().from(),
                        left == null ? null : PlainCourse.written(left.reason())));
    }

    /** The last that was shown, where it was covered: to be allocated somebody has to be in the case, and asked for nothing more. */
    private @Nullable String arm(PlainCourse shown, CaseCode caseCode, String person) {
        var allocated = shown.of(caseCode, AllocationMade.class).stream()
                .filter(line ->
                        ((AllocationMade) line.event()).participant().code().equals(person))
                .reduce((earlier, later) -> later);
        if (allocated.isEmpty()) return null;
        var covered = covered(allocated.get(), caseCode, "intervention", person);
        said.merge(covered ? "arm" : "arm withheld", 1, Integer::sum);
        return covered ? ((AllocationMade) allocated.get().event()).arm() : null;
    }

    private static @Nullable Line joined(List<Line> course) {
        return course.stream()
                .filter(line -> line.event() instanceof ParticipantEnrolled)
                .findFirst()
                .orElse(null);
    }

    private Optional<String> whyNot(CaseCode caseCode, String person, List<Line> course) {
        var held = judged.consent.material.ofThePerson(
                new ParticipantCode(person), caseCode, RandomCourses.MODULES, When.at(now));
        if (held.isEmpty()) return Optional.of("not-agreed-to");
        if (held.get() != Held.USABLE) return held.map(PlainCourse::written);
        var joined = Objects.requireNonNull(joined(course));
        return Optional.of("quarantined").filter(any -> !covered(joined, caseCode, "participant", null));
    }

    // ---- what the store releases

    private List<String> made(String name, LocalDate day, Instant knownAt, boolean texts) {
        var wanted = new Wanted(
                TABLES,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                texts,
                AsOf.trueAt(day).knownAt(knownAt),
                null);
        var interviews = new TreeMap<String, Line>();
        for (var line : log)
            if (line.event() instanceof InterviewRecorded)
                interviews.put(line.id().toString(), line);
        try {
            var into = Files.createTempDirectory(folder, name);
            var made = releases.make(name, "a university", "Is it right?", wanted, into);
            var rows = new ArrayList<String>();
            for (var table : TABLES)
                new ReleasedTable(into, table).otherwiseInParquet().forEach(rows::add);
            new ReleasedTable(into, ReleaseTable.ANSWERS)
                    .rows.forEach(row -> rows.add("%s %s, %s. %s %s %s %s"
                            .formatted(
                                    row.get("answer").equals("text") ? "text" : "answer",
                                    about(row),
                                    row.get("ordinal"),
                                    row.get("item"),
                                    row.figures("number"),
                                    row.orNull("text"),
                                    row.orNull("missing"))));
            new ReleasedTable(into, ReleaseTable.SCORES)
                    .rows.forEach(row -> rows.add("score %s %s %s %s"
                            .formatted(about(row), row.get("score"), row.figures("value"), row.orNull("absent"))));
            new ReleasedTable(into, ReleaseTable.PARTS)
                    .rows.stream()
                            .filter(row -> interviews.containsKey(row.get("event")))
                            .forEach(row -> rows.add("part %s %s as %s at %s"
                                    .formatted(
                                            row.get("event"),
                                            row.get("participant"),
                                            row.orNull("role"),
                                            row.orNull("level"))));
            new ReleasedTable(into, ReleaseTable.PARTICIPANTS)
                    .rows.forEach(row ->
                            rows.add("participant %s %s as %s %s at %s, arm %s, from %s until %s because %s"
                                    .formatted(
                                            row.get("case"),
                                            row.get("participant"),
                                            row.get("role"),
                                            row.orNull("level"),
                                            row.orNull("site"),
                                            row.orNull("arm"),
                                            row.get("joined"),
                                            row.orNull("left"),
                                            row.get("left_because").isEmpty()
                                                    ? null
                                                    : row.get("left_because")
                                                            .toLowerCase(Locale.ROOT)
                                                            .replace('_', '-'))));
            for (var one : made.frozen().withheld())
                if (one.caseStudy() != null && LEFT_OUT_OF.contains(one.table())) rows.add(ReleaseProof.withheld(one));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
