package org.fieldledger.query.reporting;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * Days in the field, all with one answer.
 *
 * @param from the first day
 * @param until the first day that is no longer one of them
 */
record Span<A>(A answer, LocalDate from, LocalDate until) {

    /** Before every day, as the database has it. */
    static final LocalDate BEFORE_ALL = LocalDate.MIN;

    /** After every day. */
    static final LocalDate AFTER_ALL = LocalDate.MAX;

    /** All days there are, cut only where the answer changes. It is asked once for before the first turn and once for each turn. */
    static <A> List<Span<A>> of(SortedSet<LocalDate> turns, Function<LocalDate, A> answerOn) {
        var spans = new ArrayList<Span<A>>();
        var from = BEFORE_ALL;
        var answer =
                answerOn.apply(turns.isEmpty() ? LocalDate.EPOCH : turns.first().minusDays(1));
        for (var turn : turns) {
            var next = answerOn.apply(turn);
            if (next.equals(answer)) continue;
            spans.add(new Span<>(answer, from, turn));
            from = turn;
            answer = next;
        }
        spans.add(new Span<>(answer, from, AFTER_ALL));
        return spans;
    }
}
