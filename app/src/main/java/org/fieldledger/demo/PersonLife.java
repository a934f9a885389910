package org.fieldledger.demo;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.fieldledger.command.consent.ConsentCommand.ChangeConsent;
import org.fieldledger.command.consent.ConsentCommand.ReaffirmConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.governance.GovernanceCommand.GiveReleaseNotice;
import org.fieldledger.command.intervention.InterventionCommand.MakeAllocation;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.TransferParticipant;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.EventId;
import org.fieldledger.events.Level;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.programme.ProgrammeDefinition.Case;

/** One person's way through a case, from being asked to leaving, as the field lives and records it. */
final class PersonLife {

    /** The kinds of withdrawal after which whoever received data is told to leave the person out. */
    private static final Set<WithdrawalKind> OUT_OF_USE =
            EnumSet.of(WithdrawalKind.NO_NEW_USE, WithdrawalKind.DESTROY, WithdrawalKind.RESTRICT_OR_OBJECT);

    private final Field field;
    private final Person person;
    private final SplittableRandom chance;
    private final Case one;
    private final ResearcherCode by;

    PersonLife(Field field, Person person, SplittableRandom chance) {
        this.field = field;
        this.person = person;
        this.chance = chance;
        this.one = person.caseStudy;
        this.by = Field.fieldworker(one);
    }

    /** Puts everything that will come about into the agenda. */
    void live() {
        var asked = person.enrolled.minusDays(1 + chance.nextInt(10));
        asked = field.workday(one, asked.isBefore(one.opened()) ? one.opened() : asked);
        if (!asked.isBefore(person.enrolled)) asked = person.enrolled;
        var consent = new PersonConsent(field, person, chance);
        var fieldwork = new PersonFieldwork(field, person, chance);
        consent.ask(asked);
        enrol();
        var leaves = leaving();
        fieldwork.interviews();
        if (person.role.equals(Role.KEY_LEADER)) fieldwork.leadership();
        fieldwork.measures();
        if (person.given.contains(Field.DIARY) && chance.nextInt(3) == 0) fieldwork.diary();
        if (one.goals() && person.level == Level.MICRO) fieldwork.goal();
        consent.reconsent(leaves);
        consent.told(leaves);
        turns();
    }

    private void enrol() {
        field.agenda.on(person.enrolled, by, () -> {
            field.people(one).add(person);
            return new EnrolParticipant(
                    field.report(one, person.enrolled).done(),
                    person.code,
                    person.role,
                    person.level,
                    one.sites().get(chance.nextInt(one.sites().size())).code());
        });
        if (!one.arms().isEmpty() && person.role.code().equals("patient")) {
            var day = field.workday(one, person.enrolled.plusDays(3));
            field.agenda.on(
                    day,
                    by,
                    () -> new MakeAllocation(
                            field.report(one, day).done(),
                            person.code,
                            one.arms().get(chance.nextInt(one.arms().size())),
                            "randomised in blocks"));
        }
    }

    /** A fifth leave before the end, some by taking everything back; now and then the field hears of it late. */
    private LocalDate leaving() {
        var end = field.programme.ends();
        if (person.role.equals(Role.KEY_LEADER) || chance.nextInt(5) > 0) return end;
        var day = field.workday(one, person.enrolled.plusDays(60 + chance.nextInt(700)));
        if (day.isAfter(end.minusDays(200))) return end;
        if (chance.nextInt(3) == 0) {
            var kinds = WithdrawalKind.values();
            var kind = kinds[chance.nextInt(kinds.length)];
            var heard = day.plusDays(chance.nextInt(3) == 0 ? 20 + chance.nextInt(60) : 0);
            var closes = kind != WithdrawalKind.DISSENT_IN_SESSION && kind != WithdrawalKind.REDUCE_OR_CHANGE_MODE;
            field.agenda.on(
                    heard,
                    by,
                    () -> {
                        if (closes) person.takesBack(Set.copyOf(person.given), heard);
                        return new WithdrawConsent(
                                field.report(one, day).done(),
                                person.code,
                                List.copyOf(person.given),
                                kind,
                                Decider.SELF,
                                ConsentMethod.ORAL_WITNESSED,
                                chance.nextBoolean() ? "No time" : null);
                    },
                    accepted -> {
                        if (OUT_OF_USE.contains(kind))
                            noticeGiven(heard, accepted.events().getFirst());
                    });
            return closes ? heard : end;
        }
        var reasons = List.of(
                DiscontinuationReason.MOVED_AWAY,
                DiscontinuationReason.LOST_TO_FOLLOW_UP,
                DiscontinuationReason.COMPLETED,
                DiscontinuationReason.DIED,
                DiscontinuationReason.OTHER);
        var reason = reasons.get(chance.nextInt(reasons.size()));
        field.agenda.on(day, by, () -> {
            person.gone = day;
            return new DiscontinueParticipant(field.report(one, day).done(), person.code, reason, null);
        });
        return day;
    }

    /** Whoever received the last release is told a week later to leave the person out. */
    private void noticeGiven(LocalDate heard, EventId withdrawal) {
        var year = heard.isAfter(ProgrammeLife.released(heard.getYear())) ? heard.getYear() : heard.getYear() - 1;
        if (year < ProgrammeLife.FIRST_RELEASE) return;
        var told = heard.plusDays(7);
        field.agenda.on(
                told,
                ProgrammeLife.MANAGER,
                () -> new GiveReleaseNotice(field.report(one, told).done(), ProgrammeLife.release(year), withdrawal));
    }

    /** What else may happen to anybody: a confirmation, a change of mind, another role. */
    private void turns() {
        var day = field.workday(one, person.enrolled.plusDays(100 + chance.nextInt(400)));
        if (chance.nextInt(10) == 0)
            field.agenda.on(
                    day,
                    by,
                    () -> person.may(Field.INTERVIEW, day, day) && person.decider.equals(Decider.SELF)
                            ? new ReaffirmConsent(
                                    field.report(one, day).done(),
                                    person.code,
                                    List.of(Field.INTERVIEW),
                                    Decider.SELF,
                                    ConsentMethod.ORAL_WITNESSED,
                                    "colleague in the room",
                                    null)
                            : null);
        if (person.given.contains(Field.AUDIO) && chance.nextInt(20) == 0)
            field.agenda.on(day.plusDays(10), by, () -> {
                var later = day.plusDays(10);
                if (!person.may(Field.AUDIO, later, later) || blocked(later) || !person.decider.equals(Decider.SELF))
                    return null;
                person.takesBack(Set.of(Field.AUDIO), later);
                return new ChangeConsent(
                        field.report(one, later).done(),
                        person.code,
                        List.of(Field.INTERVIEW),
                        List.of(Field.AUDIO),
                        field.text(one, later, false),
                        Decider.SELF,
                        ConsentMethod.WRITTEN);
            });
        if (person.role.code().equals("citizen") && chance.nextInt(12) == 0)
            field.agenda.on(
                    day.plusDays(20),
                    by,
                    () -> person.gone == null && !blocked(day.plusDays(20))
                            ? new TransferParticipant(
                                    field.report(one, day.plusDays(20)).done(),
                                    person.code,
                                    person.role,
                                    new Role("community-leader"),
                                    Level.MESO)
                            : null);
    }

    private boolean blocked(LocalDate day) {
        return !field.workday(one, day).equals(day) || day.isAfter(field.programme.ends());
    }
}
