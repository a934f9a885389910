package org.fieldledger.query.trajectory;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.When;
import org.fieldledger.query.completeness.CompletenessView;
import org.fieldledger.query.completeness.CompletenessView.Schedule;
import org.fieldledger.query.completeness.Windows;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.measure.Administration;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.measure.MeasureView.Allocated;
import org.fieldledger.query.measure.MeasureView.Answered;
import org.fieldledger.query.measure.MeasureView.Filter;
import org.fieldledger.query.measure.MeasureView.Scored;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.participant.ParticipantView.Dated;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.trajectory.Course.Point;
import org.fieldledger.query.trajectory.Course.Without;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what was measured in a case: the scores as they follow from the answers, and nothing that may not be used. */
@Component
class Measured {

    /** Whether what lies outside its window is asked for too, which it is unless only what is inside is. */
    private enum Within {
        INSIDE
    }

    private static final Set<String> BY_NAME = Set.of("MeasureAdministered", "FunctionAssessed");

    private final MeasureView measures;
    private final ParticipantView participants;
    private final CompletenessView completeness;
    private final ConsentView consents;

    Measured(MeasureView measures, ParticipantView participants, CompletenessView completeness, ConsentView consents) {
        this.measures = measures;
        this.participants = participants;
        this.completeness = completeness;
        this.consents = consents;
    }

    /** What these questions rest on. */
    List<Projection> over() {
        return List.of(measures, participants, completeness, consents);
    }

    /**
     * What is known of one case and instrument.
     *
     * @param people everybody who ever joined and is asked about, with their arm
     */
    record InCase(@Nullable Schedule schedule, Map<String, Joined> people, Course course) {}

    /** Somebody of the case, in the role they hold or held last and at the site they joined last. */
    record Joined(
            String role, @Nullable String arm, @Nullable String site) {}

    /** One case, narrowed by what is asked. */
    InCase of(CaseCode caseCode, Asked asked, AsOf asOf) {
        var instrument = asked.text(Parameter.INSTRUMENT).orElseThrow();
        var schedule = completeness.schedules(caseCode, asOf).get(instrument);
        var baseline = Course.baseline(asked.text(Parameter.BASELINE).orElse(null), schedule);
        var courses = participants.courses(caseCode, asOf);
        var allocations = measures.allocations(caseCode, asOf);
        var people = people(courses, allocations, asked);
        var windows = new Windows(courses, allocations, completeness.introduced(caseCode, asOf));
        var insideOnly = asked.oneOf(Parameter.WINDOW, Within.class).isPresent();
        var given = new ArrayList<Administration>();
        measures.stream(
                new Filter(
                        caseCode.code(),
                        instrument,
                        null,
                        asked.text(Parameter.PARTICIPANT).orElse(null),
                        null),
                asOf,
                basis -> {},
                (basis, administration) -> {
                    if (BY_NAME.contains(administration.kind()) && people.containsKey(administration.participant()))
                        given.add(administration);
                });
        var consent = consents.onRecord(
                List.of(caseCode),
                given.stream().map(one -> one.record().position()).toList(),
                asOf);
        var points = new ArrayList<Point>();
        var without = new ArrayList<Without>();
        for (var administration : given) {
            var use = consent.use(administration.record().event());
            var daysOff = daysOff(administration, schedule, windows);
            if (use == Use.USABLE && !(insideOnly && daysOff != null && daysOff != 0))
                points.addAll(points(administration, arm(people, administration), daysOff, asked));
            else
                without.add(new Without(
                        String.valueOf(administration.participant()),
                        arm(people, administration),
                        administration.timepoint(),
                        administration.occurred(),
                        use));
        }
        missed(caseCode, instrument, schedule, asOf, people, points);
        return new InCase(
                schedule,
                people,
                Course.of(points, without, baseline)
                        .where((timepoint, occurred) ->
                                asked.matches(Parameter.TIMEPOINT, timepoint) && within(asked, occurred)));
    }

    private static Map<String, Joined> people(
            Map<String, List<Dated>> courses, Map<String, Allocated> allocations, Asked asked) {
        var people = new HashMap<String, Joined>();
        courses.forEach((participant, course) -> {
            var allocated = allocations.get(participant);
            var arm = allocated == null ? null : allocated.arm();
            var role = last(course, Dated::role);
            if (asked.about(participant) && asked.matches(Parameter.ROLE, role) && asked.matches(Parameter.ARM, arm))
                people.put(participant, new Joined(role == null ? "" : role, arm, last(course, Dated::site)));
        });
        return people;
    }

    private static @Nullable String last(List<Dated> course, Function<Dated, @Nullable String> of) {
        String last = null;
        for (var step : course) {
            var value = of.apply(step);
            if (value != null) last = value;
        }
        return last;
    }

    private static @Nullable String arm(Map<String, Joined> people, Administration administration) {
        var joined = people.get(String.valueOf(administration.participant()));
        return joined == null ? null : joined.arm();
    }

    /** How far outside its window; absent where its timepoint is not planned or its anchor has not come. */
    private static @Nullable Long daysOff(Administration administration, @Nullable Schedule schedule, Windows windows) {
        if (schedule == null) return null;
        var occurred = occurred(administration.occurred());
        return schedule.timepoints().stream()
                .filter(planned -> planned.timepoint().equals(administration.timepoint()))
                .findFirst()
                .flatMap(planned -> windows.of(String.valueOf(administration.participant()), planned))
                .map(window -> window.daysOff(occurred.firstDay(), occurred.begunOn()))
                .orElse(null);
    }

    /** The score or item that is asked for, or every score. */
    private static List<Point> points(
            Administration administration, @Nullable String arm, @Nullable Long daysOff, Asked asked) {
        var item = asked.text(Parameter.ITEM);
        var scores = item.isPresent()
                ? item(administration, item.get())
                : administration.scores().stream()
                        .filter(scored -> asked.matches(Parameter.SCORE, scored.score()))
                        .toList();
        var from = occurred(administration.occurred()).earliest();
        return scores.stream()
                .map(scored -> new Point(
                        String.valueOf(administration.participant()),
                        arm,
                        administration.instrument(),
                        administration.version(),
                        scored.score(),
                        administration.timepoint(),
                        administration.occurred(),
                        from,
                        administration.record().position(),
                        scored.value(),
                        scored.absent(),
                        daysOff,
                        true,
                        null,
                        administration.record().event()))
                .toList();
    }

    /** What was due and not obtained stands under every score that others have, on the version it was planned with. */
    private void missed(
            CaseCode caseCode,
            String instrument,
            @Nullable Schedule schedule,
            AsOf asOf,
            Map<String, Joined> people,
            List<Point> points) {
        var versions = points.stream().map(Point::version).collect(Collectors.toCollection(TreeSet::new));
        if (versions.isEmpty()) return;
        var version = schedule != null && versions.contains(schedule.version()) ? schedule.version() : versions.last();
        var scores = points.stream()
                .filter(point -> point.version().equals(version))
                .map(Point::score)
                .distinct()
                .toList();
        for (var missed : completeness.missed(caseCode, instrument, asOf)) {
            var joined = people.get(missed.participant());
            if (joined == null) continue;
            for (var score : scores)
                points.add(new Point(
                        missed.participant(),
                        joined.arm(),
                        instrument,
                        version,
                        score,
                        missed.timepoint(),
                        missed.occurred(),
                        missed.earliest().toInstant(),
                        missed.position(),
                        null,
                        "missed: " + missed.reason(),
                        null,
                        true,
                        null,
                        missed.event()));
        }
    }

    /** Inside the days asked about, as far as that is certain: what is known to the month is inside if all of the month is. */
    private static boolean within(Asked asked, When when) {
        var occurred = occurred(when);
        return asked.day(Parameter.SINCE)
                        .map(day -> !occurred.firstDay().isBefore(day))
                        .orElse(true)
                && asked.day(Parameter.UNTIL)
                        .map(day -> !occurred.begunOn().isAfter(day))
                        .orElse(true);
    }

    private static List<Scored> item(Administration administration, String item) {
        if (administration.withheld() != null) return List.of(new Scored(item, null, administration.withheld()));
        return administration.responses().stream()
                .filter(answered -> answered.item().equals(item))
                .map(answered -> new Scored(item, answered.number(), missing(answered)))
                .toList();
    }

    private static @Nullable String missing(Answered answered) {
        if (answered.number() != null) return null;
        return answered.missing() == null ? "is not a number" : answered.missing();
    }

    static Occurred occurred(When when) {
        return new Occurred(when.from(), when.until(), ZoneId.of(when.zone()));
    }
}
