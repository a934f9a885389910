package org.fieldledger.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.consent.ConsentCommand.AttestConsent;
import org.fieldledger.command.consent.ConsentCommand.DecideObjection;
import org.fieldledger.command.consent.ConsentCommand.EndRelationship;
import org.fieldledger.command.consent.ConsentCommand.ExpireConsent;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.InvalidateConsent;
import org.fieldledger.command.consent.ConsentCommand.SuspendConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.governance.GovernanceCommand.CloseDeviation;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.governance.GovernanceCommand.OpenDeviation;
import org.fieldledger.command.governance.GovernanceCommand.ReadParticipantMaterial;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.observation.ObservationCommand.WriteFieldNote;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.jspecify.annotations.Nullable;

/** What goes wrong in the field of one case and what is seldom recorded there. */
final class CaseTroubles {

    private final Field field;
    private final Case one;
    private final SplittableRandom chance;
    private final ResearcherCode by;

    CaseTroubles(Field field, Case one, SplittableRandom chance) {
        this.field = field;
        this.one = one;
        this.chance = chance;
        this.by = Field.fieldworker(one);
    }

    void live() {
        var day = field.workday(one, one.opened().plusDays(500 + chance.nextInt(300)));
        tooMuchRecorded(day);
        wrongCase(day.plusDays(50));
        paused(field.workday(one, day.plusDays(80)));
        expired(field.workday(one, day.plusDays(120)));
        saidNoToASession(field.workday(one, day.plusDays(140)));
        endsAnOffice(field.workday(one, day.plusDays(160)));
        attested(field.workday(one, day.plusDays(170)));
        invalidated(field.workday(one, day.plusDays(180)));
        objected(field.workday(one, day.plusDays(190)));
        reachableOnlyByTelephone(field.workday(one, day.plusDays(192)));
        yearOfBirth(field.workday(one, day.plusDays(195)));
        materialRead(day.plusDays(200));
    }

    /** The camera ran without consent to pictures: a deviation, opened and closed. */
    private void tooMuchRecorded(LocalDate day) {
        var code = "DEV-%s-1".formatted(one.code());
        somebody(
                day,
                person -> new RecordInterview(
                        field.report(one, day)
                                .with(person.code)
                                .keeping(Field.file("video/mp4", one.code() + " deviation"))
                                .asDeviationBecause("The camera had been left running")
                                .done(),
                        InterviewStyle.NARRATIVE,
                        null,
                        null),
                accepted -> {
                    field.agenda.on(
                            day.plusDays(2),
                            by,
                            () -> new OpenDeviation(
                                    field.report(one, day.plusDays(2)).done(),
                                    code,
                                    accepted.events().getFirst(),
                                    "Pictures were taken without consent to pictures"));
                    field.agenda.on(
                            day.plusDays(30),
                            by,
                            () -> new CloseDeviation(
                                    field.report(one, day.plusDays(30)).done(),
                                    code,
                                    "The file was destroyed and the person told"));
                });
    }

    /** A note written under the wrong case. */
    private void wrongCase(LocalDate noted) {
        field.agenda.on(
                noted,
                by,
                () -> new WriteFieldNote(field.report(one, noted).done(), "visit", "Written under the wrong case."),
                accepted -> field.agenda.on(
                        noted.plusDays(9),
                        by,
                        () -> new EnterInError(field.report(one, noted)
                                .correcting(new Correction(accepted.events().getFirst(), "It belongs to another case"))
                                .done())));
    }

    /** Somebody whose capacity is in doubt. */
    private void paused(LocalDate paused) {
        somebody(
                paused,
                person -> {
                    person.takesBack(Set.of(Field.INTERVIEW), paused);
                    return new SuspendConsent(
                            field.report(one, paused).done(),
                            person.code,
                            List.of(Field.INTERVIEW),
                            "capacity in doubt");
                },
                accepted -> {});
    }

    /** Consent that was given for a while. */
    private void expired(LocalDate over) {
        somebody(
                over,
                person -> {
                    person.takesBack(Set.of(Field.OBSERVATION), over);
                    return new ExpireConsent(field.report(one, over).done(), person.code, List.of(Field.OBSERVATION));
                },
                accepted -> {});
    }

    /** Somebody who said no to a meeting before it was held. */
    private void saidNoToASession(LocalDate said) {
        somebody(
                said,
                person -> new ExpressDissent(
                        field.report(one, said).done(),
                        person.code,
                        List.of(Field.OBSERVATION),
                        new SessionCode(one.code() + "-UNHELD-1")),
                accepted -> {});
    }

    /** A consultee who is no longer needed. */
    private void endsAnOffice(LocalDate told) {
        somebody(
                told,
                person -> new EndRelationship(
                        field.report(one, told).done(),
                        person.code,
                        List.of(),
                        RelationshipKind.CONSULTEE,
                        "sibling",
                        "No longer needed"),
                accepted -> {});
    }

    /** A paper found in a binder. */
    private void attested(LocalDate attested) {
        somebody(
                attested,
                person -> new AttestConsent(
                        field.report(one, attested).done(),
                        person.code,
                        List.of(new ModuleCode("re-contact")),
                        Field.lead(one).code(),
                        "Signed form in the binder",
                        null),
                accepted -> {});
    }

    /** Consent found never to have been valid. */
    private void invalidated(LocalDate wrong) {
        var invalidated = new Person[1];
        somebody(
                wrong,
                person -> {
                    invalidated[0] = person;
                    return new GiveConsent(
                            field.report(one, wrong).done(),
                            person.code,
                            List.of(new ModuleCode("video")),
                            field.text(one, wrong, false),
                            Decider.SELF,
                            ConsentMethod.ORAL_WITNESSED,
                            null,
                            "colleague of the fieldworker");
                },
                accepted -> field.agenda.on(
                        wrong.plusDays(15),
                        by,
                        () -> new InvalidateConsent(
                                field.report(one, wrong.plusDays(15)).done(),
                                Objects.requireNonNull(invalidated[0]).code,
                                List.of(new ModuleCode("video")),
                                accepted.events().getFirst(),
                                "The witness had not been there")));
    }

    /** An objection, upheld. */
    private void objected(LocalDate objects) {
        var objecting = new Person[1];
        somebody(
                objects,
                person -> {
                    objecting[0] = person;
                    person.takesBack(Set.copyOf(person.given), objects);
                    return new WithdrawConsent(
                            field.report(one, objects).done(),
                            person.code,
                            List.of(Field.INTERVIEW),
                            WithdrawalKind.RESTRICT_OR_OBJECT,
                            Decider.SELF,
                            ConsentMethod.WRITTEN,
                            null);
                },
                accepted -> field.agenda.on(
                        objects.plusDays(30),
                        by,
                        () -> new DecideObjection(
                                field.report(one, objects.plusDays(30)).done(),
                                Objects.requireNonNull(objecting[0]).code,
                                List.of(Field.INTERVIEW),
                                accepted.events().getFirst(),
                                ObjectionOutcome.UPHELD,
                                "data protection officer")));
    }

    /** Somebody who wishes to be reached in fewer ways. */
    private void reachableOnlyByTelephone(LocalDate telephone) {
        somebody(
                telephone,
                person -> {
                    person.takesBack(Set.copyOf(person.given), telephone);
                    return new WithdrawConsent(
                            field.report(one, telephone).done(),
                            person.code,
                            one.modules(),
                            WithdrawalKind.REDUCE_OR_CHANGE_MODE,
                            Decider.SELF,
                            ConsentMethod.WRITTEN,
                            null,
                            null,
                            null,
                            null,
                            List.of(Mode.TELEPHONE),
                            false);
                },
                accepted -> {});
    }

    /** A year of birth. */
    private void yearOfBirth(LocalDate born) {
        somebody(
                born,
                person -> new RecordBirth(
                        field.report(one, born).done(), person.code, String.valueOf(1940 + chance.nextInt(55))),
                accepted -> {});
    }

    /** What was read of somebody, outside the store. */
    private void materialRead(LocalDate read) {
        somebody(
                read,
                person -> new ReadParticipantMaterial(
                        field.report(one, read).done(),
                        person.code,
                        new ResearcherCode("researcher"),
                        "interview transcript",
                        "analysis of themes"),
                accepted -> {});
    }

    /** Somebody of the case who is there that day and gave consent to interviews; nobody, nothing. */
    private void somebody(
            LocalDate day, Function<Person, @Nullable FieldCommand> what, Consumer<Answer.Accepted> then) {
        field.agenda.on(
                day,
                by,
                () -> field.people(one).stream()
                        .filter(person -> person.may(Field.INTERVIEW, day, day)
                                && person.decider.equals(Decider.SELF)
                                && person.takenBack.isEmpty())
                        .skip(2)
                        .findFirst()
                        .map(what)
                        .orElse(null),
                then);
    }
}
