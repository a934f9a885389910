package org.fieldledger.oracle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.ReleaseNoticeGiven;
import org.fieldledger.oracle.PlainHistory.Administered;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the views of {@code reporting_v1} show as of two times in a store in which a random course was lived, with what the plain
 * course says to each: all but consent and the timeline, which {@link ReportingProof} asks about.
 */
final class PublishedProof {

    private static final ZoneId STORE = ZoneId.of("Europe/Stockholm");

    /** How many rows each view showed. */
    final Map<String, Integer> said = new TreeMap<>();

    private final JdbcClient db;
    private final List<Line> log;
    private final long seed;

    PublishedProof(JdbcClient db, List<Line> log, long seed) {
        this.db = db;
        this.log = log;
        this.seed = seed;
    }

    /** Every view as of so many pairs of times, one by one of each case and of all there is; the last of everything that is known. */
    List<Question> questions(int pairsOfTimes) {
        var random = new Random(seed);
        var now = new PlainCourse(
                log, When.endOf(LocalDate.now(STORE)), log.getLast().recordedAt());
        var questions = new ArrayList<Question>();
        for (var i = 0; i < pairsOfTimes; i++) {
            var ofEverything = i == pairsOfTimes - 1;
            var knownAt = log.get(ofEverything ? log.size() - 1 : random.nextInt(log.size() / 5, log.size()))
                    .recordedAt();
            var day = log.get(random.nextInt(log.size())).occurred().begunOn().minusDays(random.nextInt(2));
            for (var caseCode : i % 2 == 0 ? List.<CaseCode>of() : RandomCourses.CASES)
                ask(questions, caseCode, day, knownAt, now);
            if (i % 2 == 0) ask(questions, null, day, knownAt, now);
        }
        return questions;
    }

    private void ask(
            List<Question> questions, @Nullable CaseCode ofCase, LocalDate day, Instant knownAt, PlainCourse now) {
        var plain = new PlainCourse(log, When.endOf(day), knownAt);
        var shown = new PlainCourse(
                log.stream().filter(line -> !PlainHistory.quarantined(line)).toList(), When.endOf(day), knownAt);
        var cases = ofCase == null ? RandomCourses.CASES : List.of(ofCase);
        var add = new Object() {
            void question(String view, List<String> expected, Written written) {
                questions.add(new Question(
                        view + "_at",
                        "seed %d, case %s, on %s as known at %s".formatted(seed, ofCase, day, knownAt),
                        expected,
                        () -> shown(view, ofCase, day, knownAt, written)));
            }
        };
        add.question("cases", cases(plain, cases), PublishedProof::caseStudy);
        add.question("participants", participants(shown, cases), PublishedProof::participant);
        add.question("leadership_coverage", coverage(plain, cases), PublishedProof::year);
        add.question(
                "timepoint_coverage", owed(cases, new PlainCompleteness(plain)::timepoints), PublishedProof::timepoint);
        add.question("ward_coverage", owed(cases, new PlainCompleteness(plain)::wards), PublishedProof::ward);
        add.question("forums", entries(shown, ofCase, ForumEvent.class), PublishedProof::entry);
        var releases = new ArrayList<>(entries(shown, ofCase, DataReleased.class));
        releases.addAll(entries(shown, ofCase, ReleaseNoticeGiven.class));
        add.question("releases", releases, PublishedProof::entry);
        var answers = new ArrayList<String>();
        var scores = new ArrayList<String>();
        var history = new PlainHistory(plain);
        for (var caseCode : cases)
            for (var given : history.given(caseCode))
                if (!PlainHistory.quarantined(given.line())
                        && (given.person() == null
                                || plain.use(given.line()) == Held.USABLE && now.use(given.line()) == Held.USABLE)) {
                    for (var ordinal = 0; ordinal < given.responses().size(); ordinal++)
                        answers.add(given(plain, given) + history.answer(given, ordinal));
                    for (var score : history.scores(given)) scores.add(given(plain, given) + score);
                }
        add.question("measures", answers, PublishedProof::answer);
        add.question("scores", scores, PublishedProof::score);
    }

    /** A row of a view, written as the plain course writes it. */
    private interface Written {
        String of(ResultSet row) throws SQLException;
    }

    private List<String> shown(
            String view, @Nullable CaseCode ofCase, LocalDate day, Instant knownAt, Written written) {
        var rows = db.sql("select * from reporting_v1.%s_at(:case, :day, :known)".formatted(view))
                .param("case", ofCase == null ? null : ofCase.code(), java.sql.Types.VARCHAR)
                .param("day", day)
                .param("known", knownAt.atOffset(ZoneOffset.UTC))
                .query((row, n) -> written.of(row))
                .list();
        said.merge(view, rows.size(), Integer::sum);
        return rows;
    }

    // ---- cases and people

    private static List<String> cases(PlainCourse plain, List<CaseCode> cases) {
        return cases.stream()
                .flatMap(caseCode -> new PlainRegister(plain).inTheRegister(caseCode).stream())
                .toList();
    }

    private static String caseStudy(ResultSet row) throws SQLException {
        return "%s vulnerable %s %s %s %s in %s since %s closed %s"
                .formatted(
                        row.getString("case_code"),
                        row.getBoolean("vulnerable_group"),
                        row.getString("title"),
                        row.getString("country"),
                        row.getString("setting"),
                        row.getString("zone"),
                        row.getString("opened"),
                        row.getString("closed"));
    }

    private static List<String> participants(PlainCourse shown, List<CaseCode> cases) {
        return cases.stream()
                .flatMap(caseCode -> new PlainPeople(shown).inTheRegister(caseCode).stream())
                .toList();
    }

    private static String participant(ResultSet row) throws SQLException {
        var reason = row.getString("left_because");
        return "%s %s enrolled %s as %s %s at %s, reason %s, since %s"
                .formatted(
                        row.getString("participant"),
                        row.getString("case_code"),
                        row.getBoolean("enrolled"),
                        row.getString("role"),
                        row.getString("level"),
                        row.getString("site"),
                        reason == null ? null : reason.replace('_', '-'),
                        row.getString("since"));
    }

    // ---- leaders, forums and releases

    private static List<String> coverage(PlainCourse plain, List<CaseCode> cases) {
        return cases.stream()
                .flatMap(caseCode -> new PlainLeadership(plain).counted(caseCode).stream())
                .toList();
    }

    private static String year(ResultSet row) throws SQLException {
        return "%s year %d %s to %s: %s of %d due %d done %d missed %d"
                .formatted(
                        row.getString("case_code"),
                        row.getInt("programme_year"),
                        row.getString("from_day"),
                        row.getString("until_day"),
                        row.getString("status"),
                        row.getInt("key_leaders"),
                        row.getInt("due"),
                        row.getInt("done"),
                        row.getInt("missed"));
    }

    private static List<String> owed(List<CaseCode> cases, Function<CaseCode, List<String>> ofCase) {
        return cases.stream()
                .flatMap(caseCode -> ofCase.apply(caseCode).stream().map(cell -> caseCode + " " + cell))
                .toList();
    }

    private static String timepoint(ResultSet row) throws SQLException {
        return "%s %s, %s, %s: from %s until %s, %s [%d, %d, %d, %d, %d, %d, %d, %d, %d]"
                .formatted(
                        row.getString("case_code"),
                        row.getString("instrument"),
                        row.getString("role"),
                        row.getString("timepoint"),
                        row.getString("from_day"),
                        row.getString("until_day"),
                        row.getString("status").toUpperCase(Locale.ROOT),
                        row.getLong("owed"),
                        row.getLong("done"),
                        row.getLong("due"),
                        row.getLong("late"),
                        row.getLong("missed"),
                        row.getLong("impossible"),
                        row.getLong("not_approved"),
                        row.getLong("not_due_yet"),
                        row.getLong("not_usable"));
    }

    private static String ward(ResultSet row) throws SQLException {
        return "%s %s (%s) %s %s: %s %d on record%s, unusable %d, from %s until %s"
                .formatted(
                        row.getString("case_code"),
                        row.getString("site"),
                        row.getString("arm"),
                        row.getString("phase"),
                        row.getString("kind"),
                        row.getString("status").toUpperCase(Locale.ROOT),
                        row.getLong("on_record"),
                        row.getString("first_record") == null
                                ? ""
                                : ", %s to %s".formatted(row.getString("first_record"), row.getString("last_record")),
                        row.getLong("not_usable"),
                        row.getString("from_day"),
                        row.getString("until_day"));
    }

    /** Of one case, or of all and of the programme. */
    private static List<String> entries(
            PlainCourse shown, @Nullable CaseCode ofCase, Class<? extends FieldEvent> kind) {
        return shown.begun.stream()
                .filter(line -> kind.isInstance(line.event())
                        && (ofCase == null
                                || ofCase.equals(line.event().envelope().caseStudy())))
                .map(line -> "%s %s %s from %s begun on %s recorded %s at %d"
                        .formatted(
                                line.event().envelope().caseStudy(),
                                line.id(),
                                line.event().getClass().getSimpleName(),
                                line.occurred().from(),
                                line.occurred().begunOn(),
                                line.recordedAt(),
                                line.position()))
                .toList();
    }

    private static String entry(ResultSet row) throws SQLException {
        return "%s %s %s from %s begun on %s recorded %s at %d"
                .formatted(
                        row.getString("case_code"),
                        row.getString("event"),
                        row.getString("kind"),
                        row.getString("occurred_from"),
                        row.getString("begun_on"),
                        recorded(row),
                        row.getLong("position"));
    }

    private static Instant recorded(ResultSet row) throws SQLException {
        return row.getObject("recorded_at", OffsetDateTime.class).toInstant();
    }

    // ---- what was answered

    private static String given(PlainCourse plain, Administered given) {
        var line = given.line();
        return "%s of %s in %s at %s, arm %s, %s %s %s from %s in %s begun on %s recorded %s at %d: "
                .formatted(
                        line.id(),
                        given.person(),
                        given.caseCode(),
                        given.session(),
                        given.person() == null ? null : plain.arm(given.caseCode(), given.person()),
                        given.instrument(),
                        given.version(),
                        given.timepoint(),
                        line.occurred().from(),
                        line.occurred().zone(),
                        line.occurred().begunOn(),
                        line.recordedAt(),
                        line.position());
    }

    private static String given(ResultSet row) throws SQLException {
        return "%s of %s in %s at %s, arm %s, %s %s %s from %s in %s begun on %s recorded %s at %d: "
                .formatted(
                        row.getString("event"),
                        row.getString("participant"),
                        row.getString("case_code"),
                        row.getString("session"),
                        row.getString("arm"),
                        row.getString("instrument"),
                        row.getString("version"),
                        row.getString("timepoint"),
                        row.getString("occurred_from"),
                        row.getString("zone"),
                        row.getString("begun_on"),
                        recorded(row),
                        row.getLong("position"));
    }

    private static String answer(ResultSet row) throws SQLException {
        return given(row)
                + "%d. %s %s %s in words %s"
                        .formatted(
                                row.getInt("ordinal"),
                                row.getString("item"),
                                PlainHistory.figures(row.getBigDecimal("number")),
                                row.getString("missing"),
                                row.getBoolean("in_words"));
    }

    private static String score(ResultSet row) throws SQLException {
        return given(row)
                + "%s %s %s"
                        .formatted(
                                row.getString("score"),
                                PlainHistory.figures(row.getBigDecimal("value")),
                                row.getString("absent"));
    }
}
