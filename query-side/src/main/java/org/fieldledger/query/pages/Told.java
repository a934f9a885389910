package org.fieldledger.query.pages;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fieldledger.query.When;
import org.fieldledger.query.completeness.Cell;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How pages write times and codes: as exactly as they are known, and no more exactly. */
@Component("told")
public class Told {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    /** A time of the field: 2021, March 2021, 4 Mar 2021, or with the minute, and until when. */
    public String when(When when) {
        var from = written(when.from());
        var until = when.until();
        if (until == null || until.equals(when.from())) return from;
        return from + "–" + (sameDay(when.from(), until) ? TIME.format(minute(until)) : written(until));
    }

    /** What was written down, to the letter, with its zone. */
    public String exactly(When when) {
        var until = when.until();
        return "%s%s, %s time; known to the %s"
                .formatted(
                        when.from(),
                        until == null ? "" : " to " + until,
                        when.zone().replaceAll(".*/", "").replace('_', ' '),
                        when.precision());
    }

    /** A day as written down, where only that is known of the time. */
    public String day(@Nullable String written) {
        return written == null ? "" : written(written);
    }

    /** A moment at which something was recorded, in the time of the zone. */
    public String moment(@Nullable Instant moment, String zone) {
        return moment == null ? "" : MINUTE.format(moment.atZone(ZoneId.of(zone)));
    }

    /** A name of the code in words: GroupSession is Group session, IN_PERSON is in person. */
    public String words(@Nullable String name) {
        if (name == null || name.isEmpty()) return "";
        if (name.equals(name.toLowerCase(Locale.ROOT))) return name.replace('_', ' ');
        if (name.equals(name.toUpperCase(Locale.ROOT)) || name.contains("_"))
            return name.toLowerCase(Locale.ROOT).replace('_', ' ');
        var apart = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(apart.charAt(0)) + apart.substring(1);
    }

    /** A figure to one decimal; a dash where there is none. */
    public String figure(@Nullable Double value) {
        return value == null
                ? "–"
                : String.format(Locale.ENGLISH, "%.1f", value).replace('-', '−');
    }

    /** An interval, or a dash. */
    public String between(@Nullable Double lower, @Nullable Double upper) {
        return lower == null || upper == null ? "–" : figure(lower) + " to " + figure(upper);
    }

    /** A share in hundredths; a dash where there is none. */
    public String share(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ENGLISH, "%.0f%%", value * 100);
    }

    /** How far one share lies above or below another, in hundredths; a dash where it is not known. */
    public String shareChange(@Nullable Double value) {
        return value == null
                ? "–"
                : String.format(Locale.ENGLISH, "%+.0f points", value * 100).replace('-', '−');
    }

    /** What a grid is about. */
    public String gridName(String grid) {
        return switch (grid) {
            case "leadership" -> "Leadership interviews";
            case "forums" -> "Joint Interpretive Forums";
            case "wards" -> "Wards, before and after";
            case "timepoints" -> "Measures by their schedule";
            default -> words(grid);
        };
    }

    /** What of a cell is not done, in words. */
    public String rest(Cell cell) {
        var rest = new ArrayList<String>();
        add(rest, cell.late(), "late");
        add(rest, cell.due(), "due");
        add(rest, cell.missed(), "missed");
        add(rest, cell.impossible(), "impossible");
        add(rest, cell.notApproved(), "not approved");
        add(rest, cell.notDueYet(), "not due yet");
        return String.join(", ", rest);
    }

    private static void add(List<String> rest, long n, String what) {
        if (n > 0) rest.add(n + " " + what);
    }

    /** From when until when a cell is due. */
    public String cellTitle(Cell cell) {
        var from = cell.from();
        var until = cell.until();
        return (from == null ? "" : "from " + DAY.format(from)) + (until == null ? "" : " to " + DAY.format(until));
    }

    private static String written(String text) {
        try {
            return switch (text.length()) {
                case 4 -> Year.parse(text).toString();
                case 7 -> MONTH.format(YearMonth.parse(text));
                case 10 -> DAY.format(LocalDate.parse(text));
                default -> MINUTE.format(minute(text));
            };
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static boolean sameDay(String from, String until) {
        return from.length() > 10
                && until.length() > 10
                && from.substring(0, 10).equals(until.substring(0, 10));
    }

    /** Local time as it was written; an offset only settles which of two hours was meant. */
    private static LocalDateTime minute(String text) {
        var local =
                text.length() > 16 && (text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10);
        return local ? OffsetDateTime.parse(text).toLocalDateTime() : LocalDateTime.parse(text);
    }
}
