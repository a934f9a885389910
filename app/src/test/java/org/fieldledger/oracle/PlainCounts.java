package org.fieldledger.oracle;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.Precision;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainTimeline.Asked;
import org.jspecify.annotations.Nullable;

/** How much there is of a timeline: month by month, in each case, and up to which year; counted line by line on the plain course. */
final class PlainCounts {

    private final PlainCourse plain;

    PlainCounts(PlainCourse plain) {
        this.plain = plain;
    }

    /** How many entries of a chapter began in a month where they happened, and of how many of them no more than the year is known. */
    List<String> months(Asked asked, @Nullable Held use, boolean withHistory) {
        var entries = new TreeMap<String, Integer>();
        var vague = new TreeMap<String, Integer>();
        for (var line : withHistory ? plain.known : plain.begun) {
            if (!plain.hasBegun(line)
                    || !asked.plainly().test(line)
                    || use != null && new PlainTimeline(plain).used(line) != use) continue;
            var month = "%s %s"
                    .formatted(
                            FieldEvents.chapter(line.event().getClass()).toLowerCase(Locale.ROOT),
                            YearMonth.from(line.occurred().firstDay()));
            entries.merge(month, 1, Integer::sum);
            vague.merge(month, line.occurred().precision() == Precision.YEAR ? 1 : 0, Integer::sum);
        }
        return entries.entrySet().stream()
                .map(month ->
                        "%s: %d, %d to the year".formatted(month.getKey(), month.getValue(), vague.get(month.getKey())))
                .toList();
    }

    /** How much is recorded of a case, how often somebody enrolled, and the last day on which an entry began; none before it was opened. */
    List<String> tally(CaseCode caseCode) {
        if (plain.of(caseCode, CaseRegistered.class).isEmpty()) return List.of();
        var entries = plain.begun.stream().filter(line -> isOf(caseCode, line)).toList();
        return List.of("%s: %d enrolled, %d entries, the last on %s"
                .formatted(
                        caseCode,
                        entries.stream()
                                .filter(line -> line.event() instanceof ParticipantEnrolled)
                                .count(),
                        entries.size(),
                        entries.stream()
                                .map(line -> line.occurred().firstDay())
                                .max(LocalDate::compareTo)
                                .orElseThrow()));
    }

    /** From the year in which a case was opened to that of the last entry that was known, whichever day is looked at. */
    List<String> years(CaseCode caseCode) {
        var opened = plain.of(caseCode, CaseRegistered.class);
        if (opened.isEmpty()) return List.of();
        var last = plain.known.stream()
                .filter(line -> isOf(caseCode, line) && !plain.struck.contains(line.id()))
                .max(Comparator.comparing(line -> line.occurred().earliest()))
                .orElseThrow();
        return IntStream.rangeClosed(
                        opened.getLast().occurred().firstDay().getYear(),
                        last.occurred().firstDay().getYear())
                .mapToObj(year -> "to the end of " + year)
                .toList();
    }

    private static boolean isOf(CaseCode caseCode, Line line) {
        return caseCode.equals(line.event().envelope().caseStudy());
    }
}
