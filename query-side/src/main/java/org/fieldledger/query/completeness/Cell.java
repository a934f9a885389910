package org.fieldledger.query.completeness;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.fieldledger.query.CellStatus;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a grid: what is owed in it and what became of that.
 *
 * @param grid leadership, forums, wards or timepoints
 * @param caseCode absent for what the programme owes as a whole
 * @param line what it stands beside: a site with its arm, or an instrument with a role
 * @param cell a year, a forum, a phase with a kind of data, a timepoint
 * @param status that of the cell as a whole: as far as the worst of what it owes
 * @param owed the denominator as of the date; of it, the seven that follow
 * @param unusable of those done, what may not be used
 */
public record Cell(
        String grid,
        @Nullable String caseCode,
        @Nullable String line,
        String cell,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        CellStatus status,
        long owed,
        long done,
        long due,
        long late,
        long missed,
        long impossible,
        long notApproved,
        long notDueYet,
        long unusable,
        @Nullable String why) {

    private static final List<CellStatus> WORST_FIRST = List.of(
            CellStatus.LATE,
            CellStatus.DUE,
            CellStatus.NOT_APPROVED,
            CellStatus.MISSED,
            CellStatus.DONE,
            CellStatus.IMPOSSIBLE,
            CellStatus.NOT_DUE_YET);

    /** A cell in which one thing is owed by nobody in particular. */
    static Cell single(
            String grid,
            @Nullable String caseCode,
            @Nullable String line,
            String cell,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            CellStatus status,
            @Nullable String why) {
        return of(grid, caseCode, line, cell, from, until, status, List.of(status), 0, why);
    }

    static Cell of(
            String grid,
            @Nullable String caseCode,
            @Nullable String line,
            String cell,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            CellStatus status,
            Collection<CellStatus> each,
            long unusable,
            @Nullable String why) {
        return new Cell(
                grid,
                caseCode,
                line,
                cell,
                from,
                until,
                status,
                each.stream().filter(one -> one != CellStatus.NOT_OWED).count(),
                count(each, CellStatus.DONE),
                count(each, CellStatus.DUE),
                count(each, CellStatus.LATE),
                count(each, CellStatus.MISSED),
                count(each, CellStatus.IMPOSSIBLE),
                count(each, CellStatus.NOT_APPROVED),
                count(each, CellStatus.NOT_DUE_YET),
                unusable,
                why);
    }

    /** As far as the worst of what is owed. */
    static CellStatus worst(Collection<CellStatus> each) {
        return WORST_FIRST.stream().filter(each::contains).findFirst().orElse(CellStatus.NOT_OWED);
    }

    private static long count(Collection<CellStatus> each, CellStatus status) {
        return each.stream().filter(one -> one == status).count();
    }
}
