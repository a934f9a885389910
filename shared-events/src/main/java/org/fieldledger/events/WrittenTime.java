package org.fieldledger.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A local time as people write it, to the minute, day, month or year; read by hand, because every event that is read has one.
 *
 * @param first the first minute of what is written
 */
record WrittenTime(LocalDateTime first, Precision precision) {

    private static final String FORM = "0000-00-00T00:00";
    private static final int TO_THE_YEAR = 4;
    private static final int TO_THE_MONTH = 7;
    private static final int TO_THE_DAY = 10;
    private static final int TO_THE_MINUTE = 16;

    /** Throws {@link IllegalArgumentException} that quotes what cannot be read, with the forms that can. */
    static WrittenTime read(@Nullable String time) {
        var precision = precision(time);
        if (time == null || precision == null || !isInForm(time)) throw unreadable(time);
        try {
            var year = number(time, 0, TO_THE_YEAR);
            var month = time.length() < TO_THE_MONTH ? 1 : number(time, TO_THE_MONTH - 2, TO_THE_MONTH);
            var day = time.length() < TO_THE_DAY ? 1 : number(time, TO_THE_DAY - 2, TO_THE_DAY);
            var clock = time.length() < TO_THE_MINUTE
                    ? LocalTime.MIDNIGHT
                    : LocalTime.of(
                            number(time, TO_THE_DAY + 1, TO_THE_DAY + 3),
                            number(time, TO_THE_MINUTE - 2, TO_THE_MINUTE));
            return new WrittenTime(LocalDateTime.of(LocalDate.of(year, month, day), clock), precision);
        } catch (DateTimeException e) {
            throw unreadable(time);
        }
    }

    /** The first instant of it. A local time that a clock change skips is read later by as much; the earlier of two repeated. */
    Instant begin(ZoneId zone) {
        return precision == Precision.MINUTE
                ? first.atZone(zone).toInstant()
                : first.toLocalDate().atStartOfDay(zone).toInstant();
    }

    /** The first instant after the day, month or year; the moment itself for a minute. */
    Instant end(ZoneId zone) {
        return precision == Precision.MINUTE
                ? begin(zone)
                : lastDay().plusDays(1).atStartOfDay(zone).toInstant();
    }

    LocalDate lastDay() {
        var day = first.toLocalDate();
        return switch (precision) {
            case MINUTE, DAY -> day;
            case MONTH -> day.plusMonths(1).minusDays(1);
            case YEAR -> day.plusYears(1).minusDays(1);
        };
    }

    private static @Nullable Precision precision(@Nullable String time) {
        return switch (time == null ? 0 : time.length()) {
            case TO_THE_YEAR -> Precision.YEAR;
            case TO_THE_MONTH -> Precision.MONTH;
            case TO_THE_DAY -> Precision.DAY;
            case TO_THE_MINUTE -> Precision.MINUTE;
            default -> null;
        };
    }

    private static boolean isInForm(String time) {
        for (var i = 0; i < time.length(); i++) {
            var written = time.charAt(i);
            var form = FORM.charAt(i);
            if (form == '0' ? written < '0' || written > '9' : written != form) return false;
        }
        return true;
    }

    private static int number(String time, int from, int until) {
        return Integer.parseInt(time, from, until, 10);
    }

    private static IllegalArgumentException unreadable(@Nullable String time) {
        return new IllegalArgumentException(
                "'%s' is not a time in the field; write 2021, 2021-03, 2021-03-04 or 2021-03-04T10:00".formatted(time));
    }
}
