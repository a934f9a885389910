package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.consent.Upcoming;
import org.fieldledger.consent.Upcoming.Task;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.Selection;

/**
 * Question 10. Everybody enrolled whose birth is on record and who reaches, in the months ahead, an age at which the rules of
 * the country change; where no rules were adopted, 15, 16 or 18. Known only in part, a birth counts from the first day it can be.
 */
final class ComesOfAge implements CaseQuestion {

    private static final List<Integer> WHERE_NO_RULES_ARE = List.of(15, 16, 18);

    /**
     * @param on the first day on which they can be that old
     * @param daysLeft from the day asked about
     * @param decidesAnew the modules that are on hold from that day until the person decides, because others had decided
     */
    record Row(String caseCode, String participant, int age, LocalDate on, long daysLeft, List<String> decidesAnew) {}

    @Override
    public int number() {
        return 10;
    }

    @Override
    public String name() {
        return "coming-of-age";
    }

    @Override
    public String asks() {
        return "Who reaches 15, 16 or 18 in the next 12 months?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public boolean forDataManagers() {
        return false;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.PARTICIPANT, Parameter.WITHIN);
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        trail.reading().ifPresent(reading -> {
            var today = Occurred.on(trail.today(), reading.zone());
            var until = trail.today().plusMonths(inquiry.within());
            trail.standing(ParticipantEnrolled.class)
                    .map(fact -> fact.event().participant())
                    .distinct()
                    .filter(inquiry::about)
                    .map(reading::person)
                    .filter(person -> person.enrolled(today))
                    .forEach(person -> reached(trail, reading, person, until).forEach(rows::add));
        });
        rows.sort(Comparator.comparing(Row::on).thenComparing(Row::participant));
        return Findings.of(rows);
    }

    private static Stream<Row> reached(AuditTrail trail, CaseReading reading, PersonReading person, LocalDate until) {
        var today = trail.today();
        return person.age().stream()
                .flatMap(age -> ages(reading, today).stream()
                        .map(years -> new Row(
                                trail.code(),
                                person.code().code(),
                                years,
                                age.reaches(years),
                                ChronoUnit.DAYS.between(today, age.reaches(years)),
                                anew(person, today, age.reaches(years)))))
                .filter(row -> !row.on().isBefore(today) && !row.on().isAfter(until));
    }

    private static List<Integer> ages(CaseReading reading, LocalDate today) {
        return reading.rules()
                .inForce(reading.country(), Occurred.on(today, reading.zone()))
                .map(rules -> rules.ages().filter(years -> years > 0).toList())
                .orElse(WHERE_NO_RULES_ARE);
    }

    private static List<String> anew(PersonReading person, LocalDate today, LocalDate birthday) {
        if (birthday.isBefore(today)) return List.of();
        return Upcoming.of(person, today, birthday).stream()
                .filter(due -> due.task() == Task.COMING_OF_AGE && due.on().equals(birthday))
                .map(due -> due.module())
                .filter(module -> module != null && heldUntil(person, module, today, birthday))
                .map(ModuleCode::code)
                .sorted()
                .toList();
    }

    /**
     * Whether nothing else has ended it or put it on hold: an earlier birthday, an expiry, a pause. Where only the time of collection is
     * over, what is held is still used on it.
     */
    private static boolean heldUntil(PersonReading person, ModuleCode module, LocalDate today, LocalDate birthday) {
        var zone = person.caseReading().zone();
        var endOfToday = today.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
        var standing = person.standing(module, endOfToday);
        var given = standing.given();
        return switch (standing.cause()) {
            case null -> standing.permits();
            case AGE_REACHED -> birthday.atStartOfDay(zone).toInstant().equals(standing.since());
            case APPROVAL_LAPSED, AMENDMENT -> true;
            case PERIOD_OVER ->
                given != null
                        && Upcoming.of(person, given.since().atZone(zone).toLocalDate(), today.minusDays(1)).stream()
                                .noneMatch(due -> due.task() == Task.COMING_OF_AGE && module.equals(due.module()));
            case ON_HOLD, CAPACITY, OBJECTION -> false;
        };
    }
}
