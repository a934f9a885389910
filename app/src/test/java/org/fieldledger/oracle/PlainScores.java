package org.fieldledger.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.statistics.distribution.TDistribution;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.oracle.PlainCourse.Answered;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

/** Measures over time, read off the plain course: everybody's scores, the figures of arms, and wards before and after. */
final class PlainScores {

    private final PlainCourse plain;
    private final Map<String, String> narrowedBy;

    PlainScores(PlainCourse plain) {
        this(plain, Map.of());
    }

    /** Of a part of it, as a question names it: by person, arm, role, timepoint, days, window or score; or from another baseline. */
    PlainScores(PlainCourse plain, Map<String, String> narrowedBy) {
        this.plain = plain;
        this.narrowedBy = narrowedBy;
    }

    private boolean asked(String by, @Nullable String value) {
        return !narrowedBy.containsKey(by) || narrowedBy.get(by).equals(value);
    }

    /** Everybody who is asked about. */
    private TreeSet<String> people(CaseCode caseCode) {
        var people = new TreeSet<String>();
        plain.courses(caseCode).forEach((person, course) -> {
            if (asked("participant", person)
                    && asked("arm", plain.arm(caseCode, person))
                    && asked("role", PlainCourse.role(course))) people.add(person);
        });
        return people;
    }

    /** Whether something is shown; what it changed from may lie elsewhere. */
    private boolean shown(Line line, String timepoint) {
        var occurred = line.occurred();
        return asked("timepoint", timepoint)
                && (!narrowedBy.containsKey("since")
                        || !occurred.firstDay().isBefore(LocalDate.parse(narrowedBy.get("since"))))
                && (!narrowedBy.containsKey("until")
                        || !occurred.begunOn().isAfter(LocalDate.parse(narrowedBy.get("until"))));
    }

    /** Days outside the window of its timepoint; none where it has none. */
    private @Nullable Long daysOff(CaseCode caseCode, Answered one) {
        var schedule = plain.schedule(caseCode);
        if (schedule == null) return null;
        for (var planned : schedule.timepoints())
            if (planned.code().code().equals(one.timepoint())) {
                var window = new PlainCompleteness(plain).window(caseCode, one.person(), planned);
                return window == null ? null : window.daysOff(one.line().occurred());
            }
        return null;
    }

    private boolean outside(CaseCode caseCode, Answered one) {
        var daysOff = daysOff(caseCode, one);
        return narrowedBy.containsKey("window") && daysOff != null && daysOff != 0;
    }

    /** A score of a person, or the record that there is none. */
    private record Point(
            Line line,
            String person,
            String version,
            String timepoint,
            @Nullable Double value,
            @Nullable String absent,
            @Nullable Long daysOff) {}

    private List<Point> points(CaseCode caseCode) {
        var people = people(caseCode);
        var points = new ArrayList<Point>();
        if (!asked("score", "TOTAL")) return points;
        for (var one : plain.answered(caseCode))
            if (people.contains(one.person()) && plain.use(one.line()) == Held.USABLE && !outside(caseCode, one))
                points.add(new Point(
                        one.line(),
                        one.person(),
                        one.version(),
                        String.valueOf(one.timepoint()),
                        total(one),
                        absent(one),
                        daysOff(caseCode, one)));
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
                            line,
                            e.participant().code(),
                            version,
                            e.timepoint().code(),
                            null,
                            "missed: " + e.reason(),
                            null));
            }
        }
        points.sort(
                Comparator.comparing((Point point) -> point.line().occurred().earliest())
                        .thenComparing(point -> point.line().position()));
        return points;
    }

    private static @Nullable Double total(Answered answered) {
        var sum = 0.0;
        for (var response : scored(answered)) {
            if (response.number() == null) return null;
            sum += response.number().doubleValue();
        }
        return sum;
    }

    /** Which items are missing, and under which code; nothing where there is a score. */
    private static @Nullable String absent(Answered answered) {
        var missing = scored(answered).stream()
                .filter(response -> response.number() == null)
                .map(response -> response.item() + " is missing: " + response.missing())
                .sorted()
                .toList();
        return missing.isEmpty() ? null : String.join("; ", missing);
    }

    /** The items of the score: the third came with the second version. */
    private static List<Response> scored(Answered answered) {
        return answered.responses().stream()
                .filter(response ->
                        !(answered.version().equals("1.0") && response.item().equals("S3")))
                .toList();
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
        var begins = narrowedBy.getOrDefault("baseline", "baseline");
        if (plain.schedule(caseCode) == null && !narrowedBy.containsKey("baseline")) return null;
        for (var other : inOrder)
            if (other.person().equals(point.person())
                    && other.version().equals(point.version())
                    && other.timepoint().equals(begins)
                    && other.value() != null) return other.value();
        return null;
    }

    List<String> trajectories(CaseCode caseCode) {
        var inOrder = points(caseCode);
        var rows = new ArrayList<String>();
        for (var point : inOrder) {
            if (!shown(point.line(), point.timepoint())) continue;
            var baseline = baseline(caseCode, point, inOrder);
            rows.add("%s of %s %s %s %s %s value %s missing %s off %s repeat %s baseline %s change %s"
                    .formatted(
                            point.line().id(),
                            point.line().occurred(),
                            point.person(),
                            plain.arm(caseCode, point.person()),
                            point.version(),
                            point.timepoint(),
                            PlainFigures.figure(point.value()),
                            point.absent(),
                            point.daysOff(),
                            !counts(point, inOrder),
                            PlainFigures.figure(baseline),
                            PlainFigures.figure(
                                    baseline == null || point.value() == null ? null : point.value() - baseline)));
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    List<String> summaries(CaseCode caseCode) {
        var inOrder = points(caseCode);
        var people = people(caseCode);
        var rows = new TreeMap<String, String>();
        for (var point : inOrder) {
            if (!shown(point.line(), point.timepoint())) continue;
            var arm = String.valueOf(plain.arm(caseCode, point.person()));
            var cell = "%s %s %s".formatted(point.version(), arm, point.timepoint());
            if (rows.containsKey(cell)) continue;
            var own = inOrder.stream()
                    .filter(other -> counts(other, inOrder)
                            && shown(other.line(), other.timepoint())
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
            var outside = new HashSet<String>();
            for (var one : plain.answered(caseCode)) {
                var person = one.person();
                if (!people.contains(person)
                        || told.contains(person)
                        || !shown(one.line(), String.valueOf(one.timepoint()))
                        || !arm.equals(String.valueOf(plain.arm(caseCode, person)))
                        || !point.timepoint().equals(String.valueOf(one.timepoint()))) continue;
                if (plain.use(one.line()) != Held.USABLE) unusable.add(person);
                else if (outside(caseCode, one)) outside.add(person);
            }
            outside.removeAll(unusable);
            var of = people.stream()
                    .filter(person -> arm.equals(String.valueOf(plain.arm(caseCode, person))))
                    .count();
            rows.put(
                    cell,
                    "%s: of %d n %d missing %d unusable %d outside %d nothing %d %s changed %d %s"
                            .formatted(
                                    cell,
                                    of,
                                    values.size(),
                                    own.size() - values.size(),
                                    unusable.size(),
                                    outside.size(),
                                    of - told.size() - unusable.size() - outside.size(),
                                    PlainFigures.ofAll(values),
                                    changes.size(),
                                    PlainFigures.ofChanges(changes)));
        }
        return List.copyOf(rows.values());
    }

    /** How many administrations are left out, by what stands in the way. */
    Map<String, Integer> leftOut(CaseCode caseCode) {
        var leftOut = new TreeMap<String, Integer>();
        for (var one : plain.answered(caseCode)) {
            if (!people(caseCode).contains(one.person()) || !shown(one.line(), String.valueOf(one.timepoint())))
                continue;
            var use = plain.use(one.line());
            if (use != Held.USABLE) leftOut.merge(PlainCourse.written(use), 1, Integer::sum);
            else if (outside(caseCode, one)) leftOut.merge("outside-window", 1, Integer::sum);
        }
        return leftOut;
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
        var rows = new ArrayList<String>();
        var inOrder = points(caseCode);
        for (var place : inOrder.stream()
                .filter(point -> sites.containsKey(
                                String.valueOf(PlainCourse.site(courses.getOrDefault(point.person(), List.of()))))
                        && point.value() != null
                        && PlainCourse.phase(point.line().occurred(), introduced) != null)
                .map(point -> point.version() + " " + point.timepoint())
                .distinct()
                .toList()) {
            var ofArm = new TreeMap<String, List<TreeMap<String, Double>>>();
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
                var arm = ofArm.computeIfAbsent(
                        String.valueOf(sites.get(site)), name -> List.of(new TreeMap<>(), new TreeMap<>()));
                arm.get(0).putAll(pre);
                arm.get(1).putAll(post);
                rows.add("%s %s %s: self-report pre %d %s %s post %d %s %s both %d difference %s"
                        .formatted(
                                place,
                                site,
                                sites.get(site),
                                pre.size(),
                                PlainFigures.figure(PlainFigures.mean(values(pre))),
                                PlainFigures.figure(PlainFigures.sd(values(pre))),
                                post.size(),
                                PlainFigures.figure(PlainFigures.mean(values(post))),
                                PlainFigures.figure(PlainFigures.sd(values(post))),
                                both(pre, post),
                                welch(values(pre), values(post))));
            }
            if (ofArm.size() == 2) rows.add(place + " " + arms(ofArm));
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** How much more those of the intervention changed than those of the control. */
    private static String arms(Map<String, List<TreeMap<String, Double>>> ofArm) {
        var control = ofArm.getOrDefault("control", List.of());
        var other = ofArm.getOrDefault("intervention", List.of());
        var pre = new TreeMap<>(control.get(0));
        pre.putAll(other.get(0));
        var post = new TreeMap<>(control.get(1));
        post.putAll(other.get(1));
        return "null intervention less control: self-report pre %d none none post %d none none both %d difference %s"
                .formatted(
                        pre.size(),
                        post.size(),
                        both(pre, post),
                        welch(
                                values(control.get(0)),
                                values(control.get(1)),
                                values(other.get(0)),
                                values(other.get(1))));
    }

    private static List<Double> values(Map<String, Double> ofPeople) {
        return List.copyOf(ofPeople.values());
    }

    private static long both(Map<String, Double> pre, Map<String, Double> post) {
        return pre.keySet().stream().filter(post::containsKey).count();
    }

    /** After less before, and where there are two such pairs the second of these less the first; with Welch's interval. */
    @SafeVarargs
    private static String welch(List<Double>... samples) {
        var difference = 0.0;
        var variance = 0.0;
        var freedom = 0.0;
        var interval = true;
        for (var i = 0; i < samples.length; i++) {
            var mean = PlainFigures.mean(samples[i]);
            if (mean == null) return "none none none";
            var adds = (i % 2 == 1) == (samples.length == 2 || i > 1);
            difference += adds ? mean : -mean;
            var sd = PlainFigures.sd(samples[i]);
            if (sd == null) {
                interval = false;
                continue;
            }
            var own = sd * sd / samples[i].size();
            variance += own;
            freedom += own * own / (samples[i].size() - 1);
        }
        if (!interval || variance == 0) return PlainFigures.figure(difference) + " none none";
        var half = TDistribution.of(variance * variance / freedom).inverseCumulativeProbability(0.975)
                * Math.sqrt(variance);
        return PlainFigures.figure(difference) + " " + PlainFigures.figure(difference - half) + " "
                + PlainFigures.figure(difference + half);
    }
}
