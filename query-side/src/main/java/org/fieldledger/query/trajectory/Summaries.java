package org.fieldledger.query.trajectory;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.fieldledger.query.statistics.Summary;
import org.fieldledger.query.trajectory.Course.Point;
import org.fieldledger.query.trajectory.Course.Without;
import org.fieldledger.query.trajectory.Measured.InCase;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the scores of an arm were at each timepoint. */
@Component
public class Summaries implements ResearchQuestion {

    private final Measured measured;

    Summaries(Measured measured) {
        this.measured = measured;
    }

    /**
     * One score of one version of an instrument in one arm at one timepoint.
     *
     * @param of the people of the arm: all who had ever joined the case by then
     * @param n of these, those with a value, of which the figures are
     * @param missing those with a reason in place of a value
     * @param unusable those whose answers may not be used
     * @param outside those who answered outside the window only, where only what is inside it was asked for
     * @param nothing those of whom nothing is on record at this timepoint
     * @param lower the 95% confidence interval of the mean
     * @param changed those with a value here and at the timepoint that changes are counted from
     */
    public record Row(
            String caseCode,
            String instrument,
            String version,
            String score,
            @Nullable String arm,
            @Nullable String timepoint,
            int of,
            int n,
            int missing,
            int unusable,
            int outside,
            int nothing,
            @Nullable Double mean,
            @Nullable Double sd,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double least,
            @Nullable Double median,
            @Nullable Double greatest,
            int changed,
            @Nullable Double change,
            @Nullable Double changeSd,
            @Nullable Double changeLower,
            @Nullable Double changeUpper) {}

    @Override
    public String name() {
        return "summaries";
    }

    @Override
    public String asks() {
        return "What were the scores of each arm at each timepoint, and how far from where it began?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        var takes = EnumSet.copyOf(Trajectories.TAKES);
        takes.remove(Parameter.PARTICIPANT); // a summary of one person would be the person
        return takes;
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
        var counts = new LinkedHashMap<String, Long>();
        counts.put("people", (long) found.people().size());
        return new Findings(
                rows(asked.caseCode(), found), counts, found.course().leftOut());
    }

    private record Cell(
            String score,
            String version,
            @Nullable String arm,
            @Nullable String timepoint) {}

    static List<Row> rows(CaseCode caseCode, InCase found) {
        var ofArm = new TreeMap<String, Integer>();
        found.people().values().forEach(one -> ofArm.merge(key(one.arm()), 1, Integer::sum));
        var cells = new LinkedHashMap<Cell, List<Point>>();
        for (var point : found.course().points())
            if (point.counts())
                cells.computeIfAbsent(
                                new Cell(point.score(), point.version(), point.arm(), point.timepoint()),
                                cell -> new ArrayList<>())
                        .add(point);
        var schedule = found.schedule();
        Comparator<Cell> inOrder = comparing(Cell::score)
                .thenComparing(Cell::version)
                .thenComparing(Cell::arm, nullsLast(naturalOrder()))
                .thenComparing(cell -> schedule == null ? 0 : schedule.place(cell.timepoint()))
                .thenComparing(Cell::timepoint, nullsLast(naturalOrder()));
        return cells.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(inOrder))
                .map(entry -> row(caseCode, found, entry.getKey(), entry.getValue(), ofArm))
                .toList();
    }

    private static Row row(CaseCode caseCode, InCase found, Cell cell, List<Point> points, Map<String, Integer> ofArm) {
        var values = points.stream()
                .map(Point::value)
                .filter(Objects::nonNull)
                .map(value -> value.doubleValue())
                .toList();
        var changes = points.stream()
                .map(Point::change)
                .filter(Objects::nonNull)
                .map(change -> change.doubleValue())
                .toList();
        var told = new HashSet<String>();
        points.forEach(point -> told.add(point.participant()));
        var unusable = without(found, cell, told, one -> !one.outside());
        told.addAll(unusable);
        var outside = without(found, cell, told, Without::outside);
        told.addAll(outside);
        var of = ofArm.getOrDefault(key(cell.arm()), 0);
        var score = Summary.of(values);
        var change = Summary.of(changes);
        return new Row(
                caseCode.code(),
                points.getFirst().instrument(),
                cell.version(),
                cell.score(),
                cell.arm(),
                cell.timepoint(),
                of,
                score.n(),
                points.size() - score.n(),
                unusable.size(),
                outside.size(),
                of - told.size(),
                score.mean(),
                score.sd(),
                score.lower(),
                score.upper(),
                score.least(),
                score.median(),
                score.greatest(),
                change.n(),
                change.mean(),
                change.sd(),
                change.lower(),
                change.upper());
    }

    /** Whoever was left out of a cell for one reason, and has not been told of in it already. */
    private static Set<String> without(InCase found, Cell cell, Set<String> told, Predicate<Without> which) {
        return found.course().without().stream()
                .filter(which)
                .filter(one -> Objects.equals(one.arm(), cell.arm())
                        && Objects.equals(one.timepoint(), cell.timepoint())
                        && !told.contains(one.participant()))
                .map(Without::participant)
                .collect(Collectors.toSet());
    }

    private static String key(@Nullable String arm) {
        return arm == null ? "" : arm;
    }
}
