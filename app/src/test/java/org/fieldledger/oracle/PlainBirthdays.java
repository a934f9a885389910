package org.fieldledger.oracle;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Question 10, plainly: who may reach an age of the rules in the months ahead, and what they then have to decide anew. */
record PlainBirthdays(PlainReading plain, CaseCode caseCode, List<ParticipantCode> people, When when) {

    List<String> ahead(int months, @Nullable ParticipantCode alone) {
        var today = when.dayIn(plain.cases.zoneOf(caseCode));
        var rows = new ArrayList<String>();
        for (var person : people) {
            if (alone != null && !alone.equals(person) || !enrolled(person, today)) continue;
            plain.ages
                    .born(person)
                    .ifPresent(born -> ages(today).forEach(age -> {
                        var birthday = PlainAges.firstPossible(born).plusYears(age);
                        if (!birthday.isBefore(today) && !birthday.isAfter(today.plusMonths(months)))
                            rows.add(row(
                                    person,
                                    age,
                                    birthday,
                                    today.until(birthday, ChronoUnit.DAYS),
                                    decidesAnew(person, today, birthday)));
                    }));
        }
        return rows;
    }

    private boolean enrolled(ParticipantCode person, LocalDate today) {
        return plain.cases.throughout(
                Occurred.on(today, plain.cases.zoneOf(caseCode)),
                event -> event instanceof ParticipantEnrolled e
                        && e.participant().equals(person)
                        && caseCode.equals(e.envelope().caseStudy()),
                event -> event instanceof ParticipantDiscontinued e
                        && e.participant().equals(person)
                        && caseCode.equals(e.envelope().caseStudy()));
    }

    /** Those at which the rules of the country change that are in force today. */
    private Stream<Integer> ages(LocalDate today) {
        return plain.deciders
                .rulesInForce(FieldWorld.country(caseCode), When.endOf(today).lastIn(plain.cases.zoneOf(caseCode)))
                .map(line -> ((ConsentRulesAdopted) line.event())
                        .rules().stream()
                                .map(DecisionRule::fromAge)
                                .filter(age -> age > 0)
                                .distinct())
                .orElseGet(() -> Stream.of(15, 16, 18));
    }

    /** If nobody decides anything more until then. */
    private List<String> decidesAnew(ParticipantCode person, LocalDate today, LocalDate birthday) {
        return FieldWorld.MODULES.stream()
                .filter(module -> plain.standings
                        .onHoldFrom(person, caseCode, module, today)
                        .filter(birthday::equals)
                        .isPresent())
                .map(ModuleCode::code)
                .sorted()
                .toList();
    }

    private String row(Object person, Object age, Object on, Object daysLeft, List<String> anew) {
        return "%s reaches %s on %s in %s days, decides anew on %s".formatted(person, age, on, daysLeft, anew);
    }

    static String written(JsonNode row) {
        return "%s reaches %s on %s in %s days, decides anew on %s"
                .formatted(
                        AuditProof.text(row, "participant"),
                        AuditProof.text(row, "age"),
                        AuditProof.text(row, "on"),
                        AuditProof.text(row, "daysLeft"),
                        row.path("decidesAnew")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList());
    }
}
