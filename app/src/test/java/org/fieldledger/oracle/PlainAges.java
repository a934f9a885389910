package org.fieldledger.oracle;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.oracle.PlainReading.Line;

/** How old a person is at most and at least, where a birth may be known only in part. */
final class PlainAges {

    private final List<Line> lines;

    PlainAges(PlainReading reading) {
        this.lines = reading.lines;
    }

    Optional<String> born(ParticipantCode person) {
        return lines.stream()
                .filter(line -> line.event() instanceof BirthRecorded e
                        && e.participant().equals(person))
                .max(Comparator.comparing(Line::position))
                .map(line -> ((BirthRecorded) line.event()).born());
    }

    private static final int ADULT = 150;

    int oldest(ParticipantCode person, LocalDate day) {
        return born(person).map(born -> age(firstPossible(born), day)).orElse(ADULT);
    }

    int youngest(ParticipantCode person, LocalDate day) {
        return born(person).map(born -> age(lastPossible(born), day)).orElse(ADULT);
    }

    static LocalDate firstPossible(String born) {
        return switch (born.length()) {
            case 4 -> LocalDate.parse(born + "-01-01");
            case 7 -> LocalDate.parse(born + "-01");
            default -> LocalDate.parse(born);
        };
    }

    private static LocalDate lastPossible(String born) {
        return switch (born.length()) {
            case 4 -> LocalDate.parse(born + "-12-31");
            case 7 -> LocalDate.parse(born + "-01").plusMonths(1).minusDays(1);
            default -> LocalDate.parse(born);
        };
    }

    private static int age(LocalDate born, LocalDate day) {
        var age = 0;
        while (!born.plusYears(age + 1L).isAfter(day)) age++;
        return age;
    }
}
