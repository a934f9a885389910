package org.fieldledger.consent;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import org.fieldledger.events.Occurred;

/**
 * How old a person is, as exactly as their birth is known.
 *
 * @param earliest the first day on which they can have been born
 * @param latest the last
 */
public record Age(LocalDate earliest, LocalDate latest) {

    /** Read from 2006, 2006-05 or 2006-05-17. */
    public static Age born(String written) {
        var birth = new Occurred(written, null, ZoneOffset.UTC);
        return new Age(birth.firstDay(), birth.lastDay());
    }

    /** Full years on a day, if they were born as late as can be; less than 0 before that. */
    public int youngestOn(LocalDate day) {
        return years(latest, day);
    }

    /** Full years on a day, if they were born as early as can be. */
    public int oldestOn(LocalDate day) {
        return years(earliest, day);
    }

    /** The first day on which they can be that old. */
    public LocalDate reaches(int years) {
        return earliest.plusYears(years);
    }

    private static int years(LocalDate born, LocalDate day) {
        return Period.between(born, day).getYears();
    }
}
