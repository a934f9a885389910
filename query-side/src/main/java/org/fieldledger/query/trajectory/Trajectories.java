package org.fieldledger.query.trajectory;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.fieldledger.query.trajectory.Course.Point;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How each person's scores went. */
@Component
class Trajectories implements ResearchQuestion {

    static final Set<Parameter> TAKES = EnumSet.of(
            Parameter.CASE,
            Parameter.INSTRUMENT,
            Parameter.SCORE,
            Parameter.ITEM,
            Parameter.PARTICIPANT,
            Parameter.ARM,
            Parameter.ROLE,
            Parameter.TIMEPOINT,
            Parameter.BASELINE,
            Parameter.SINCE,
            Parameter.UNTIL,
            Parameter.WINDOW);

    private final Measured measured;

    Trajectories(Measured measured) {
        this.measured = measured;
    }

    /**
     * One score of one person.
     *
     * @param version of the instrument that was answered, whose scores these are
     * @param value absent where it is missing
     * @param missing why it is
     * @param daysOff days before (negative) or after the window in which its timepoint was planned; 0 inside, absent where
     *     nothing was measured, its timepoint is not planned or what it is counted from has not come
     * @param repeat another administration of the same timepoint counts in summaries, not this one
     * @param baseline the person's value at the timepoint that changes are counted from
     * @param change from there; absent across versions of the instrument
     */
    record Row(
            String caseCode,
            String participant,
            @Nullable String arm,
            String instrument,
            String version,
            String score,
            @Nullable String timepoint,
            String occurred,
            String zone,
            @Nullable BigDecimal value,
            @Nullable String missing,
            @Nullable Long daysOff,
            boolean repeat,
            @Nullable BigDecimal baseline,
            @Nullable BigDecimal change,
            UUID event) {

        static Row of(String caseCode, Point point) {
            var occurred = point.occurred();
            return new Row(
                    caseCode,
                    point.participant(),
                    point.arm(),
                    point.instrument(),
                    point.version(),
                    point.score(),
                    point.timepoint(),
                    occurred.until() == null ? occurred.from() : occurred.from() + " until " + occurred.until(),
                    occurred.zone(),
                    point.value(),
                    point.missing(),
                    point.daysOff(),
                    !point.counts(),
                    point.baseline(),
                    point.change(),
                    point.event());
        }
    }

    @Override
    public String name() {
        return "trajectories";
    }

    @Override
    public String asks() {
        return "How did each person's scores go, and how far from where they began?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return TAKES;
    }

    @Override
    public Set<Parameter> needs() {
        return EnumSet.of(Parameter.CASE, Parameter.INSTRUMENT);
    }

    @Override
    public List<Projection> over() {
        return measured.over();
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var found = measured.of(asked.caseCode(), asked, asOf);
        var points = found.course().points();
        var counts = new LinkedHashMap<String, Long>();
        counts.put("people", (long) found.people().size());
        counts.put(
                "values", points.stream().filter(point -> point.value() != null).count());
        counts.put(
                "missing",
                points.stream().filter(point -> point.value() == null).count());
        return new Findings(
                points.stream()
                        .sorted(Comparator.comparing(Point::participant)
                                .thenComparing(Point::score)
                                .thenComparing(Point::earliest)
                                .thenComparing(Point::position))
                        .map(point -> Row.of(asked.caseCode().code(), point))
                        .toList(),
                counts,
                found.course().leftOut());
    }
}
