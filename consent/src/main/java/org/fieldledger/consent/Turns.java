package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;

/**
 * The days, in the zone of the case, at whose end an answer may be another than at the end of the day before: by a decision, or
 * by time alone, also days to come. Days on which nothing changes may be among them; none on which something does is missing.
 * So whoever asks at the end of each of them knows the answer of every day.
 */
public final class Turns {

    /** The days on which a person may come to stand otherwise with a module. */
    public static SortedSet<LocalDate> ofStanding(PersonReading person, ModuleCode module) {
        var here = person.caseReading();
        var days = new TreeSet<LocalDate>(here.approvalTurns());
        var course = person.course(module, Grain.EXACT);
        course.turns(Instant.MIN, Instant.MAX)
                .filter(at -> !at.equals(Instant.MIN))
                .forEach(at -> days.add(day(here, at)));
        for (var standing : course.backwards())
            if (standing.given() != null)
                person.requiringAnew(standing.given())
                        .forEach(amended -> days.add(day(here, Instants.ends(amended.occurred()))));
        here.collectUntil(module).ifPresent(last -> days.add(last.plusDays(1)));
        person.age().ifPresent(age -> here.rules().allAges().forEach(years -> days.add(age.reaches(years))));
        person.valid()
                .of(CapacityAssessed.class)
                .forEach(assessed -> Stream.of(Instants.begins(assessed.occurred()), Instants.ends(assessed.occurred()))
                        .forEach(at -> days.add(day(here, at))));
        return Collections.unmodifiableSortedSet(days);
    }

    /** The days on which what may be done with what an action took of a person may change. */
    public static SortedSet<LocalDate> ofUse(PersonReading person, Fact<? extends FieldEvent> action) {
        var here = person.caseReading();
        var days = new TreeSet<LocalDate>();
        for (var module : Needs.of(action.event()).modules())
            here.useUntil(module).ifPresent(last -> days.add(last.plusDays(1)));
        person.valid()
                .of(ConsentEvent.class)
                .filter(fact -> saysWhatBecomesOfIt(fact.event()))
                .forEach(fact -> Stream.of(
                                fact.occurred().earliest(),
                                Instants.begins(fact.occurred()),
                                Instants.ends(fact.occurred()))
                        .forEach(at -> days.add(day(here, at))));
        return Collections.unmodifiableSortedSet(days);
    }

    /** The days on which an ethics approval may come to cover a chapter of fieldwork in a case, or cease to. */
    public static SortedSet<LocalDate> ofApproval(CaseReading here) {
        return Collections.unmodifiableSortedSet(here.approvalTurns());
    }

    private static boolean saysWhatBecomesOfIt(ConsentEvent event) {
        return event instanceof ConsentWithdrawn
                || event instanceof DissentExpressed
                || event instanceof ObjectionDecided;
    }

    private static LocalDate day(CaseReading here, Instant at) {
        return at.atZone(here.zone()).toLocalDate();
    }

    private Turns() {}
}
