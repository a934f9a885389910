package org.fieldledger.query.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.RandomHistory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every timeline can be narrowed by every filter, on its page as by program, and its drawing counts what its list shows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TimelineFiltersTest {

    private static final Ledger LEDGER = new Ledger();
    private static final String TIMES = "trueAt=2024-01-01";
    private static final Pattern COUNTED =
            Pattern.compile("<title>[^<]*? \\d{4}: (\\d+)(?:, (\\d+) known only to the year)?</title>");
    private static final Map<String, Integer> FOUND = new LinkedHashMap<>();

    /** What an answer says of each of its entries, so that the whole can be gone through by hand. */
    private static final List<String> OF_THE_ENTRY_ITSELF =
            List.of("kind", "chapter", "objective", "level", "participant", "instrument");

    private static Asking asking;

    @BeforeAll
    static void a_random_history() {
        new RandomHistory(11, LEDGER).live(130);
        asking = new Asking(LEDGER);
    }

    @AfterAll
    static void every_filter_found_something_somewhere() {
        asking.close();
        LEDGER.close();
        assertThat(FOUND).allSatisfy((filter, n) -> assertThat(n).as(filter).isPositive());
    }

    private record Narrowed(String address, Predicate<JsonNode> plainly) {
        @Override
        public String toString() {
            return address;
        }
    }

    private static final List<Narrowed> FILTERS = List.of(
            new Narrowed("", line -> true),
            new Narrowed("kind=ConsentGiven", line -> is(line, "kind", "ConsentGiven")),
            new Narrowed("chapter=Consent", line -> is(line, "chapter", "Consent")),
            new Narrowed("objective=mechanisms", line -> has(line, "objectives", "mechanisms")),
            new Narrowed("level=meso", line -> has(line, "levels", "meso")),
            new Narrowed("participant=CAFE-0002", line -> has(line, "participants", "CAFE-0002")),
            new Narrowed(
                    "instrument=SECURITY", line -> is(line, "chapter", "Measure") || is(line, "chapter", "Instrument")),
            new Narrowed("use=quarantined", line -> is(line, "use", "quarantined")),
            new Narrowed("consent=5f0c1c4e-7d1b-4c6e-9b0a-2f1d3c4b5a69", line -> is(line, "chapter", "GroupSession")),
            new Narrowed("history=include", line -> true));

    static Stream<Arguments> timelines() {
        return Stream.of("case=CAFE", "participant=CAFE-0001", "instrument=SECURITY", "programme=only")
                .flatMap(extent -> FILTERS.stream()
                        .filter(filter -> !name(filter.address()).equals(name(extent)))
                        .map(filter -> Arguments.of(extent, filter)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("timelines")
    void the_page_shows_what_is_answered_by_program_and_draws_as_much(String extent, Narrowed filter) {
        var asked = "%s&%s&%s".formatted(extent, filter.address(), TIMES);
        var answered = lines("/api/timeline?limit=1000&" + asked);

        assertThat(answered).allMatch(filter.plainly());
        if (OF_THE_ENTRY_ITSELF.contains(name(filter.address())))
            assertThat(positions(answered))
                    .isEqualTo(positions(lines("/api/timeline?limit=1000&" + extent + "&" + TIMES).stream()
                            .filter(filter.plainly())
                            .toList()));
        var ofEveryChapter = lines("/api/timeline?limit=1000&" + asked.replaceFirst("chapter=\\w+", ""));
        for (var path : pages(extent, filter.address())) {
            var page = shown(path);
            assertThat(page.positions()).as(path).isEqualTo(first(positions(answered)));
            assertThat(counted(page.html(), 1)).as("drawn on " + path).isEqualTo(ofEveryChapter.size());
            assertThat(counted(page.html(), 2))
                    .as("known only to the year, on " + path)
                    .isEqualTo(ofEveryChapter.stream()
                            .filter(line ->
                                    line.at("/occurred/precision").asString().equals("year"))
                            .count());
            assertThat(page.html().contains("<details class=\"more\" open"))
                    .as("what is set is seen on " + path)
                    .isEqualTo(foldedAway(path, filter.address()));
        }
        FOUND.merge(filter.address(), answered.size(), Integer::sum);
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("timelines")
    void what_changed_is_narrowed_by_the_same_filters(String extent, Narrowed filter) {
        if (filter.address().equals("history=include")) return;
        var since = "&since=2019-03-01&sinceTrueAt=2019-03-01&";
        var asked = "%s&%s%s%s".formatted(extent, filter.address(), since, TIMES);
        var answered = lines("/api/timeline/difference?limit=1000&" + asked);

        if (filter.address().startsWith("use"))
            assertThat(answered)
                    .allMatch(line -> filter.plainly().test(line)
                            || filter.address()
                                    .equals("use=" + line.path("useBefore").asString("")));
        else assertThat(answered).allMatch(filter.plainly());
        assertThat(shown("/timeline/changes?" + asked).positions()).isEqualTo(first(positions(answered)));
        if (extent.startsWith("case"))
            assertThat(shown("/cases/CAFE/changes?" + asked).positions()).isEqualTo(first(positions(answered)));
    }

    @Test
    void a_timeline_is_of_a_case_or_of_the_programme_and_a_difference_has_no_history() {
        assertThat(asking.reply("/api/timeline?case=CAFE&programme=only").status())
                .isEqualTo(400);
        assertThat(asking.reply("/api/timeline/difference?since=2019-03-01&history=include")
                        .status())
                .isEqualTo(400);
    }

    /** The page of any timeline, and that of the case where it is one's. */
    private static List<String> pages(String extent, String filter) {
        var narrowed = filter + "&" + TIMES;
        var ofAnything = "/timeline?" + extent + "&" + narrowed;
        return extent.startsWith("case") ? List.of(ofAnything, "/cases/CAFE?" + narrowed) : List.of(ofAnything);
    }

    /** What is not always in sight on a page. */
    private static boolean foldedAway(String page, String filter) {
        var always = page.startsWith("/cases/")
                ? List.of("", "chapter", "participant")
                : List.of("", "chapter", "participant", "instrument");
        return !always.contains(name(filter));
    }

    private static ListedPage shown(String path) {
        return ListedPage.shown(asking, path);
    }

    private static long counted(String page, int figure) {
        return COUNTED.matcher(page)
                .results()
                .map(found -> found.group(figure))
                .filter(Objects::nonNull)
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static List<JsonNode> lines(String path) {
        return asking.get(path).get("items").valueStream().toList();
    }

    private static List<Long> positions(List<JsonNode> lines) {
        return lines.stream().map(line -> line.at("/record/position").asLong()).toList();
    }

    /** A page shows fifty. */
    private static List<Long> first(List<Long> positions) {
        return positions.subList(0, Math.min(50, positions.size()));
    }

    private static String name(String address) {
        return address.replaceFirst("=.*", "");
    }

    private static boolean is(JsonNode line, String field, String value) {
        return line.path(field).asString("").equals(value);
    }

    private static boolean has(JsonNode line, String field, String value) {
        return line.path(field).valueStream().anyMatch(one -> one.asString().equals(value));
    }
}
