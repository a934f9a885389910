package org.fieldledger.query.lanes;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.timeline.Extent;
import org.fieldledger.query.timeline.Filter;
import org.fieldledger.query.timeline.Line;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Month;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Any timeline, narrowed also by what may be done with what its actions took from people. */
@Component
public class Lanes {

    /** Lines looked at together for what may be done with them. */
    private static final int TOGETHER = 500;

    /** Lines counted together: the more there are, the less often is what stands of the same people read. */
    private static final int COUNTED_TOGETHER = 5_000;

    /** Beyond so many lines, what may be done with each is not asked for the sake of a drawing: it would take seconds. */
    private static final long COUNTED_AT_MOST = 20_000;

    private final TimelineView timeline;
    private final ConsentView consents;
    private final Questions questions;
    private final Clock clock;
    private final CaseDays days;
    private final long countedAtMost;

    @Autowired
    Lanes(TimelineView timeline, ConsentView consents, Questions questions, Clock clock, CaseDays days) {
        this(timeline, consents, questions, clock, days, COUNTED_AT_MOST);
    }

    Lanes(
            TimelineView timeline,
            ConsentView consents,
            Questions questions,
            Clock clock,
            CaseDays days,
            long countedAtMost) {
        this.timeline = timeline;
        this.consents = consents;
        this.questions = questions;
        this.clock = clock;
        this.days = days;
        this.countedAtMost = countedAtMost;
    }

    /**
     * A page of a timeline. Where a use is asked about, it is judged as of the day asked about; today, where none is named.
     */
    public Answer<Line> of(TimelineAsked asked, AsOf asOf, Paging paging) {
        var use = asked.use();
        if (use == null) return timeline.of(asked.extent(), asOf, asked.filter(), paging);
        return questions.ask(together(), settled(asked, asOf), (upTo, basis) -> {
            var found = new ArrayList<Line>();
            var next = paging.after();
            do {
                var looked = used(asked.extent(), asked.filter(), use, upTo, new Paging(TOGETHER, next));
                for (var line : looked.items()) {
                    if (found.size() == paging.limit())
                        return new Answer<>(basis, List.copyOf(found), cursor(found.getLast()));
                    found.add(line);
                }
                next = looked.next();
            } while (next != null);
            return new Answer<>(basis, List.copyOf(found), null);
        });
    }

    /**
     * The whole course, counted by chapter and month: what the pages of the timeline show together, but of every chapter. Nothing
     * where a use is asked about and there is too much to judge.
     */
    public List<Month> months(TimelineAsked asked, AsOf asOf) {
        var filter = asked.filter().ofEveryChapter();
        var use = asked.use();
        if (use == null) return timeline.months(asked.extent(), filter, asOf);
        return questions.ask(together(), settled(asked, asOf), (upTo, basis) -> {
            var all = timeline.months(asked.extent(), filter, upTo);
            if (all.stream().mapToLong(Month::entries).sum() > countedAtMost) return List.of();
            var counted = new TreeMap<String, Map<YearMonth, Month>>();
            String next = null;
            do {
                var looked = used(asked.extent(), filter, use, upTo, new Paging(COUNTED_TOGETHER, next));
                for (var line : looked.items())
                    counted.computeIfAbsent(line.chapter(), chapter -> new TreeMap<>())
                            .merge(month(line).month(), month(line), Month::and);
                next = looked.next();
            } while (next != null);
            return counted.values().stream()
                    .flatMap(months -> months.values().stream())
                    .toList();
        });
    }

    /** The lines of a page that took something of which this is what may be done. */
    private Answer<Line> used(Extent extent, Filter filter, Use use, AsOf asOf, Paging paging) {
        var page = timeline.of(extent, asOf, filter, paging);
        var consent = consents.onRecord(List.of(), positions(page.items()), asOf);
        return new Answer<>(
                page.basis(),
                page.items().stream()
                        .filter(line -> used(line, consent) == use)
                        .map(line -> line.usedAs(written(use)))
                        .toList(),
                page.next());
    }

    private List<Projection> together() {
        return List.of(timeline, consents);
    }

    private AsOf settled(TimelineAsked asked, AsOf asOf) {
        return asOf.settled(clock, days.of(asked.cases()));
    }

    static List<Long> positions(List<Line> lines) {
        return lines.stream().map(line -> line.record().position()).toList();
    }

    /** Nothing, for what took nothing from anybody and was not kept as a deviation either. */
    static @Nullable Use used(Line line, ConsentOnRecord consent) {
        var event = line.record().event();
        var use = consent.took(event) ? consent.use(event) : null;
        return line.record().quarantined() && (use == null || use.compareTo(Use.QUARANTINED) < 0)
                ? Use.QUARANTINED
                : use;
    }

    private static Month month(Line line) {
        var begins = occurred(line).earliest().atZone(ZoneId.of(line.occurred().zone()));
        return new Month(
                line.chapter(), YearMonth.from(begins), 1, line.occurred().knownToTheYear() ? 1 : 0);
    }

    static String cursor(Line line) {
        return Paging.Cursor.at(occurred(line).earliest(), line.record().position());
    }

    private static Occurred occurred(Line line) {
        var when = line.occurred();
        return new Occurred(when.from(), when.until(), ZoneId.of(when.zone()));
    }

    /** As it is written in an address: lower case with hyphens; none where it is left out. */
    public static @Nullable Use use(@Nullable String written) {
        if (written == null || written.isBlank()) return null;
        return Arrays.stream(Use.values())
                .filter(use -> written(use).equals(written))
                .findFirst()
                .orElseThrow(() -> new BadQuestion("use", written, "Write one of " + String.join(", ", uses())));
    }

    /** Every way in which something may be used or not, as it is written. */
    public static List<String> uses() {
        return Arrays.stream(Use.values()).map(Lanes::written).toList();
    }

    static String written(Use use) {
        return use.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
