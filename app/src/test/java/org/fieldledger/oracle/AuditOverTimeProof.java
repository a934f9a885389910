package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.AnswersProof.Times;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The questions of the audit that take working out, of some of the cases and of one person in each: 2, what was believed that day, 3,
 * which text somebody saw, 4, who decided and whether they could, 7, how long a no took to be enforced, 8, what rests on texts out of use, 10, who comes of age, 12, what was
 * done outside an approval, and 20, what came late.
 */
final class AuditOverTimeProof {

    /** Each pair of times is asked of so many cases. */
    private static final int CASES = 8;

    private final AuditProof audit;
    private final List<Line> log;
    private final List<CaseCode> cases;
    private final Random random;

    AuditOverTimeProof(AuditProof audit, List<Line> log, List<CaseCode> cases, long seed) {
        this.audit = audit;
        this.log = log;
        this.cases = new ArrayList<>(cases);
        this.random = new Random(11 * seed);
    }

    void ask(List<Question> questions, Times times) {
        Collections.shuffle(cases, random);
        for (var caseCode : cases.subList(0, Math.min(CASES, cases.size()))) {
            var about = AnswersProof.about(log, caseCode);
            ask(questions, caseCode, about, near(caseCode, about, times));
        }
    }

    /**
     * Where days are asked about, a day on which somebody of the case decided something, one on which fieldwork of it was recorded, or
     * the last of all, with everything that is known.
     */
    private Times near(CaseCode caseCode, List<Line> about, Times times) {
        var which = random.nextInt(3);
        if (times.when().day() == null || which == 0) return AnswersProof.near(about, times, random);
        var last = log.getLast().recordedAt();
        if (which == 1) return at(caseCode, last, last);
        var own = about.stream()
                .filter(line -> caseCode.equals(line.event().envelope().caseStudy())
                        && Foretold.action(line.event()).isPresent())
                .toList();
        if (own.isEmpty()) return times;
        return at(
                caseCode,
                own.get(random.nextInt(own.size())).recordedAt(),
                random.nextBoolean() ? last : times.knownAt());
    }

    private static Times at(CaseCode caseCode, Instant moment, Instant knownAt) {
        var day = moment.atZone(FieldWorld.zone(caseCode)).toLocalDate();
        return new Times(day.toString(), When.endOf(day), knownAt);
    }

    private void ask(List<Question> questions, CaseCode caseCode, List<Line> about, Times times) {
        var when = times.when();
        var plain = new PlainReading(about, times.knownAt());
        var asking = new Asking(questions, caseCode, FieldWorld.person(caseCode, 1 + random.nextInt(3)), times);
        var texts = new PlainTexts(plain, caseCode, when);
        asking.ofBoth("text-seen", texts::seen, PlainTexts::written);
        var retired = new PlainRetired(plain, caseCode, when);
        asking.ofBoth("retired-texts", retired::resting, PlainRetired::written);
        var enforcement = new PlainEnforcement(plain, about, caseCode, when, times.knownAt());
        asking.ofBoth("time-to-enforce", enforcement::noes, PlainEnforcement::written);
        var people = FieldWorld.people(caseCode);
        var belief = new PlainBelief(plain, about, caseCode, when, times.knownAt());
        asking.ofBoth("believed-then", person -> belief.changed(people, person), PlainBelief::written);
        asking.ofTheCase("outside-approval", new PlainLapses(plain, caseCode, when).outside(), PlainLapses::written);
        var audit = new PlainAudit(about, caseCode, when, times.knownAt());
        asking.ofTheCase("late-entries", audit.lateEntries(), AuditProof::late);
        asking.ofTheCase("who-decided", audit.whoDecided(), AuditProof::decided);
        var birthdays = new PlainBirthdays(plain, caseCode, people, when);
        for (var months : List.of(12, 1 + random.nextInt(60)))
            asking.within(months)
                    .ofBoth("coming-of-age", person -> birthdays.ahead(months, person), PlainBirthdays::written);
    }

    /** Where what is asked of one case goes to. */
    private final class Asking {
        private final List<Question> questions;
        private final ParticipantCode person;
        private final Map<String, Object> ofTheCase;

        Asking(List<Question> questions, CaseCode caseCode, ParticipantCode person, Times times) {
            this.questions = questions;
            this.person = person;
            this.ofTheCase = times.asked();
            ofTheCase.put("case", caseCode.code());
        }

        private Asking(Asking other) {
            this.questions = other.questions;
            this.person = other.person;
            this.ofTheCase = new HashMap<>(other.ofTheCase);
        }

        Asking within(int months) {
            var other = new Asking(this);
            other.ofTheCase.put("within", months);
            return other;
        }

        void ofTheCase(String name, List<String> expected, Function<JsonNode, String> written) {
            audit.question(questions, name, ofTheCase, expected, written);
        }

        /** Of everybody in the case, and of one of them: what is read from the log for one person is less. */
        void ofBoth(
                String name,
                Function<@Nullable ParticipantCode, List<String>> plain,
                Function<JsonNode, String> written) {
            ofTheCase(name, plain.apply(null), written);
            if (random.nextInt(3) > 0) return;
            var ofThePerson = new HashMap<>(ofTheCase);
            ofThePerson.put("participant", person.code());
            audit.question(questions, name, ofThePerson, plain.apply(person), written);
        }
    }
}
