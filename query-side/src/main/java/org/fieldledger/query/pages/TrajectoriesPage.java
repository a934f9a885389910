package org.fieldledger.query.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.pages.Chart.Mark;
import org.fieldledger.query.pages.Chart.Series;
import org.fieldledger.query.pages.Chart.Value;
import org.fieldledger.query.research.Research;
import org.fieldledger.query.trajectory.PrePost;
import org.fieldledger.query.trajectory.Summaries;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** How the scores of a case went from timepoint to timepoint, arm by arm, as of any two times. */
@Controller
class TrajectoriesPage {

    private final CaseHead head;
    private final MeasureView measures;
    private final Research research;

    TrajectoriesPage(CaseHead head, MeasureView measures, Research research) {
        this.head = head;
        this.measures = measures;
        this.research = research;
    }

    /** One score of one version of the instrument: its curves, and the same as a table. */
    public record Told(String score, String version, Chart chart, List<Summaries.Row> rows) {}

    @Material("summaries")
    @GetMapping("/cases/{case}/trajectories")
    String trajectories(
            @PathVariable("case") CaseCode caseCode,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String instrument,
            @RequestParam(required = false) @Nullable String role,
            Model page) {
        var study = head.study(caseCode, asOf);
        var instruments = measures.instruments(caseCode, asOf);
        var chosen = instrument != null && !instrument.isBlank()
                ? instrument
                : instruments.isEmpty() ? "NONE" : instruments.getFirst();
        var narrowedBy = new TreeMap<>(Map.of("case", caseCode.code(), "instrument", chosen));
        if (role != null && !role.isBlank()) narrowedBy.put("role", role);
        var answer = research.ask("summaries", asOf, narrowedBy);
        page.addAttribute("study", study);
        page.addAttribute("instruments", instruments);
        page.addAttribute("instrument", chosen);
        page.addAttribute("role", role);
        page.addAttribute("answer", answer);
        page.addAttribute("basis", answer.basis());
        var beforeAndAfter = research.ask("pre-post", asOf, narrowedBy);
        page.addAttribute("wards", beforeAndAfter.rows(PrePost.Row.class));
        page.addAttribute("scores", told(answer.rows(Summaries.Row.class)));
        page.addAttribute(
                "times",
                new Times(
                        "/cases/%s/trajectories".formatted(caseCode),
                        trueAt,
                        knownAt,
                        query(instrument, role),
                        head.years(study, asOf)));
        return "trajectories";
    }

    private static String query(@Nullable String instrument, @Nullable String role) {
        var rest = UriComponentsBuilder.newInstance();
        if (instrument != null && !instrument.isBlank()) rest.queryParam("instrument", instrument);
        if (role != null && !role.isBlank()) rest.queryParam("role", role);
        return Objects.requireNonNullElse(rest.build().encode().getQuery(), "");
    }

    static List<Told> told(List<Summaries.Row> rows) {
        record Score(String score, String version) {}
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> new Score(row.score(), row.version()), LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(one ->
                        new Told(one.getKey().score(), one.getKey().version(), chart(one.getValue()), one.getValue()))
                .toList();
    }

    private static Chart chart(List<Summaries.Row> rows) {
        // The rows of an arm stand in the order of the plan; a timepoint that one arm lacks has its place from the
        // others.
        var places = new LinkedHashMap<String, Integer>();
        rows.stream()
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(row.arm()), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .sorted((one, other) -> Integer.compare(other.size(), one.size()))
                .forEach(ofArm -> ofArm.forEach(row -> places.putIfAbsent(timepoint(row), places.size())));
        var marks = new ArrayList<Mark>();
        places.forEach((timepoint, place) -> marks.add(new Mark(place, timepoint)));
        var arms = new LinkedHashMap<String, List<Value>>();
        for (var row : rows) {
            var mean = row.mean();
            if (mean == null) continue;
            var ofArm = arms.computeIfAbsent(arm(row), arm -> new ArrayList<>());
            ofArm.add(new Value(
                    Objects.requireNonNull(places.get(timepoint(row))),
                    mean,
                    row.lower(),
                    row.upper(),
                    "%s, %s: mean %s of %d".formatted(arm(row), timepoint(row), figure(mean), row.n())));
        }
        var series = new ArrayList<Series>();
        arms.forEach((arm, values) -> series.add(new Series(arm, values)));
        var words = series.stream()
                .map(one -> one.values().stream().map(Value::title).collect(Collectors.joining("; ")))
                .collect(Collectors.joining(". "));
        return Chart.of(
                "Mean %s by arm and timepoint, with 95%% confidence intervals. %s."
                        .formatted(rows.getFirst().score(), words),
                "mean " + rows.getFirst().score(),
                marks,
                series,
                false,
                null,
                null);
    }

    private static String arm(Summaries.Row row) {
        return row.arm() == null ? "not allocated" : row.arm();
    }

    private static String timepoint(Summaries.Row row) {
        return row.timepoint() == null ? "no timepoint" : row.timepoint();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
