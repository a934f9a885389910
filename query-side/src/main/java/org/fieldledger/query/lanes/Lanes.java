package org.fieldledger.query.lanes;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Extent;
import org.fieldledger.query.timeline.TimelineView.Filter;
import org.fieldledger.query.timeline.TimelineView.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Any timeline, narrowed also by what may be done with what its actions took from people. */
@Component
public class Lanes {

    /** Lines looked at together for what may be done with them. */
    private static final int TOGETHER = 500;

    private final TimelineView timeline;
    private final ConsentView consents;
    private final Questions questions;
    private final Clock clock;
    private final CaseDays days;

    Lanes(TimelineView timeline, ConsentView consents, Questions questions, Clock clock, CaseDays days) {
        this.timeline = timeline;
        this.consents = consents;
        this.questions = questions;
        this.clock = clock;
        this.days = days;
    }

    /**
     * A page of a timeline.
     *
     * @param use only actions that took something of which this is what may be done; judged as of the day asked about, today where
     *     none is named. Everything where left out.
     */
    public Answer<Line> of(Extent extent, Filter filter, @Nullable Use use, AsOf asOf, Paging paging) {
        if (use == null) return timeline.of(extent, asOf, filter, paging);
        return questions.ask(
                List.of(timeline, consents), asOf.settled(clock, days.of(cases(extent))), (upTo, basis) -> {
                    var found = new ArrayList<Line>();
                    var next = new Paging(TOGETHER, paging.after());
                    Answer<Line> page;
                    do {
                        page = timeline.of(extent, upTo, filter, next);
                        var consent = consents.onRecord(
                                List.of(),
                                page.items().stream()
                                        .map(line -> line.record().position())
                                        .toList(),
                                upTo);
                        for (var line : page.items())
                            if (used(line, consent) == use) {
                                if (found.size() == paging.limit())
                                    return new Answer<>(basis, List.copyOf(found), cursor(found.getLast()));
                                found.add(line.usedAs(written(use)));
                            }
                        next = new Paging(TOGETHER, page.next());
                    } while (page.next() != null);
                    return new Answer<>(basis, List.copyOf(found), null);
                });
    }

    private static List<CaseCode> cases(Extent extent) {
        return extent instanceof Extent.OfCase(var caseCode) ? List.of(caseCode) : List.of();
    }

    /** Nothing, for what took nothing from anybody and was not kept as a deviation either. */
    private static @Nullable Use used(Line line, ConsentOnRecord consent) {
        var event = line.record().event();
        var use = consent.took(event) ? consent.use(event) : null;
        return line.record().quarantined() && (use == null || use.compareTo(Use.QUARANTINED) < 0)
                ? Use.QUARANTINED
                : use;
    }

    private static String cursor(Line line) {
        var when = line.occurred();
        return Paging.Cursor.at(
                new Occurred(when.from(), when.until(), ZoneId.of(when.zone())).earliest(),
                line.record().position());
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

    private static String written(Use use) {
        return use.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
