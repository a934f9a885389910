package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

/** Measures over time, read off the plain course: everybody's scores, the figures of arms, and wards before and after. */
final class PlainScores {

    private final PlainCourse plain;

    PlainScores(PlainCourse plain) {
        this.plain = plain;
    }

    /** A score of a person, or the record that there is none. */
    private record Point(
            Line line,
            String person,
            String version,
            String timepoint,
            @Nullable Double value,
            boolean missedMeasure) {}

    private List<Point> points(CaseCode caseCode) {
        var people = plain.courses(caseCode).keySet();
        var points = new ArrayList<Point>();
        for (var line : plain.of(caseCode, MeasureAdministered.class)) {
            var e = (MeasureAdministered) line.event();
            if (people.contains(e.participant().code()) && plain.use(line) == Held.USABLE)
                points.add(new Point(
                        line,
                        e.participant().code(),
                        e.version(),
                        e.timepoint() == null ? "null" : e.timepoint().code(),
                        total(e),
                        false));
        }
        var versions = new TreeSet<String>();
        points.forEach(point -> versions.add(point.version()));
        if (!versions.isEmpty()) {
            var schedule = plain.schedule(caseCode);
            var version =
                    schedule != null && versions.contains(schedule.version()) ? schedule.version() : versions.last();
            for (var line : plain.of(caseCode, MeasureMissed.class)) {
                var e = (MeasureMissed) line.event();
                if (people.contains(e.participant().code()))
                    points.add(new Point(
                            line, e.participant().code(), version, e.timepoint().code(), null, true));
            }
        }
        points.sort(
                Comparator.comparing((Point point) -> point.line().occurred().earliest())
                        .thenComparing(point -> point.line().position()));
        return points;
    }

    private static @Nullable Double total(MeasureAdministered e) {
        var sum = 0.0;
        for (var response : e.responses().given()) {
            if (e.version().equals("1.0") && response.item().equals("S3")) continue;
            if (response.number() == null) return null;
            sum += response.number().doubleValue();
        }
        return sum;
    }

    /** Whether no other point of the same person and timepoint counts in place of this. */
    private static boolean counts(Point point, List<Point> inOrder) {
        var same = inOrder.stream()
                .filter(other -> other.person().equals(point.person())
                        && other.timepoint().equals(point.timepoint()))
                .toList();
        for (var other : same) if (other.value() != null) return other == point;
        return same.getFirst() == point;
    }

    private @Nullable Double baseline(CaseCode caseCode, Point point, List<Point> inOrder) {
        if (plain.schedule(caseCode) == null) return null;
        for (var other : inOrder)
            if (other.person().equals(point.person())
                    && other.version().equals(point.version())
                    && other.timepoint().equals("baseline")
                    && other.value() != null) return other.value();
        return null;
    }

    /**
     * Everything that was answered and may be used, item by item; with quarantine, also what is only not covered. A last row for each
     * thing that stands in the way says how often it does.
     */
    List<String> responses(CaseCode caseCode, boolean withQuarantine) {
        var rows = new ArrayList<String>();
        var leftOut = new TreeMap<String, Integer>();
        for (var line : plain.of(caseCode, MeasureAdministered.class)) {
            var e = (MeasureAdministered) line.event();
            var use = plain.use(line);
            var only = use == Held.QUARANTINED && withQuarantine;
            if (only) use = plain.useHadItBeenCovered(line);
            if (use != Held.USABLE) {
                leftOut.merge(PlainCourse.written(use), 1, Integer::sum);
                continue;
            }
            var items = new StringBuilder();
            for (var response : e.responses().given())
                items.append(" %s=%s%s"
                        .formatted(
                                response.item(),
                                response.number() == null ? response.missing() : response.number(),
                                response.text() == null ? "" : response.text()));
            rows.add("%s %s %s %s %s%s total %s%s"
                    .formatted(
                            line.id(),
                            e.participant().code(),
                            plain.arm(caseCode, e.participant().code()),
                            e.version(),
                            e.timepoint() == null ? "null" : e.timepoint().code(),
                            items,
                            figure(total(e)),
                            only ? ", quarantined" : ""));
        }
        leftOut.forEach((why, often) -> rows.add("left out, %s: %d".formatted(why, often)));
        return rows;
    }

    List<String> trajectories(CaseCode caseCode) {
        var inOrder = points(caseCode);
        var rows = new ArrayList<String>();
        for (var point : inOrder) {
            var baseline = baseline(caseCode, point, inOrder);
            rows.add("%s %s %s %s %s value %s repeat %s baseline %s change %s"
                    .formatted(
                            point.line().id(),
                            point.person(),
                            plain.arm(caseCode, point.person()),
                            point.version(),
                            point.timepoint(),
                            figure(point.value()),
                            !counts(point, inOrder),
                            figure(baseline),
                            figure(baseline == null || point.value() == null ? null : point.value() - baseline)));
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    List<String> summaries(CaseCode caseCode) {
        var inOrder = points(caseCode);
        var people = plain.courses(caseCode).keySet();
        var rows = new TreeMap<String, String>();
        for (var point : inOrder) {
            var arm = String.valueOf(plain.arm(caseCode, point.person()));
            var cell = "%s %s %s".formatted(point.version(), arm, point.timepoint());
            if (rows.containsKey(cell)) continue;
            var own = inOrder.stream()
                    .filter(other -> counts(other, inOrder)
                            && cell.equals("%s %s %s"
                                    .formatted(
                                            other.version(), plain.arm(caseCode, other.person()), other.timepoint())))
                    .toList();
            if (own.isEmpty()) continue;
            var values = new ArrayList<Double>();
            var changes = new ArrayList<Double>();
            var told = new HashSet<String>();
            for (var other : own) {
                told.add(other.person());
                if (other.value() == null) continue;
                values.add(other.value());
                var baseline = baseline(caseCode, other, inOrder);
                if (baseline != null) changes.add(other.value() - baseline);
            }
            var unusable = new HashSet<String>();
            for (var line : plain.of(caseCode, MeasureAdministered.class)) {
                var e = (MeasureAdministered) line.event();
                var person = e.participant().code();
                if (people.contains(person)
                        && !told.contains(person)
                        && plain.use(line) != Held.USABLE
                        && arm.equals(String.valueOf(plain.arm(caseCode, person)))
                        && point.timepoint()
                                .equals(
                                        e.timepoint() == null
                                                ? "null"
                                                : e.timepoint().code())) unusable.add(person);
            }
            var of = people.stream()
                    .filter(person -> arm.equals(String.valueOf(plain.arm(caseCode, person))))
                    .count();
            rows.put(
                    cell,
                    "%s: of %d n %d missing %d unusable %d nothing %d mean %s sd %s changed %d change %s"
                            .formatted(
                                    cell,
                                    of,
                                    values.size(),
                                    own.size() - values.size(),
                                    unusable.size(),
                                    of - told.size() - unusable.size(),
                                    figure(mean(values)),
                                    figure(sd(values)),
                                    changes.size(),
                                    figure(mean(changes))));
        }
        return List.copyOf(rows.values());
    }

    private static @Nullable Double mean(List<Double> values) {
        if (values.isEmpty()) return null;
        var sum = 0.0;
        for (var value : values) sum += value;
        return sum / values.size();
    }

    private static @Nullable Double sd(List<Double> values) {
        var mean = mean(values);
        if (mean == null || values.size() < 2) return null;
        var squares = 0.0;
        for (var value : values) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares / (values.size() - 1));
    }

    /** Figures are told to six decimals; four of them are held against each other. */
    static String figure(@Nullable Double value) {
        return value == null
                ? "none"
                : String.format(Locale.ROOT, "%.4f", Math.rint(value * 1e6) / 1e6)
                        .replace("-0.0000", "0.0000");
    }

    List<String> prePost(CaseCode caseCode) {
        var sites = new TreeMap<String, String>();
        for (var line : plain.known)
            if (line.event() instanceof SiteAdded e
                    && plain.hasBegun(line)
                    && caseCode.equals(e.envelope().caseStudy())
                    && e.arm() != null) sites.put(e.site().code(), e.arm());
        var courses = plain.courses(caseCode);
        var introduced = plain.of(caseCode, InterventionIntroduced.class);
        var rows = new TreeMap<String, String>();
        var inOrder = points(caseCode);
        for (var place : inOrder.stream()
                .filter(point -> sites.containsKey(
                                String.valueOf(PlainCourse.site(courses.getOrDefault(point.person(), List.of()))))
                        && point.value() != null
                        && PlainCourse.phase(point.line().occurred(), introduced) != null)
                .map(point -> point.version() + " " + point.timepoint())
                .distinct()
                .toList())
            for (var site : sites.keySet()) {
                var pre = new TreeMap<String, Double>();
                var post = new TreeMap<String, Double>();
                for (var point : inOrder) {
                    if (point.value() == null
                            || !place.equals(point.version() + " " + point.timepoint())
                            || !site.equals(PlainCourse.site(courses.getOrDefault(point.person(), List.of()))))
                        continue;
                    var phase = PlainCourse.phase(point.line().occurred(), introduced);
                    if ("pre".equals(phase)) pre.putIfAbsent(point.person(), point.value());
                    if ("post".equals(phase)) post.putIfAbsent(point.person(), point.value());
                }
                var both = pre.keySet().stream().filter(post::containsKey).count();
                rows.put(
                        place + " " + site,
                        "%s %s %s: pre %d %s post %d %s both %d"
                                .formatted(
                                        place,
                                        site,
                                        sites.get(site),
                                        pre.size(),
                                        figure(mean(List.copyOf(pre.values()))),
                                        post.size(),
                                        figure(mean(List.copyOf(post.values()))),
                                        both));
            }
        return List.copyOf(rows.values());
    }
}
