package org.fieldledger.oracle;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.events.CaseCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people answered and may be used, asked in each form in which it is answered, each with how much is left out and why: on one
 * page, page by page, whole as lines and whole as a table; with quarantine and without, and narrowed.
 */
final class ResponsesProof {

    private static final String PATH = "/api/measures/responses";

    private static final List<Map<String, String>> WAYS = List.of(
            Map.of(),
            Map.of("instrument", RandomCourses.INSTRUMENT.code()),
            Map.of("timepoint", "week-8"),
            Map.of("item", "S2"),
            Map.of("timepoint", "baseline", "item", "S3"));

    private final OfficerAsking manager;
    private final long seed;
    private final Map<String, Integer> said;
    private final Random random;

    /** @param said how often each kind of answer was given */
    ResponsesProof(OfficerAsking manager, long seed, Map<String, Integer> said) {
        this.manager = manager;
        this.seed = seed;
        this.said = said;
        this.random = new Random(17 * seed);
    }

    void ask(List<Question> questions, PlainCourse plain, Map<String, String> times, CaseCode caseCode) {
        for (var quarantined : List.of(false, true)) {
            var all = asking(times, caseCode, Map.of(), quarantined);
            questions.add(question("measure-responses", plain, caseCode, all, () -> onOnePage(all)));
        }
        var narrowed = asking(times, caseCode, narrowing(caseCode), random.nextBoolean());
        questions.add(question("measure-responses, whole", plain, caseCode, narrowed, () -> asLines(narrowed)));
        var paged = asking(times, caseCode, narrowing(caseCode), random.nextBoolean());
        paged.put("limit", String.valueOf(2 + random.nextInt(6)));
        questions.add(question("measure-responses, page by page", plain, caseCode, paged, () -> pageByPage(paged)));
        var table = asking(times, caseCode, narrowing(caseCode), random.nextBoolean());
        var foretold = new PlainResponses(plain, caseCode, table);
        questions.add(new Question(
                "measure-responses, as a table",
                where(table),
                withLeftOut(foretold.cells(), foretold.leftOut),
                () -> asTable(table)));
    }

    private Map<String, String> narrowing(CaseCode caseCode) {
        var people = RandomCourses.people(caseCode);
        return random.nextInt(WAYS.size() + 1) == 0
                ? Map.of(
                        "participant", people.get(random.nextInt(people.size())).code())
                : WAYS.get(random.nextInt(WAYS.size()));
    }

    private static HashMap<String, String> asking(
            Map<String, String> times, CaseCode caseCode, Map<String, String> narrowedBy, boolean quarantined) {
        var asking = new HashMap<>(times);
        asking.putAll(narrowedBy);
        asking.put("case", caseCode.code());
        if (quarantined) asking.put("quarantined", "include");
        return asking;
    }

    private interface Asking {
        Stream<String> rows();
    }

    private Question question(
            String name, PlainCourse plain, CaseCode caseCode, Map<String, String> asked, Asking asking) {
        var foretold = new PlainResponses(plain, caseCode, asked);
        return new Question(name, where(asked), withLeftOut(foretold.rows(), foretold.leftOut), () -> {
            var rows = asking.rows().toList();
            said.merge(name, rows.size(), Integer::sum);
            return rows;
        });
    }

    private String where(Map<String, String> asked) {
        return "seed %d, %s".formatted(seed, new TreeMap<>(asked));
    }

    private static List<String> withLeftOut(List<String> rows, Map<String, Integer> leftOut) {
        return Stream.concat(
                        rows.stream(),
                        leftOut.entrySet().stream()
                                .map(why -> "left out, %s: %d".formatted(why.getKey(), why.getValue())))
                .toList();
    }

    private Stream<String> onOnePage(Map<String, String> asked) {
        var all = new HashMap<>(asked);
        all.put("limit", "1000");
        var answer = manager.answer(PATH, all);
        return Stream.concat(
                answer.get("items").valueStream().map(CourseRows::administered),
                answer.get("leftOut")
                        .propertyStream()
                        .map(why -> "left out, %s: %d"
                                .formatted(why.getKey(), why.getValue().asInt())));
    }

    /** Page after page, to the one that names no next. What each leaves out on its way adds up. */
    private Stream<String> pageByPage(Map<String, String> asked) {
        var page = new HashMap<>(asked);
        var rows = new ArrayList<String>();
        var leftOut = new TreeMap<String, Integer>();
        JsonNode next;
        do {
            var answer = manager.answer(PATH, page);
            answer.get("items").valueStream().map(CourseRows::administered).forEach(rows::add);
            answer.get("leftOut")
                    .propertyStream()
                    .forEach(why -> leftOut.merge(why.getKey(), why.getValue().asInt(), Integer::sum));
            next = answer.path("next");
            if (next.isString()) page.put("after", next.asString());
        } while (next.isString());
        return withLeftOut(rows, leftOut).stream();
    }

    private Stream<String> asLines(Map<String, String> asked) {
        var answer = manager.whole(PATH, asked, "application/x-ndjson");
        return Stream.concat(
                answer.body().lines().map(JsonMapper.shared()::readTree).map(CourseRows::administered),
                leftOut(answer));
    }

    private List<String> asTable(Map<String, String> asked) {
        var answer = manager.whole(PATH, asked, "text/csv");
        var rows = new ArrayList<String>();
        for (var row : CsvReader.builder().ofNamedCsvRecord(answer.body())) rows.add(written(row));
        said.merge("measure-responses, as a table", rows.size(), Integer::sum);
        leftOut(answer).forEach(rows::add);
        return rows;
    }

    private static Stream<String> leftOut(HttpResponse<String> answer) {
        return answer.headers().firstValue("Fieldledger-Left-Out").stream()
                .flatMap(written -> Stream.of(written.split(", ")))
                .map(why -> "left out, " + why.replace("=", ": "));
    }

    private static String written(NamedCsvRecord row) {
        var number = orNull(row, "number");
        var figures = number == null ? null : PlainHistory.figures(new BigDecimal(number));
        var about = "%s at %s in %s of %s at %s, arm %s, %s %s %s, %s until %s in %s, recorded %s, quarantined %s"
                .formatted(
                        row.getField("event"),
                        row.getField("position"),
                        row.getField("case"),
                        orNull(row, "participant"),
                        orNull(row, "session"),
                        orNull(row, "arm"),
                        row.getField("instrument"),
                        row.getField("version"),
                        orNull(row, "timepoint"),
                        row.getField("occurred_from"),
                        orNull(row, "occurred_until"),
                        row.getField("zone"),
                        row.getField("recorded_at"),
                        row.getField("quarantined"));
        return orNull(row, "item") == null
                ? "%s: score %s %s %s".formatted(about, row.getField("score"), figures, orNull(row, "missing"))
                : "%s: item %s %s %s %s"
                        .formatted(about, row.getField("item"), figures, orNull(row, "text"), orNull(row, "missing"));
    }

    private static @Nullable String orNull(NamedCsvRecord row, String column) {
        return row.getField(column).isEmpty() ? null : row.getField(column);
    }
}
