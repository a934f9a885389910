package org.fieldledger.query.pages;

import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import org.fieldledger.query.timeline.TimelineView.Month;

/**
 * A case's years at a glance: a lane for each kind of entry, a mark for each month in which there is one, darker the more
 * there are. In units of a drawing that is as wide as {@link #width} and as high as {@link #height}.
 */
public record Overview(int width, int height, List<Lane> lanes, List<YearMark> years) {

    private static final int LABELS = 150;
    private static final int MONTH = 10;
    private static final int LANE = 18;
    private static final int HEAD = 22;
    private static final int MOST_SHADES = 4;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    public record Lane(String chapter, int y, List<Mark> marks) {}

    /**
     * A month of a lane.
     *
     * @param vague none of its entries need have begun in it: no more than the year of them is known
     * @param from the cursor at which its entries begin
     */
    public record Mark(int x, int shade, boolean vague, String title, String from) {

        /** The class of the style sheet it is drawn in. */
        public String shading() {
            return vague ? "vague" : "s" + shade;
        }
    }

    public record YearMark(int year, int x) {}

    public int left() {
        return LABELS;
    }

    public int month() {
        return MONTH;
    }

    public int lane() {
        return LANE;
    }

    public boolean isEmpty() {
        return lanes.isEmpty();
    }

    static Overview of(List<Month> months, ZoneId zone, Function<String, String> words) {
        if (months.isEmpty()) return new Overview(0, 0, List.of(), List.of());
        var first = months.stream()
                .map(Month::month)
                .min(YearMonth::compareTo)
                .orElseThrow()
                .withMonth(1);
        var last = months.stream()
                .map(Month::month)
                .max(YearMonth::compareTo)
                .orElseThrow()
                .withMonth(12);
        var most = months.stream().mapToLong(Month::entries).max().orElse(1);
        var byChapter = new TreeMap<String, List<Month>>();
        months.forEach(month -> byChapter
                .computeIfAbsent(month.chapter(), chapter -> new ArrayList<>())
                .add(month));
        var lanes = new ArrayList<Lane>();
        byChapter.forEach((chapter, present) -> {
            var y = HEAD + lanes.size() * LANE;
            lanes.add(new Lane(
                    chapter,
                    y,
                    present.stream()
                            .map(month -> new Mark(
                                    x(first, month.month()),
                                    shade(month.entries(), most),
                                    month.vague() == month.entries(),
                                    title(words.apply(chapter), month),
                                    month.month().atDay(1).atStartOfDay(zone).toInstant() + "~0"))
                            .toList()));
        });
        var years = new ArrayList<YearMark>();
        for (int year = first.getYear(); year <= last.getYear(); year++)
            years.add(new YearMark(year, x(first, YearMonth.of(year, 1))));
        return new Overview(x(first, last) + MONTH + 4, HEAD + lanes.size() * LANE + 4, List.copyOf(lanes), years);
    }

    /** What is known to the year alone stands where the year begins, and is said to. */
    private static String title(String chapter, Month month) {
        var counted = "%s, %s: %d".formatted(chapter, NAME.format(month.month()), month.entries());
        return month.vague() == 0 ? counted : "%s, %d known only to the year".formatted(counted, month.vague());
    }

    private static int x(YearMonth first, YearMonth month) {
        return LABELS + (int) ChronoUnit.MONTHS.between(first, month) * MONTH;
    }

    /** 1 to 4, in steps of the logarithm: one entry and a hundred look different, so do one and three. */
    private static int shade(long entries, long most) {
        if (most <= 1) return MOST_SHADES;
        return 1 + (int) Math.round((MOST_SHADES - 1) * Math.log(entries) / Math.log(most));
    }
}
