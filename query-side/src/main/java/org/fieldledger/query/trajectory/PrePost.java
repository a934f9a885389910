package org.fieldledger.query.trajectory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.completeness.CompletenessView;
import org.fieldledger.query.completeness.Phases;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.register.RegisterView.Site;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.fieldledger.query.statistics.Difference;
import org.fieldledger.query.statistics.Summary;
import org.fieldledger.query.trajectory.Course.Point;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What people answered on each ward before the intervention was brought into use, and after. Whoever answered before and after
 * counts once in each; the two samples are compared as independent ones, because on a ward mostly other people answer. A score
 * that may have been given before or after is in neither. Of the four kinds of data of a ward this compares what people said of
 * themselves; what there is of the others is told as left out.
 */
@Component
public class PrePost implements ResearchQuestion {

    private static final String KIND = "self-report";

    private final Measured measured;
    private final CompletenessView completeness;
    private final RegisterView register;

    PrePost(Measured measured, CompletenessView completeness, RegisterView register) {
        this.measured = measured;
        this.completeness = completeness;
        this.register = register;
    }

    /**
     * One score at one timepoint on one ward; or, without a site, how much more one arm changed than the other.
     *
     * @param arm of the ward; in the comparison of arms, "intervention less control" with the arms as they are called
     * @param kind of the data of a ward that is compared
     * @param both people with a value before and after
     * @param difference after less before, with its 95% interval
     */
    public record Row(
            String caseCode,
            String instrument,
            String version,
            String score,
            @Nullable String timepoint,
            @Nullable String site,
            @Nullable String arm,
            String kind,
            int pre,
            @Nullable Double preMean,
            @Nullable Double preSd,
            int post,
            @Nullable Double postMean,
            @Nullable Double postSd,
            int both,
            @Nullable Double difference,
            @Nullable Double lower,
            @Nullable Double upper) {}

    @Override
    public String name() {
        return "pre-post";
    }

    @Override
    public String asks() {
        return "What did people report of themselves on each ward before the intervention, and after?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(
                Parameter.CASE,
                Parameter.INSTRUMENT,
                Parameter.SCORE,
                Parameter.ITEM,
                Parameter.ROLE,
                Parameter.TIMEPOINT);
    }

    @Override
    public Set<Parameter> needs() {
        return EnumSet.of(Parameter.CASE, Parameter.INSTRUMENT);
    }

    @Override
    public List<Projection> over() {
        var over = new ArrayList<>(measured.over());
        over.add(register);
        return over;
    }

    private record Place(
            String score, String version, @Nullable String timepoint) {}

    /** What each person of a ward answered in each phase, the first value of each. */
    private static final class Ward {
        private final Map<String, Double> pre = new HashMap<>();
        private final Map<String, Double> post = new HashMap<>();

        void add(String phase, String participant, double value) {
            (phase.equals("pre") ? pre : post).putIfAbsent(participant, value);
        }

        int both() {
            return (int) pre.keySet().stream().filter(post::containsKey).count();
        }
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var caseCode = asked.caseCode();
        var sites = new TreeMap<String, Site>();
        register.caseStudy(caseCode, asOf)
                .items()
                .forEach(study -> study.sites().stream()
                        .filter(site -> site.arm() != null)
                        .forEach(site -> sites.put(site.site(), site)));
        var introduced =
                completeness.introduced(caseCode, asOf).stream().findFirst().orElse(null);
        var found = measured.of(caseCode, asked, asOf);
        var places = new LinkedHashMap<Place, Map<String, Ward>>();
        long neither = 0;
        for (var point : found.course().points()) {
            var joined = found.people().get(point.participant());
            var value = point.value();
            if (joined == null || joined.site() == null || value == null || !sites.containsKey(joined.site())) continue;
            var days = Measured.occurred(point.occurred());
            var phase = Phases.of(days.firstDay(), days.begunOn(), introduced);
            if (phase.isEmpty()) neither++;
            else
                places.computeIfAbsent(place(point), place -> new TreeMap<>())
                        .computeIfAbsent(joined.site(), site -> new Ward())
                        .add(phase.get(), point.participant(), value.doubleValue());
        }
        var rows = new ArrayList<Row>();
        places.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Place::score)
                        .thenComparing(Place::version)
                        .thenComparing(place ->
                                found.schedule() == null ? 0 : found.schedule().place(place.timepoint()))
                        .thenComparing(place -> String.valueOf(place.timepoint()))))
                .forEach(entry -> rows.addAll(rows(asked, entry.getKey(), sites, entry.getValue())));
        var counts = new LinkedHashMap<String, Long>();
        counts.put("wards", (long) sites.size());
        counts.put("before-or-after", neither);
        var leftOut = new LinkedHashMap<>(found.course().leftOut());
        if (!sites.isEmpty()) leftOut.putAll(ofOtherKinds(caseCode, asOf));
        return new Findings(rows, counts, leftOut);
    }

    /** The records of each kind of data that is owed on a ward and not compared here, be there none. */
    private Map<String, Long> ofOtherKinds(CaseCode caseCode, AsOf asOf) {
        var kinds = new LinkedHashMap<String, Long>();
        for (var kind : List.of("qualitative", "quantitative", "register")) kinds.put(kind, 0L);
        completeness.wards(caseCode, asOf).forEach(one -> kinds.merge(one.kind(), 1L, Long::sum));
        return kinds;
    }

    private static Place place(Point point) {
        return new Place(point.score(), point.version(), point.timepoint());
    }

    private static List<Row> rows(Asked asked, Place place, Map<String, Site> sites, Map<String, Ward> wards) {
        var rows = new ArrayList<Row>();
        var byArm = new TreeMap<String, Ward>();
        sites.forEach((code, site) -> {
            var ward = wards.getOrDefault(code, new Ward());
            var difference = Difference.between(ward.pre.values(), ward.post.values());
            rows.add(row(asked, place, code, site.arm(), ward, difference));
            var arm = byArm.computeIfAbsent(Objects.requireNonNull(site.arm()), name -> new Ward());
            ward.pre.forEach((participant, value) -> arm.add("pre", participant, value));
            ward.post.forEach((participant, value) -> arm.add("post", participant, value));
        });
        if (byArm.size() == 2) {
            // Whatever the arms are called, the one that is called control is what the other is held against.
            var control = byArm.containsKey("control") ? "control" : byArm.firstKey();
            var other = byArm.keySet().stream()
                    .filter(arm -> !arm.equals(control))
                    .findFirst()
                    .orElseThrow();
            var held = Objects.requireNonNull(byArm.get(control));
            var against = Objects.requireNonNull(byArm.get(other));
            var difference = Difference.ofDifferences(
                    held.pre.values(), held.post.values(), against.pre.values(), against.post.values());
            var all = new Ward();
            for (var arm : byArm.values()) {
                arm.pre.forEach((participant, value) -> all.add("pre", participant, value));
                arm.post.forEach((participant, value) -> all.add("post", participant, value));
            }
            rows.add(new Row(
                    asked.caseCode().code(),
                    asked.text(Parameter.INSTRUMENT).orElseThrow(),
                    place.version(),
                    place.score(),
                    place.timepoint(),
                    null,
                    other + " less " + control,
                    KIND,
                    all.pre.size(),
                    null,
                    null,
                    all.post.size(),
                    null,
                    null,
                    all.both(),
                    difference.difference(),
                    difference.lower(),
                    difference.upper()));
        }
        return rows;
    }

    private static Row row(
            Asked asked, Place place, String site, @Nullable String arm, Ward ward, Difference difference) {
        var pre = Summary.of(ward.pre.values());
        var post = Summary.of(ward.post.values());
        return new Row(
                asked.caseCode().code(),
                asked.text(Parameter.INSTRUMENT).orElseThrow(),
                place.version(),
                place.score(),
                place.timepoint(),
                site,
                arm,
                KIND,
                pre.n(),
                pre.mean(),
                pre.sd(),
                post.n(),
                post.mean(),
                post.sd(),
                ward.both(),
                difference.difference(),
                difference.lower(),
                difference.upper());
    }
}
