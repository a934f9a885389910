package org.fieldledger.oracle;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.events.CaseCode;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainTimeline.Asked;

/** How much there is, as the pages show it: the months that are drawn above a timeline, the years of a case, and the tally of each. */
final class CountedProof {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final Pattern DRAWN =
            Pattern.compile("<title>([^<,]+), (\\w+ \\d{4}): (\\d+)(?:, (\\d+) known only to the year)?</title>");
    private static final Pattern YEAR = Pattern.compile(">End of (\\d{4})<");
    private static final Pattern TALLY =
            Pattern.compile("<span>(\\w+)</span>(?:(?!<tr>)[\\s\\S])*?text-end\">([\\d,]+)</td>"
                    + "\\s*<td class=\"text-end\">([\\d,]+)</td>\\s*<td class=\"text-nowrap\">([^<]*)</td>");

    private final OfficerAsking manager;
    private final long seed;
    private final Map<String, Integer> said;
    private final Random random;

    /** @param said how often each kind of answer was given */
    CountedProof(OfficerAsking manager, long seed, Map<String, Integer> said) {
        this.manager = manager;
        this.seed = seed;
        this.said = said;
        this.random = new Random(13 * seed);
    }

    /** The tally of every case. */
    void cases(List<Question> questions, PlainCourse plain, Map<String, String> times) {
        var counts = new PlainCounts(plain);
        questions.add(question(
                "tally of cases",
                times,
                RandomCourses.CASES.stream()
                        .flatMap(caseCode -> counts.tally(caseCode).stream())
                        .toList(),
                () -> found(manager.page("/", times).orElseThrow(), TALLY, CountedProof::tally)
                        .toList()));
    }

    /** The drawing of a timeline, narrowed in one of these ways, by a use, or with what was superseded; and of a case its years. */
    void months(List<Question> questions, PlainCourse plain, Map<String, String> times, List<Asked> narrowed) {
        var way = random.nextInt(narrowed.size() + 3);
        var asked = narrowed.get(way < narrowed.size() ? way : 0);
        var use = way > narrowed.size() ? Held.values()[random.nextInt(Held.values().length)] : null;
        var withHistory = way == narrowed.size();
        var address = new HashMap<>(times);
        address.putAll(asked.address());
        if (use != null) address.put("use", PlainCourse.written(use));
        if (withHistory) address.put("history", "include");
        // What is drawn above entries of one chapter is every chapter.
        var everyChapter = asked.address().containsKey("chapter") ? narrowed.getFirst() : asked;
        var counts = new PlainCounts(plain);
        var caseCode = address.remove("case");
        var path = caseCode == null ? "/timeline" : "/cases/" + caseCode;
        var years = caseCode == null ? List.<String>of() : counts.years(new CaseCode(caseCode));
        var expected = new ArrayList<>(years);
        if (caseCode == null || !years.isEmpty()) expected.addAll(counts.months(everyChapter, use, withHistory));
        questions.add(question("drawn by month", address, expected, () -> drawn(path, address)));
    }

    private List<String> drawn(String path, Map<String, String> asked) {
        var page = manager.page(path, asked).orElse("");
        return Stream.concat(
                        found(page, YEAR, year -> "to the end of " + year.group(1)),
                        found(page, DRAWN, CountedProof::month))
                .toList();
    }

    private interface Asking {
        List<String> rows();
    }

    private Question question(String name, Map<String, String> asked, List<String> expected, Asking asking) {
        return new Question(name, "seed %d, %s".formatted(seed, new TreeMap<>(asked)), expected, () -> {
            var rows = asking.rows();
            said.merge(name, rows.size(), Integer::sum);
            return rows;
        });
    }

    private static Stream<String> found(String page, Pattern pattern, Function<MatchResult, String> written) {
        return pattern.matcher(page).results().map(written);
    }

    private static String month(MatchResult drawn) {
        return "%s %s: %s, %s to the year"
                .formatted(
                        drawn.group(1).replace(" ", "").toLowerCase(Locale.ROOT),
                        YearMonth.parse(drawn.group(2), MONTH),
                        drawn.group(3),
                        drawn.group(4) == null ? "0" : drawn.group(4));
    }

    private static String tally(MatchResult row) {
        return "%s: %s enrolled, %s entries, the last on %s"
                .formatted(
                        row.group(1),
                        row.group(2).replace(",", ""),
                        row.group(3).replace(",", ""),
                        LocalDate.parse(row.group(4), DAY));
    }
}
