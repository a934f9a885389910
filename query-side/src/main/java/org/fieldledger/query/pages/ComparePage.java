package org.fieldledger.query.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.access.Material;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.comparison.Design;
import org.fieldledger.query.completeness.Cell;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.pages.CoursePages.Followed;
import org.fieldledger.query.pages.CoursePages.GridTable;
import org.fieldledger.query.pages.TrajectoriesPage.Told;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.register.RegisterView.CaseStudy;
import org.fieldledger.query.research.Research;
import org.fieldledger.query.retention.Retention;
import org.fieldledger.query.trajectory.PrePost;
import org.fieldledger.query.trajectory.Summaries;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The same over several cases side by side, with what they differ in said first. Nothing is averaged over cases. */
@Controller
class ComparePage {

    private final RegisterView register;
    private final MeasureView measures;
    private final Research research;

    ComparePage(RegisterView register, MeasureView measures, Research research) {
        this.register = register;
        this.measures = measures;
        this.research = research;
    }

    /** One of the cases: its scores, its wards before and after, who stayed, and its grids of what is owed. */
    public record Side(
            String caseCode, List<Told> scores, List<PrePost.Row> wards, Followed followed, List<GridTable> grids) {}

    @Material("compare")
    @GetMapping("/compare")
    String compare(
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable List<String> cases,
            @RequestParam(required = false) @Nullable String instrument,
            Model page) {
        var listed = register.cases(asOf, new Paging(Paging.MOST, null));
        var chosen = cases == null ? List.<String>of() : List.copyOf(new TreeSet<>(cases));
        page.addAttribute("all", listed.items());
        page.addAttribute("chosen", chosen);
        page.addAttribute("basis", listed.basis());
        page.addAttribute("instruments", instruments(listed.items(), chosen, asOf));
        page.addAttribute("instrument", instrument);
        page.addAttribute("times", new Times("/compare", trueAt, knownAt, query(chosen, instrument), List.of()));
        if (chosen.size() > 1) asked(String.join(",", chosen), instrument, asOf, page);
        return "compare";
    }

    private void asked(String cases, @Nullable String instrument, AsOf asOf, Model page) {
        var narrowedBy = new TreeMap<>(Map.of("cases", cases));
        if (instrument != null && !instrument.isBlank()) narrowedBy.put("instrument", instrument);
        var design = research.ask("design", asOf, narrowedBy);
        page.addAttribute("basis", design.basis());
        page.addAttribute("designs", design.rows(Design.Row.class));
        page.addAttribute("differences", design.differences());
        var measured = narrowedBy.containsKey("instrument");
        Map<String, String> ofAll = Map.of("cases", cases);
        var scores = byCase(
                measured ? research.ask("summaries", asOf, narrowedBy).rows(Summaries.Row.class) : List.of(),
                Summaries.Row::caseCode);
        var wards = byCase(
                measured ? research.ask("pre-post", asOf, narrowedBy).rows(PrePost.Row.class) : List.of(),
                PrePost.Row::caseCode);
        var stayed = byCase(research.ask("retention", asOf, ofAll).rows(Retention.Row.class), Retention.Row::caseCode);
        var owed = byCase(
                research.ask("completeness", asOf, narrowedBy).rows(Cell.class),
                cell -> String.valueOf(cell.caseCode()));
        page.addAttribute(
                "sides",
                Arrays.stream(cases.split(","))
                        .map(one -> new Side(
                                one,
                                TrajectoriesPage.told(scores.getOrDefault(one, List.of())),
                                wards.getOrDefault(one, List.of()),
                                CoursePages.followed(stayed.getOrDefault(one, List.of())),
                                CoursePages.grids(owed.getOrDefault(one, List.of()))))
                        .toList());
    }

    private static <R> Map<String, List<R>> byCase(List<R> rows, Function<R, String> caseOf) {
        return rows.stream().collect(Collectors.groupingBy(caseOf));
    }

    private List<String> instruments(List<CaseStudy> all, List<String> chosen, AsOf asOf) {
        var instruments = new TreeSet<String>();
        for (var study : all)
            if (chosen.contains(study.caseCode()))
                instruments.addAll(measures.instruments(new CaseCode(study.caseCode()), asOf));
        return List.copyOf(instruments);
    }

    private static String query(List<String> chosen, @Nullable String instrument) {
        var rest = UriComponentsBuilder.newInstance();
        if (!chosen.isEmpty()) rest.queryParam("cases", String.join(",", chosen));
        if (instrument != null && !instrument.isBlank()) rest.queryParam("instrument", instrument);
        return Objects.requireNonNullElse(rest.build().encode().getQuery(), "");
    }
}
