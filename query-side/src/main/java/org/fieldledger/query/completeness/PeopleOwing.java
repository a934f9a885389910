package org.fieldledger.query.completeness;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CellStatus;
import org.fieldledger.query.completeness.Timepoints.Owed;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Person by person, which measures are owed and what became of each. */
@Component
class PeopleOwing implements ResearchQuestion {

    private final Completeness completeness;
    private final Timepoints timepoints;

    PeopleOwing(Completeness completeness, Timepoints timepoints) {
        this.completeness = completeness;
        this.timepoints = timepoints;
    }

    /**
     * One timepoint of one person.
     *
     * @param from the first day of its window, until its last; absent where what it is counted from has not come
     * @param held the day it was answered, or the last on which it can have been
     * @param daysOff days before (negative) or after its window that it was answered
     */
    record Row(
            String caseCode,
            String participant,
            String role,
            @Nullable String arm,
            String instrument,
            String timepoint,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            CellStatus status,
            @Nullable String why,
            @Nullable LocalDate held,
            long daysOff,
            boolean usable,
            @Nullable UUID event) {

        static Row of(String caseCode, Owed owed) {
            return new Row(
                    caseCode,
                    owed.participant(),
                    owed.role(),
                    owed.arm(),
                    owed.instrument(),
                    owed.timepoint(),
                    owed.from(),
                    owed.until(),
                    owed.status(),
                    owed.why(),
                    owed.held(),
                    owed.daysOff(),
                    owed.usable(),
                    owed.event());
        }
    }

    @Override
    public String name() {
        return "completeness-people";
    }

    @Override
    public String asks() {
        return "Which measures does each person's own course make due, and what became of each?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(
                Parameter.CASE,
                Parameter.PARTICIPANT,
                Parameter.INSTRUMENT,
                Parameter.TIMEPOINT,
                Parameter.ROLE,
                Parameter.ARM);
    }

    @Override
    public List<Projection> over() {
        return completeness.over();
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var owed = timepoints.of(asked.caseCode(), asOf).stream()
                .filter(one -> asked.about(one.participant())
                        && asked.matches(Parameter.INSTRUMENT, one.instrument())
                        && asked.matches(Parameter.TIMEPOINT, one.timepoint())
                        && asked.matches(Parameter.ROLE, one.role())
                        && asked.matches(Parameter.ARM, one.arm()))
                .toList();
        var counts = new LinkedHashMap<String, Long>();
        for (var status : CellStatus.values())
            counts.put(
                    Asked.written(status),
                    owed.stream().filter(one -> one.status() == status).count());
        return new Findings(
                owed.stream().map(one -> Row.of(asked.caseCode().code(), one)).toList(), counts, Map.of());
    }
}
