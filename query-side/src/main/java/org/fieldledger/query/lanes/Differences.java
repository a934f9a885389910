package org.fieldledger.query.lanes;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.Touched;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.timeline.Change;
import org.fieldledger.query.timeline.Line;
import org.fieldledger.query.timeline.TimelineView;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What any timeline looks like in the later of two pictures and did not in the earlier: what became known, was corrected, or may
 * be used otherwise, as after a withdrawal that came in late. The use in each picture is judged as of its own day; where it
 * names none, as of the day by which it was known, or today.
 */
@Component
public class Differences {

    /** So many lines are looked at together at most; fewer at first, for most pages find enough soon. */
    private static final int TOGETHER = 2_000;

    /**
     * So many lines are looked at for one page at most. Where something was learned that may bear on everything, most may turn
     * out to be as they were: then a page ends before it is full, and the next begins where it stopped looking.
     */
    private static final int LOOKED_AT = 10_000;

    private final TimelineView timeline;
    private final ConsentView consents;
    private final Questions questions;
    private final Clock clock;
    private final CaseDays days;
    private final int lookedAt;

    @Autowired
    Differences(TimelineView timeline, ConsentView consents, Questions questions, Clock clock, CaseDays days) {
        this(timeline, consents, questions, clock, days, LOOKED_AT);
    }

    Differences(
            TimelineView timeline,
            ConsentView consents,
            Questions questions,
            Clock clock,
            CaseDays days,
            int lookedAt) {
        this.timeline = timeline;
        this.consents = consents;
        this.questions = questions;
        this.clock = clock;
        this.days = days;
        this.lookedAt = lookedAt;
    }

    /**
     * A page of it, in the order of the field; there may be more to come though it is not full. Where a use is asked about:
     * entries of which that is so in either picture.
     */
    public Answer<Line> of(TimelineAsked asked, AsOf earlier, AsOf later, Paging paging) {
        if (asked.filter().withHistory())
            throw new BadQuestion("history", "include", "Leave it out: what was corrected in between is told anyway");
        return questions.ask(List.of(timeline, consents), later, (upTo, basis) -> {
            var zone = days.of(asked.cases());
            var then = earlier.settled(clock, zone);
            var now = upTo.settled(clock, zone);
            var touched = touched(asked, then, now);
            var found = new ArrayList<Line>();
            var together = Math.min(TOGETHER, paging.limit() + 1);
            var looked = 0;
            var next = paging.after();
            do {
                var page = timeline.compared(
                        asked.extent(), asked.filter(), earlier, upTo, touched, new Paging(together, next));
                var positions = Lanes.positions(page.items());
                var before = consents.onRecord(List.of(), positions, then);
                var after = consents.onRecord(List.of(), positions, now);
                for (var line : page.items()) {
                    var told = told(line, before, after);
                    if (told.change() == null || !fits(asked.use(), told)) continue;
                    if (found.size() == paging.limit())
                        return new Answer<>(basis, List.copyOf(found), Lanes.cursor(found.getLast()));
                    found.add(told);
                }
                next = page.next();
                looked += page.items().size();
                together = Math.min(TOGETHER, 4 * together);
            } while (next != null && looked < lookedAt);
            return new Answer<>(basis, List.copyOf(found), next);
        });
    }

    /** Nothing was taken by what belongs to no case; of one person's lines there are few enough to ask about each. */
    private Touched touched(TimelineAsked asked, AsOf then, AsOf now) {
        if (asked.ofTheProgramme()) return Touched.NOTHING;
        return asked.filter().participant() == null
                ? consents.touched(asked.caseCode(), then, now)
                : Touched.EVERYTHING;
    }

    /** A line with its use in the pictures it is in, and with a change where there is one. */
    private static Line told(Line line, ConsentOnRecord before, ConsentOnRecord after) {
        var change = line.change();
        var then = change == null || !change.isThereNow() ? Lanes.used(line, before) : null;
        var now = change == null || change.isThereNow() ? Lanes.used(line, after) : null;
        if (then != null && now != null && then != now)
            change = now.compareTo(then) > 0 ? Change.USE_RESTRICTED : Change.USE_RESTORED;
        return line.changed(written(now), written(then), change);
    }

    private static boolean fits(@Nullable Use asked, Line told) {
        if (asked == null) return true;
        var use = Lanes.written(asked);
        return use.equals(told.use()) || use.equals(told.useBefore());
    }

    private static @Nullable String written(@Nullable Use use) {
        return use == null ? null : Lanes.written(use);
    }
}
