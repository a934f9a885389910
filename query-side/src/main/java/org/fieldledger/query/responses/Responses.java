package org.fieldledger.query.responses;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.measure.Administration;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.measure.MeasureView.Answering;
import org.fieldledger.query.measure.MeasureView.Filter;
import org.fieldledger.query.projection.Projection;
import org.springframework.stereotype.Component;

/**
 * What people answered, without what may not be used: as of the two times of the question, by the one reading of consent. What is
 * quarantined is told to whoever asks for it; what people withdrew from use, objected to or want destroyed, to nobody.
 */
@Component
class Responses {

    /** Judged at once: the decisions of so many people are in memory, and those of each are read once. */
    private static final int TOGETHER = 2_000;

    /** For a page that is short, so that one of which much is left out takes few looks. */
    private static final int AT_LEAST = 200;

    private final MeasureView measures;
    private final ConsentView consents;
    private final Questions questions;
    private final Clock clock;
    private final CaseDays days;

    Responses(MeasureView measures, ConsentView consents, Questions questions, Clock clock, CaseDays days) {
        this.measures = measures;
        this.consents = consents;
        this.questions = questions;
        this.clock = clock;
        this.days = days;
    }

    /**
     * One page, in order of recording, and how many were left out on the way to its end.
     *
     * @param quarantined also what nothing stands in the way of but that it was not covered
     */
    Answer<Administration> page(Filter filter, boolean quarantined, AsOf asOf, Paging paging) {
        return questions.ask(over(), settled(filter, asOf), (upTo, basis) -> {
            var cursor = paging.cursor();
            var after = cursor == null ? 0 : cursor.position();
            var told = new Told(quarantined);
            var places = places(filter, told, upTo, after, paging.limit());
            var items = new ArrayList<Administration>();
            if (!places.isEmpty())
                measures.stream(
                        filter,
                        upTo,
                        after,
                        places.getLast(),
                        told::has,
                        administration -> items.add(told.as(administration)));
            var next = places.size() == paging.limit() && more(filter, upTo, places.getLast())
                    ? new Paging.Cursor("", places.getLast()).toString()
                    : null;
            return new Answer<>(basis, items, next, told.leftOut());
        });
    }

    /** Where the administrations of a page are. What comes after the last of them is not judged and not counted. */
    private List<Long> places(Filter filter, Told told, AsOf asOf, long after, int limit) {
        var places = new ArrayList<Long>();
        var atOnce = Math.max(limit, AT_LEAST);
        var from = after;
        List<Answering> some;
        do {
            some = measures.answerings(filter, asOf, from, atOnce);
            var consent = consent(some, asOf);
            for (var one : some) {
                if (told.judge(one, consent)) places.add(one.position());
                if (places.size() == limit) return places;
                from = one.position();
            }
        } while (some.size() == atOnce);
        return places;
    }

    /** Whether anything comes after a page, be it told or not: an empty last page says how much was left out after this one. */
    private boolean more(Filter filter, AsOf asOf, long after) {
        return !measures.answerings(filter, asOf, after, 1).isEmpty();
    }

    /**
     * All of it, one by one and in order of recording, in memory that hardly grows with the answer. What is left out is known before the
     * first is told.
     *
     * @param before is told what the answer rests on, and how many are left out, by what stands in the way
     */
    void whole(
            Filter filter,
            boolean quarantined,
            AsOf asOf,
            BiConsumer<Basis, Map<String, Long>> before,
            BiConsumer<Basis, Administration> each) {
        questions.ask(over(), settled(filter, asOf), (upTo, basis) -> {
            var told = new Told(quarantined);
            var some = new ArrayList<Answering>(TOGETHER);
            measures.answeringsByPerson(filter, upTo, one -> {
                some.add(one);
                if (some.size() < TOGETHER) return;
                told.judge(some, consent(some, upTo));
                some.clear();
            });
            told.judge(some, consent(some, upTo));
            before.accept(basis, told.leftOut());
            measures.stream(
                    filter,
                    upTo,
                    0,
                    Long.MAX_VALUE,
                    told::has,
                    administration -> each.accept(basis, told.as(administration)));
            return basis;
        });
    }

    private List<Projection> over() {
        return List.of(measures, consents);
    }

    /** What time changes is judged as of a day, which the basis then states: today, where none is named. */
    private AsOf settled(Filter filter, AsOf asOf) {
        return asOf.settled(
                clock,
                days.of(Stream.ofNullable(filter.caseCode()).map(CaseCode::new).toList()));
    }

    private ConsentOnRecord consent(List<Answering> some, AsOf asOf) {
        return consents.onRecord(
                List.of(), some.stream().map(Answering::position).toList(), asOf);
    }
}
