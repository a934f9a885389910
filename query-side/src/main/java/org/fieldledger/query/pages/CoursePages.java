package org.fieldledger.query.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.completeness.Cell;
import org.fieldledger.query.evidence.Evidence;
import org.fieldledger.query.pages.Chart.Mark;
import org.fieldledger.query.pages.Chart.Series;
import org.fieldledger.query.pages.Chart.Value;
import org.fieldledger.query.research.Research;
import org.fieldledger.query.research.ResearchAnswer;
import org.fieldledger.query.retention.LeadershipYears;
import org.fieldledger.query.retention.Retention;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** How the work in a case went: what is owed and done, who stayed, and what the findings rest on, as of any two times. */
@Controller
class CoursePages {

    private static final int AT_RISK_COLUMNS = 7;

    private final CaseHead head;
    private final Research research;

    CoursePages(CaseHead head, Research research) {
        this.head = head;
        this.research = research;
    }

    // ---- completeness

    /** One grid as a table: lines down, cells across. */
    public record GridTable(String grid, List<String> columns, List<GridLine> lines) {}

    /** A line of a grid; a cell it does not have is absent. */
    public record GridLine(String name, List<@Nullable Cell> cells) {}

    @Material("completeness")
    @GetMapping("/cases/{case}/completeness")
    String completeness(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            Model page) {
        var answer = ofCase("completeness", "completeness", caseCode, asOf, trueAt, knownAt, page);
        page.addAttribute("grids", grids(answer.rows(Cell.class)));
        page.addAttribute(
                "years",
                research.ask("leadership-years", asOf, Map.of("case", caseCode.code()))
                        .rows(LeadershipYears.Row.class));
        return "completeness";
    }

    static List<GridTable> grids(List<Cell> cells) {
        return cells.stream()
                .collect(Collectors.groupingBy(Cell::grid, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(grid -> grid(grid.getKey(), grid.getValue()))
                .toList();
    }

    private static GridTable grid(String name, List<Cell> cells) {
        var columns =
                new ArrayList<>(cells.stream().map(Cell::cell).collect(Collectors.toCollection(LinkedHashSet::new)));
        var lines = new LinkedHashMap<String, Map<String, Cell>>();
        for (var cell : cells)
            lines.computeIfAbsent(line(cell), line -> new LinkedHashMap<>()).put(cell.cell(), cell);
        return new GridTable(
                name,
                columns,
                lines.entrySet().stream()
                        .map(line -> new GridLine(
                                line.getKey(),
                                columns.stream()
                                        .<@Nullable Cell>map(line.getValue()::get)
                                        .toList()))
                        .toList());
    }

    private static String line(Cell cell) {
        if (cell.line() != null) return cell.line();
        return cell.caseCode() == null ? "The programme" : cell.caseCode();
    }

    // ---- retention

    /**
     * A group and how many of it were still followed and there on some days.
     *
     * @param median the first day after which half or fewer are still there; absent where more than half are
     */
    public record Group(
            String name,
            int people,
            int left,
            double remaining,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Integer median,
            List<Integer> atRisk) {}

    /** The groups of a case on the same days, and their curves. */
    public record Followed(List<Integer> days, List<Group> groups, Chart chart) {}

    @Material("retention")
    @GetMapping("/cases/{case}/retention")
    String retention(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            Model page) {
        var answer = ofCase("retention", "retention", caseCode, asOf, trueAt, knownAt, page);
        page.addAttribute("followed", followed(answer.rows(Retention.Row.class)));
        var moves = research.ask("role-moves", asOf, Map.of("case", caseCode.code()));
        page.addAttribute("moves", moves);
        return "retention";
    }

    static Followed followed(List<Retention.Row> all) {
        var lines = all.stream().collect(Collectors.groupingBy(Retention.Row::line, TreeMap::new, Collectors.toList()));
        var days = days(lines.values());
        var groups = new ArrayList<Group>();
        lines.forEach((name, rows) -> groups.add(group(name, rows, days)));
        return new Followed(days, groups, chart(lines, groups, days));
    }

    /** Some days, evenly apart, at which it is told how many are at risk. */
    private static List<Integer> days(Iterable<List<Retention.Row>> lines) {
        var last = 1;
        for (var rows : lines) last = Math.max(last, rows.getLast().day());
        var apart = 1;
        for (var step : List.of(7, 14, 30, 91, 182, 365, 730)) if (apart * (AT_RISK_COLUMNS - 1) < last) apart = step;
        var between = apart;
        return IntStream.rangeClosed(0, (last + between - 1) / between)
                .map(n -> n * between)
                .boxed()
                .toList();
    }

    private static Group group(String name, List<Retention.Row> rows, List<Integer> days) {
        var end = rows.getLast();
        return new Group(
                name,
                rows.getFirst().atRisk(),
                rows.stream().mapToInt(Retention.Row::left).sum(),
                end.remaining(),
                end.lower(),
                end.upper(),
                rows.stream()
                        .filter(row -> row.remaining() <= 0.5)
                        .map(Retention.Row::day)
                        .findFirst()
                        .orElse(null),
                days.stream()
                        .map(day -> rows.stream()
                                .filter(row -> row.day() >= day)
                                .map(Retention.Row::atRisk)
                                .findFirst()
                                .orElse(0))
                        .toList());
    }

    private static Chart chart(Map<String, List<Retention.Row>> lines, List<Group> groups, List<Integer> days) {
        var series = new ArrayList<Series>();
        lines.forEach((name, rows) -> {
            var values = new ArrayList<Value>();
            for (var row : rows) values.add(new Value(row.day(), row.remaining(), row.lower(), row.upper(), name));
            series.add(new Series(name, values));
        });
        var words = groups.stream()
                .map(group -> "%s: %d people, %d left, %.0f%% remaining at the end"
                        .formatted(group.name(), group.people(), group.left(), group.remaining() * 100))
                .collect(Collectors.joining(". "));
        return Chart.of(
                "Share of people still taking part by days since joining. " + words + ".",
                "share still there",
                days.stream()
                        .map(day -> new Mark(day, String.format(Locale.ROOT, "%d", day)))
                        .toList(),
                series,
                true,
                0.0,
                1.0);
    }

    // ---- what findings rest on

    /**
     * A theme, and the rows of what it rests on.
     *
     * @param caseCode absent for a theme of the programme
     */
    public record Theme(@Nullable String caseCode, String theme, List<Evidence.Row> ground, long holding) {}

    @Material("evidence")
    @GetMapping("/cases/{case}/themes")
    String themes(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            Model page) {
        var answer = ofCase("evidence", "themes", caseCode, asOf, trueAt, knownAt, page);
        page.addAttribute("themes", themes(answer));
        return "themes";
    }

    /** Those of the programme first, then case by case. */
    @Material("evidence")
    @GetMapping("/themes")
    String allThemes(
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            Model page) {
        var answer = research.ask("evidence", asOf, Map.of());
        page.addAttribute("basis", answer.basis());
        page.addAttribute("times", new Times("/themes", trueAt, knownAt, "", List.of()));
        page.addAttribute("themes", themes(answer));
        return "themes";
    }

    private static List<Theme> themes(ResearchAnswer answer) {
        record Of(@Nullable String caseCode, String theme) {}
        return answer.rows(Evidence.Row.class).stream()
                .collect(Collectors.groupingBy(
                        row -> new Of(row.caseCode(), row.theme()), LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(one -> new Theme(
                        one.getKey().caseCode(),
                        one.getKey().theme(),
                        one.getValue(),
                        one.getValue().stream().filter(Evidence.Row::holds).count()))
                .toList();
    }

    private ResearchAnswer ofCase(
            String question,
            String path,
            CaseCode caseCode,
            AsOf asOf,
            @Nullable String trueAt,
            @Nullable String knownAt,
            Model page) {
        var study = head.study(caseCode, asOf);
        var answer = research.ask(question, asOf, Map.of("case", caseCode.code()));
        page.addAttribute("study", study);
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        page.addAttribute(
                "times",
                new Times("/cases/%s/%s".formatted(caseCode, path), trueAt, knownAt, "", head.years(study, asOf)));
        return answer;
    }
}
