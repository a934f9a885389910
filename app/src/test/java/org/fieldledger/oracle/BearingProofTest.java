package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.consent.Action;
import org.fieldledger.consent.Bearing;
import org.fieldledger.consent.Bearing.Reach;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.consent.Turns;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ProgrammeEvent;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.query.AsOf;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/**
 * Whoever a fact is said not to bear on reads the same before and after it was learned: in invented histories, at each fact that
 * binds a case or the programme, everybody it is said to leave alone is read both times.
 * {@code -Dfieldledger.proof.histories=N} lives through more of them, {@code -Dfieldledger.proof.seed=N} begins elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BearingProofTest {

    private static final int HISTORIES = Integer.getInteger("fieldledger.proof.histories", 1000) / 5;
    private static final long FIRST_SEED = Long.getLong("fieldledger.proof.seed", 1L);
    private static final int TURNS_OF_A_HISTORY = 150;

    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void whom_a_fact_does_not_bear_on_reads_the_same_without_it() {
        for (var seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            var run = new GateProofTest.Run(new TreeMap<>());
            var field = new RandomField(seed, 1, run::recorded);
            field.live(TURNS_OF_A_HISTORY);
            for (var end = 1; end <= run.log.size(); end++) {
                var learned = learned(run.log.subList(0, end));
                if (!learned.isEmpty())
                    for (var caseCode : field.cases)
                        new Moment(seed, caseCode, run.log.subList(0, end)).leavesAlone(learned);
            }
        }
        System.out.printf("On whom facts bear in %d histories from seed %d: %s%n", HISTORIES, FIRST_SEED, seen);
        assertThat(seen.keySet()).contains("consent borne on", "consent left alone", "use borne on", "use left alone");
    }

    /** What binds more than one person and was learned, or found wrong, by the last line of a log. */
    private static List<Line> learned(List<Line> log) {
        var last = log.getLast();
        var corrects = last.event().envelope().corrects();
        var learned = new ArrayList<Line>();
        for (var line : log)
            if (line == last || corrects != null && corrects.event().equals(line.id()))
                if (binds(line.event())) learned.add(line);
        return learned;
    }

    private static boolean binds(FieldEvent event) {
        return event instanceof EthicsEvent
                || event instanceof ConsentFormEvent
                || event instanceof CaseStudyEvent
                || event instanceof ProgrammeEvent;
    }

    /** A case before and after the last line of a log was recorded. */
    private final class Moment {

        private final long seed;
        private final CaseCode caseCode;
        private final List<Line> log;
        private final CaseReading before;
        private final CaseReading after;

        Moment(long seed, CaseCode caseCode, List<Line> log) {
            this.seed = seed;
            this.caseCode = caseCode;
            this.log = log;
            this.before = CaseReading.of(caseCode, ReadingProofTest.standing(log.subList(0, log.size() - 1), null));
            this.after = CaseReading.of(caseCode, ReadingProofTest.standing(log, null));
        }

        void leavesAlone(List<Line> learned) {
            var bearing = new Bearing(
                    caseCode,
                    log.stream()
                            .map(Line::event)
                            .filter(event -> binds(event) && ofCaseOrProgramme(event))
                            .toList());
            var reaches = learned.stream()
                    .filter(line -> ofCaseOrProgramme(line.event()))
                    .map(line -> bearing.of(new Fact<FieldEvent>(line.id(), line.event())))
                    .toList();
            var approved = reaches.stream().noneMatch(Reach::approval)
                    || before.unapproved().equals(after.unapproved());
            for (var one = 1; one <= FieldWorld.PEOPLE; one++) {
                var person = FieldWorld.person(caseCode, one);
                var about = new TreeSet<>(before.person(person).modules());
                if (count(
                        "consent",
                        !approved
                                || reaches.stream()
                                        .anyMatch(reach -> reach.onStanding(Bearing.grounds(of(person)), about))))
                    continue;
                for (var module : about) standsTheSame(person, module);
            }
            for (var line : log.subList(0, log.size() - 1))
                if (caseCode.equals(line.event().envelope().caseStudy())
                        && !Needs.of(line.event().getClass()).modules().isEmpty()) {
                    var whom = Concerned.codes(line.event());
                    var action = Action.of(line.event(), List.copyOf(whom));
                    var grounds = Bearing.grounds(
                            whom.stream().flatMap(person -> of(person).stream()).toList());
                    if (!count("use", reaches.stream().anyMatch(reach -> reach.onUse(action, grounds))))
                        for (var person : whom) usedTheSame(person, line);
                }
        }

        private boolean ofCaseOrProgramme(FieldEvent event) {
            var belongs = event.envelope().caseStudy();
            return belongs == null || belongs.equals(caseCode);
        }

        /** All that was ever said of a person in the case. */
        private List<FieldEvent> of(ParticipantCode person) {
            return log.stream()
                    .map(Line::event)
                    .filter(event -> caseCode.equals(event.envelope().caseStudy()))
                    .filter(event -> switch (event) {
                        case ConsentEvent e -> e.participant().equals(person);
                        case ParticipantEvent e -> e.participant().equals(person);
                        default -> false;
                    })
                    .toList();
        }

        private void standsTheSame(ParticipantCode person, ModuleCode module) {
            var days = new TreeSet<>(Turns.ofStanding(before.person(person), module));
            days.addAll(Turns.ofStanding(after.person(person), module));
            for (var day : days)
                assertThat(stands(after.person(person), module, day))
                        .as("%s: %s and %s on %s", this, person, module, day)
                        .isEqualTo(stands(before.person(person), module, day));
        }

        private static String stands(PersonReading person, ModuleCode module, LocalDate day) {
            var at = AsOf.trueAt(day).lastInstant(person.caseReading().zone());
            var standing = person.standing(module, at);
            return "%s %s %s %s".formatted(standing.state(), standing.cause(), standing.since(), standing.decidedBy());
        }

        private void usedTheSame(ParticipantCode person, Line action) {
            var fact = new Fact<FieldEvent>(action.id(), action.event());
            var days = new TreeSet<>(Turns.ofUse(before.person(person), fact));
            days.addAll(Turns.ofUse(after.person(person), fact));
            days.add(action.occurred().firstDay().minusDays(1));
            for (var day : days)
                assertThat(use(after.person(person), fact, day))
                        .as("%s: %s of %s on %s", this, action.event(), person, day)
                        .isEqualTo(use(before.person(person), fact, day));
        }

        private static Use use(PersonReading person, Fact<FieldEvent> action, LocalDate day) {
            return HeldMaterial.of(
                            person,
                            action,
                            AsOf.trueAt(day).lastInstant(person.caseReading().zone()))
                    .use();
        }

        private boolean count(String what, boolean borneOn) {
            seen.merge(what + (borneOn ? " borne on" : " left alone"), 1, Integer::sum);
            return borneOn;
        }

        @Override
        public String toString() {
            return "seed %d, case %s after %s"
                    .formatted(seed, caseCode, log.getLast().event());
        }
    }
}
