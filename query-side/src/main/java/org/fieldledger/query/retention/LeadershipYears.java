package org.fieldledger.query.retention;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CellStatus;
import org.fieldledger.query.leadership.LeadershipCoverage.Cell;
import org.fieldledger.query.leadership.LeadershipCoverage.Leader;
import org.fieldledger.query.leadership.LeadershipView;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Leadership interviews of a year beside those of the year before: who led, who was heard, who came and went. */
@Component
public class LeadershipYears implements ResearchQuestion {

    private final LeadershipView leadership;

    LeadershipYears(LeadershipView leadership) {
        this.leadership = leadership;
    }

    /**
     * One case in one programme year, beside the year before.
     *
     * @param participants all who led the case at some time in the part of the year that had passed
     * @param interviewed of these, those interviewed
     * @param share the interviewed among the leaders; absent where there was none
     * @param shareChange from the year before
     * @param again interviewed in both years
     * @param came those who did not lead in the year before, and went: those who led then and no more
     */
    public record Row(
            String caseCode,
            int year,
            LocalDate from,
            LocalDate until,
            CellStatus status,
            int keyLeaders,
            int interviewed,
            @Nullable Double share,
            @Nullable Double shareChange,
            int again,
            List<String> participants,
            List<String> came,
            List<String> went) {}

    @Override
    public String name() {
        return "leadership-years";
    }

    @Override
    public String asks() {
        return "Which key leaders were interviewed each year, beside the year before?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.YEAR);
    }

    @Override
    public Set<Parameter> needs() {
        return EnumSet.noneOf(Parameter.class);
    }

    @Override
    public List<Projection> over() {
        return List.of(leadership);
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var rows = new ArrayList<Row>();
        @Nullable Cell before = null;
        for (var cell : leadership
                .coverage(asked.text(Parameter.CASE).orElse(null), asOf)
                .items()) {
            var previous = before != null && before.caseCode().equals(cell.caseCode()) ? before : null;
            if (cell.status() != CellStatus.NOT_DUE_YET && asked.matches(Parameter.YEAR, Integer.toString(cell.year())))
                rows.add(row(cell, previous));
            before = cell;
        }
        var counts = new LinkedHashMap<String, Long>();
        counts.put("years", (long) rows.size());
        counts.put("leaders", rows.stream().mapToLong(Row::keyLeaders).sum());
        counts.put("interviewed", rows.stream().mapToLong(Row::interviewed).sum());
        return new Findings(rows, counts, Map.of());
    }

    private static Row row(Cell cell, @Nullable Cell before) {
        var leaders = leaders(cell);
        var earlier = before == null ? Set.<String>of() : leaders(before);
        var heard = interviewed(cell);
        var again = new TreeSet<>(heard);
        again.retainAll(before == null ? Set.of() : interviewed(before));
        var came = new TreeSet<>(leaders);
        came.removeAll(earlier);
        var went = new TreeSet<>(earlier);
        went.removeAll(leaders);
        var share = share(cell);
        var shareBefore = before == null ? null : share(before);
        return new Row(
                cell.caseCode(),
                cell.year(),
                cell.from(),
                cell.until(),
                cell.status(),
                cell.keyLeaders(),
                heard.size(),
                share,
                share == null || shareBefore == null ? null : rounded(share - shareBefore),
                again.size(),
                List.copyOf(leaders),
                List.copyOf(came),
                List.copyOf(went));
    }

    private static @Nullable Double share(Cell cell) {
        return cell.keyLeaders() == 0
                ? null
                : rounded((double) interviewed(cell).size() / cell.keyLeaders());
    }

    private static double rounded(double share) {
        return Math.rint(share * 1e6) / 1e6;
    }

    private static Set<String> leaders(Cell cell) {
        var leaders = new TreeSet<String>();
        cell.leaders().forEach(leader -> leaders.add(leader.leader()));
        return leaders;
    }

    private static Set<String> interviewed(Cell cell) {
        var interviewed = new TreeSet<String>();
        cell.leaders().stream()
                .filter(leader -> leader.status() == CellStatus.DONE)
                .map(Leader::leader)
                .forEach(interviewed::add);
        return interviewed;
    }
}
