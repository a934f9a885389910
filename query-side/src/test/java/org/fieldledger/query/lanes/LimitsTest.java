package org.fieldledger.query.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Asking;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.RandomHistory;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.timeline.Extent;
import org.fieldledger.query.timeline.Filter;
import org.fieldledger.query.timeline.Line;
import org.fieldledger.query.timeline.TimelineView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;

/** What is answered at the limits of what is gone through for one page, and one entry beyond: smaller limits, of a history that fits. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitsTest {

    private static final Ledger LEDGER = new Ledger();
    private static final Extent CAFE = new Extent.OfCase(new CaseCode("CAFE"));
    private static final AsOf LATER = AsOf.trueAt(LocalDate.parse("2024-01-01"));
    private static final int FEW = 3;

    /** In this history people ask that their material be destroyed. */
    private static final long SEED = 2021;

    private static Asking asking;

    @SuppressWarnings("NullAway.Init")
    private static BeanFactory beans;

    private static AsOf earlier;

    /** The pages are those of a store with small limits. */
    @BeforeAll
    static void a_random_history() {
        new RandomHistory(SEED, LEDGER).live(250);
        var half = LEDGER.log().after(LEDGER.log().head() / 2, 1).getFirst().recordedAt();
        earlier = AsOf.trueAt(LocalDate.parse("2020-06-01")).knownAt(half);
        asking = new Asking(LEDGER, context -> {
            beans = context;
            context.registerBean("few", Lanes.class, () -> lanes(FEW), bean -> bean.setPrimary(true));
        });
        asking.get("/api/timeline");
        asking.get("/api/timeline?use=usable");
    }

    @AfterAll
    static void it_stops() {
        asking.close();
        LEDGER.close();
    }

    private static Lanes lanes(long countedAtMost) {
        return new Lanes(
                beans.getBean(TimelineView.class),
                beans.getBean(ConsentView.class),
                beans.getBean(Questions.class),
                beans.getBean(Clock.class),
                beans.getBean(CaseDays.class),
                countedAtMost);
    }

    private static Differences differences(int lookedAt) {
        return new Differences(
                beans.getBean(TimelineView.class),
                beans.getBean(ConsentView.class),
                beans.getBean(Questions.class),
                beans.getBean(Clock.class),
                beans.getBean(CaseDays.class),
                lookedAt);
    }

    @Test
    void what_may_be_used_is_drawn_of_as_many_entries_as_the_limit_says_and_of_one_more_nothing_is() {
        var entries = whole(1_000, paging -> lanes(0).of(asked(CAFE, Filter.NONE, null), LATER, paging))
                .size();
        var drawn = 0;
        for (var use : Use.values()) {
            var asked = asked(CAFE, Filter.NONE, use);
            var told = new TreeMap<String, Long>();
            for (var line : whole(1_000, paging -> lanes(0).of(asked, LATER, paging)))
                told.merge(line.chapter() + " " + line.occurred().from().substring(0, 4), 1L, Long::sum);

            assertThat(byYear(lanes(entries).months(asked, LATER)))
                    .as("%s, as many as the limit", use)
                    .isEqualTo(told);
            assertThat(lanes(entries - 1).months(asked, LATER))
                    .as("%s, one beyond", use)
                    .isEmpty();
            drawn += told.size();
        }
        assertThat(drawn).as("drawn, seed %d", SEED).isPositive();
    }

    @Test
    void whoever_asks_about_no_use_is_drawn_everything_however_much_there_is() {
        var asked = asked(CAFE, Filter.NONE, null);

        assertThat(byYear(lanes(0).months(asked, LATER)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(whole(1_000, paging -> lanes(0).of(asked, LATER, paging))
                        .size());
    }

    @Test
    void a_page_that_draws_nothing_says_why_and_lists_the_entries_all_the_same() {
        var told = 0;
        for (var use : Lanes.uses()) {
            var page = shown("/cases/CAFE?trueAt=2024-01-01&use=" + use);
            assertThat(page.html()).as(use).doesNotContain("Entries by kind and month");
            if (page.positions().isEmpty()) continue;
            assertThat(page.html()).as(use).contains("too many entries to draw");
            told++;
        }
        assertThat(told).as("uses of which there are entries, seed %d", SEED).isPositive();
        assertThat(shown("/cases/CAFE?trueAt=2024-01-01").html())
                .contains("Entries by kind and month")
                .doesNotContain("too many entries to draw");
    }

    @Test
    void however_few_entries_are_looked_at_for_a_page_its_next_pages_tell_the_rest() {
        var limit = 7;
        var unfilled = 0;
        for (var asked : changes()) {
            var all = whole(1_000, paging -> differences(Integer.MAX_VALUE).of(asked, earlier, LATER, paging));
            for (var lookedAt : List.of(1, 8, 40)) {
                var differences = differences(lookedAt);
                var pages = new ArrayList<Answer<Line>>();
                var items = whole(limit, paging -> {
                    var page = differences.of(asked, earlier, LATER, paging);
                    pages.add(page);
                    return page;
                });

                assertThat(items)
                        .as("%s, %d looked at, seed %d", asked, lookedAt, SEED)
                        .containsExactlyElementsOf(all);
                unfilled += pages.stream()
                        .filter(page -> page.next() != null && page.items().size() < limit)
                        .count();
            }
        }
        assertThat(unfilled).as("pages that ended before they were full").isPositive();
    }

    @Test
    void a_page_of_changes_goes_on_looking_up_to_the_limit_and_not_beyond() {
        // Between a picture and itself nothing changed: however many pages there are, each looked as far as it may.
        var picture = LATER.knownAt(
                LEDGER.log().after(LEDGER.log().head() - 1, 1).getFirst().recordedAt());
        var asked = asked(CAFE, person(), null);
        var entries = whole(1_000, paging -> lanes(0).of(asked, LATER, paging)).size();
        assertThat(entries).as("entries about one person").isGreaterThan(4);
        Function<Integer, Integer> pages = lookedAt -> {
            var seen = new ArrayList<Answer<Line>>();
            whole(entries - 2, paging -> {
                var page = differences(lookedAt).of(asked, picture, picture, paging);
                seen.add(page);
                return page;
            });
            return seen.size();
        };

        // The first look is at one entry more than a page has.
        assertThat(pages.apply(entries - 1)).as("the limit is reached").isEqualTo(2);
        assertThat(pages.apply(entries)).as("the limit is one further").isEqualTo(1);
    }

    private static List<TimelineAsked> changes() {
        return Stream.of(CAFE, new Extent.OfTheProgramme(), new Extent.OfEverything())
                .flatMap(extent -> Stream.of(asked(extent, Filter.NONE, null), asked(extent, person(), null)))
                .toList();
    }

    private static TimelineAsked asked(Extent extent, Filter filter, @Nullable Use use) {
        return new TimelineAsked(extent, filter, use);
    }

    private static Filter person() {
        return new Filter(null, null, "CAFE-0001", null, null, null, null, false);
    }

    private static TreeMap<String, Long> byYear(List<TimelineView.Month> months) {
        var byYear = new TreeMap<String, Long>();
        for (var month : months)
            byYear.merge(month.chapter() + " " + month.month().getYear(), month.entries(), Long::sum);
        return byYear;
    }

    private static List<Line> whole(int limit, Function<Paging, Answer<Line>> asking) {
        var lines = new ArrayList<Line>();
        String next = null;
        do {
            var page = asking.apply(new Paging(limit, next));
            lines.addAll(page.items());
            next = page.next();
        } while (next != null);
        return lines;
    }

    private static ListedPage shown(String path) {
        return ListedPage.shown(asking, path);
    }
}
