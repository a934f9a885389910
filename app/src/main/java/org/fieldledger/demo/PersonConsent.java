package org.fieldledger.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.consent.ConsentCommand.AppointRelationship;
import org.fieldledger.command.consent.ConsentCommand.AssessCapacity;
import org.fieldledger.command.consent.ConsentCommand.DeferConsent;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveAssent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.RefuseConsent;
import org.fieldledger.command.consent.ConsentCommand.RequestConsent;
import org.fieldledger.command.consent.ConsentCommand.TellOfAmendment;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.programme.ProgrammeDefinition.Case;

/** What one person is asked and says: by whom they are represented, what they give, and what is asked again later. */
final class PersonConsent {

    private static final LocalDate RECONSENT = LocalDate.parse("2020-10-05");

    private final Field field;
    private final Person person;
    private final SplittableRandom chance;
    private final Case one;
    private final ResearcherCode by;

    PersonConsent(Field field, Person person, SplittableRandom chance) {
        this.field = field;
        this.person = person;
        this.chance = chance;
        this.one = person.caseStudy;
        this.by = Field.fieldworker(one);
    }

    void ask(LocalDate asked) {
        var easyRead = person.decider.capacity() != DeciderCapacity.SELF || chance.nextInt(12) == 0;
        var text = field.text(one, asked, easyRead);
        var modules = new TreeSet<>(one.modules());
        var declined = new TreeSet<ModuleCode>();
        for (var module : one.modules())
            if (!module.equals(Field.INTERVIEW) && chance.nextInt(100) < 12) declined.add(module);
        modules.removeAll(declined);
        person.given.addAll(modules);
        field.agenda.on(
                asked,
                by,
                () -> new RequestConsent(
                        field.report(one, asked).done(), person.code, one.modules(), text, ConsentMethod.WRITTEN));
        if (chance.nextInt(15) == 0)
            field.agenda.on(
                    asked,
                    by,
                    () -> new DeferConsent(field.report(one, asked).done(), person.code, one.modules(), text));
        represented(asked);
        var given = asked.isBefore(person.enrolled) && chance.nextBoolean() ? person.enrolled : asked;
        field.programme.approvalOf(one.code()).amendments().stream()
                .filter(amendment -> amendment.reconsent() == ReconsentRule.REQUIRED && given.isBefore(amendment.on()))
                .findFirst()
                .ifPresent(amendment -> person.textRetired = amendment.on());
        field.agenda.on(
                given,
                by,
                () -> new GiveConsent(
                        field.report(one, given).done(),
                        person.code,
                        List.copyOf(modules),
                        field.text(one, given, easyRead),
                        person.decider,
                        ConsentMethod.WRITTEN,
                        null));
        if (person.decider.capacity() == DeciderCapacity.GUARDIAN) child(given, List.copyOf(modules));
        if (!declined.isEmpty())
            field.agenda.on(
                    given,
                    by,
                    () -> new RefuseConsent(
                            field.report(one, given).done(),
                            person.code,
                            List.copyOf(declined),
                            field.text(one, given, easyRead),
                            person.decider,
                            ConsentMethod.WRITTEN));
    }

    /** A child is asked as well as both guardians; one in twelve waits in vain for the second, and some say no later. */
    private void child(LocalDate given, List<ModuleCode> modules) {
        field.agenda.on(given, by, () -> new GiveAssent(field.report(one, given).done(), person.code, modules));
        if (chance.nextInt(12) == 0) person.given.clear();
        else
            field.agenda.on(
                    given,
                    by,
                    () -> new GiveConsent(
                            field.report(one, given).done(),
                            person.code,
                            modules,
                            field.text(one, given, true),
                            new Decider(DeciderCapacity.GUARDIAN, "father"),
                            ConsentMethod.ORAL_WITNESSED,
                            null,
                            "member of staff"));
        var says = field.workday(one, person.enrolled.plusDays(200 + chance.nextInt(300)));
        if (chance.nextInt(10) == 0)
            field.agenda.on(says, by, () -> {
                if (!person.may(Field.OBSERVATION, says, says)) return null;
                person.takesBack(Set.copyOf(person.given), says);
                return new ExpressDissent(field.report(one, says).done(), person.code, modules, null);
            });
    }

    /** Who decides for somebody who cannot: guardians for a child, on the advice of a consultee for an adult. */
    private void represented(LocalDate asked) {
        switch (person.decider.capacity()) {
            case SELF -> {}
            case GUARDIAN, PARENT -> {
                var born = asked.minusYears(7 + chance.nextInt(7)).minusDays(1 + chance.nextInt(360));
                field.agenda.on(
                        asked,
                        by,
                        () -> new RecordBirth(field.report(one, asked).done(), person.code, born.toString()));
                appointed(asked, RelationshipKind.GUARDIAN, "mother");
                appointed(asked, RelationshipKind.GUARDIAN, "father");
                comesOfAge(born.plusYears(15));
            }
            case CONSULTEE -> {
                var outcome = chance.nextInt(4) == 0 ? CapacityOutcome.LACKS_CAPACITY : CapacityOutcome.HAS_CAPACITY;
                field.agenda.on(
                        asked,
                        by,
                        () -> new AssessCapacity(
                                field.report(one, asked.minusDays(1)).done(),
                                person.code,
                                one.modules(),
                                "taking part in research",
                                outcome,
                                "responsible clinician"));
                if (outcome == CapacityOutcome.HAS_CAPACITY) person.decider = Decider.SELF;
                else appointed(asked, RelationshipKind.CONSULTEE, "sibling");
            }
        }
    }

    private void appointed(LocalDate asked, RelationshipKind kind, String relation) {
        field.agenda.on(
                asked,
                by,
                () -> new AppointRelationship(field.report(one, asked).done(), person.code, List.of(), kind, relation));
    }

    /** From 15 a young person decides; most do so soon, and what the guardians gave is on hold until then. */
    private void comesOfAge(LocalDate birthday) {
        person.comesOfAge = birthday;
        if (chance.nextInt(4) == 0) return;
        var day = field.workday(one, birthday.plusDays(3 + chance.nextInt(60)));
        field.agenda.on(day, by, () -> {
            if (person.gone != null || person.given.isEmpty() || !person.takenBack.isEmpty()) return null;
            if (!day.isAfter(person.enrolled)) return null;
            person.decidedAlone = day;
            return gives(day, true, Decider.SELF, ConsentMethod.WRITTEN);
        });
    }

    /** An amendment brought a new text; whoever is still there is asked again on it. */
    void reconsent(LocalDate leaves) {
        var amended = field.programme.approvalOf(one.code()).amendments().stream()
                .anyMatch(amendment -> !amendment.formsAdded().isEmpty());
        if (!amended || person.enrolled.isAfter(RECONSENT) || !leaves.isAfter(RECONSENT.plusDays(120))) return;
        var day = RECONSENT.plusDays(chance.nextInt(90));
        field.agenda.on(day, by, () -> {
            if (person.gone != null || !person.takenBack.isEmpty()) return null;
            person.consentedAnew = day;
            return gives(day, false, person.decider, ConsentMethod.ELECTRONIC);
        });
    }

    /** Of an amendment that asks for no new decision people are told over some weeks; a few still have to be. */
    void told(LocalDate leaves) {
        var turn = Math.floorMod(person.code.code().hashCode(), 40);
        if (turn == 0) return;
        for (var amendment : field.programme.approvalOf(one.code()).amendments()) {
            var day = field.workday(one, amendment.on().plusDays(6 + turn));
            if (amendment.reconsent() != ReconsentRule.NOTIFY
                    || !person.enrolled.isBefore(amendment.on())
                    || !leaves.isAfter(day)) continue;
            field.agenda.on(day, by, () -> {
                if (person.gone != null || !person.takenBack.isEmpty() || person.given.isEmpty()) return null;
                var told = Objects.requireNonNull(field.amendments.get(amendment.amendment()));
                return new TellOfAmendment(field.report(one, day).done(), person.code, List.of(), told);
            });
        }
    }

    /** All that was given before, given again. */
    private FieldCommand gives(LocalDate day, boolean easyRead, Decider decider, ConsentMethod method) {
        return new GiveConsent(
                field.report(one, day).done(),
                person.code,
                List.copyOf(person.given),
                field.text(one, day, easyRead),
                decider,
                method,
                null);
    }
}
