package org.fieldledger.oracle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.Precision;
import org.jspecify.annotations.Nullable;

/**
 * The nights on which the clocks of Europe change, the last Sundays of March and October, at one and the same instant everywhere:
 * an hour that is skipped or repeated, in Stockholm from two or three o'clock on, in London an hour before.
 */
final class ClockChanges {

    /** Any such night from one day to another, if there is one. */
    static Optional<LocalDate> between(LocalDate first, LocalDate last, Random random) {
        var nights = new ArrayList<LocalDate>();
        for (var year = first.getYear(); year <= last.getYear(); year++)
            for (var month : List.of(Month.MARCH, Month.OCTOBER)) {
                var night = LocalDate.of(year, month, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.SUNDAY));
                if (!night.isBefore(first) && !night.isAfter(last)) nights.add(night);
            }
        return nights.isEmpty() ? Optional.empty() : Optional.of(nights.get(random.nextInt(nights.size())));
    }

    static boolean isOne(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SUNDAY
                && (day.getMonth() == Month.MARCH || day.getMonth() == Month.OCTOBER)
                && day.getMonth() != day.plusWeeks(1).getMonth();
    }

    /** A minute of the first hours of a night as it is written, whether the clocks showed it never, once or twice. */
    static String minute(Random random) {
        return "%02d:%02d".formatted(random.nextInt(5), random.nextInt(2) * 30 + random.nextInt(2));
    }

    /** An end of what began then: some minutes later by the clock on the wall, some days later, or the last day there was. */
    static @Nullable String until(String from, ZoneId zone, LocalDate latest, Random random) {
        var written = new Occurred(from, null, zone);
        if (written.precision() == Precision.MINUTE) {
            var until = Occurred.at(written.earliest().plusSeconds(60L * (1 + random.nextInt(240))), zone);
            // Of an hour that is there twice the first is read, and that may have been before it began.
            return until.earliest().isBefore(written.earliest()) ? null : until.from();
        }
        if (written.precision() != Precision.DAY) return latest.toString();
        var last = LocalDate.parse(from).plusDays(random.nextInt(6));
        return (last.isAfter(latest) ? latest : last).toString();
    }

    /** One of the moments of that night, half an hour or a minute apart, the repeated ones included. */
    static Instant moment(LocalDate night, ZoneId zone, Random random) {
        return night.atStartOfDay(zone)
                .toInstant()
                .plusSeconds(random.nextInt(13) * 1800L + (random.nextInt(3) - 1) * 60L);
    }

    private ClockChanges() {}
}
