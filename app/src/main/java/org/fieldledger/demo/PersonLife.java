package org.fieldledger.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.AppointRelationship;
import org.fieldledger.command.consent.ConsentCommand.AssessCapacity;
import org.fieldledger.command.consent.ConsentCommand.ChangeConsent;
import org.fieldledger.command.consent.ConsentCommand.DeferConsent;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveAssent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.ReaffirmConsent;
import org.fieldledger.command.consent.ConsentCommand.RefuseConsent;
import org.fieldledger.command.consent.ConsentCommand.RequestConsent;
import org.fieldledger.command.consent.ConsentCommand.TellOfAmendment;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.diary.DiaryCommand.IssueDiary;
import org.fieldledger.command.diary.DiaryCommand.ReceiveDiaryEntry;
import org.fieldledger.command.diary.DiaryCommand.ReturnDiary;
import org.fieldledger.command.governance.GovernanceCommand.GiveReleaseNotice;
import org.fieldledger.command.intervention.InterventionCommand.MakeAllocation;
import org.fieldledger.command.interview.InterviewCommand.MissLeadershipInterview;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.interview.InterviewCommand.RecordLeadershipInterview;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.command.measure.MeasureCommand.AssessFunction;
import org.fieldledger.command.measure.MeasureCommand.MissMeasure;
import org.fieldledger.command.measure.MeasureCommand.ReviewGoal;
import org.fieldledger.command.measure.MeasureCommand.SetGoal;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.command.participant.ParticipantCommand.TransferParticipant;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Level;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.fieldledger.programme.ProgrammeDefinition.Instrument;

/** One person's way through a case, from being asked to leaving, as the field lives and records it. */
final class PersonLife {

    /** The kinds of withdrawal after which whoever received data is told to leave the person out. */
    private static final Set<WithdrawalKind> OUT_OF_USE =
            EnumSet.of(WithdrawalKind.NO_NEW_USE, WithdrawalKind.DESTROY, WithdrawalKind.RESTRICT_OR_OBJECT);

    private static final LocalDate RECONSENT = LocalDate.parse("2020-10-05");

    private final Field field;
    private final SplittableRandom chance;
    private final Person person;
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
        ask(asked);
        enrol();
        var leaves = leaving();
        interviews();
        if (person.role.equals(Role.KEY_LEADER)) leadership();
        measures();
        if (person.given.contains(Field.DIARY) && chance.nextInt(3) == 0) diary();
        if (one.goals() && person.level == Level.MICRO) goal();
        reconsent(leaves);
        told(leaves);
        turns();
    }

    private void ask(LocalDate asked) {
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

    private void interviews() {
        int times = 1 + chance.nextInt(3);
        for (int i = 0; i < times; i++) {
            var day = field.workday(one, person.enrolled.plusDays(10 + chance.nextInt(900)));
            var recorded = day.plusDays(Field.delay(chance));
            var minutes = 30 + chance.nextInt(60);
            var taped = chance.nextInt(10) < 8;
            var draft = field.report(one, day, minutes, chance)
                    .with(person.code)
                    .by(one.telephone() ? Mode.TELEPHONE : Mode.IN_PERSON)
                    .following("Guide 1.2");
            var number = i;
            field.agenda.on(
                    recorded,
                    by,
                    () -> {
                        if (day.isAfter(field.programme.ends()) || !person.may(Field.INTERVIEW, day, recorded))
                            return null;
                        if (taped && person.may(Field.AUDIO, day, recorded))
                            draft.keeping(Field.file("audio/wav", person.code + " " + number));
                        return interview(draft.done(), minutes);
                    },
                    accepted -> {
                        if (chance.nextInt(25) == 0)
                            corrected(
                                    draft,
                                    minutes + 5,
                                    recorded,
                                    accepted.events().getFirst());
                    });
        }
    }

    private FieldCommand interview(Report report, int minutes) {
        return new RecordInterview(
                report,
                chance.nextInt(4) == 0 ? InterviewStyle.NARRATIVE : InterviewStyle.SEMISTRUCTURED,
                minutes,
                null);
    }

    private void corrected(Report.Draft draft, int minutes, LocalDate recorded, EventId event) {
        var noticed = recorded.plusDays(5 + chance.nextInt(60));
        field.agenda.on(
                noticed,
                by,
                () -> person.standsByAll(noticed)
                        ? new RecordInterview(
                                draft.correcting(new Correction(event, "The length was read off the wrong file"))
                                        .done(),
                                InterviewStyle.SEMISTRUCTURED,
                                minutes,
                                null)
                        : null);
    }

    /** Every key leader is interviewed every programme year; about one in eight is missed. */
    private void leadership() {
        for (int year = 1; year <= 6; year++) {
            var first = field.programme.begins().plusYears(year - 1L);
            var start = first.isBefore(person.enrolled) ? person.enrolled : first;
            var end = first.plusYears(1).minusDays(1);
            var room = (int) ChronoUnit.DAYS.between(start, end) - 20;
            if (room < 20) continue;
            var day = field.workday(one, start.plusDays(10 + chance.nextInt(room)));
            var programmeYear = year;
            if (day.isAfter(end) || chance.nextInt(8) == 0) {
                var told = end.plusDays(7 + chance.nextInt(30));
                field.agenda.on(
                        told.isAfter(field.programme.ends()) ? field.programme.ends() : told,
                        by,
                        () -> new MissLeadershipInterview(
                                field.report(one, end).done(),
                                person.code,
                                programmeYear,
                                chance.nextBoolean() ? "On leave during the pandemic" : "No time could be found"));
                continue;
            }
            var recorded = day.plusDays(Field.delay(chance));
            var draft = field.report(one, day, 50, chance).by(chance.nextBoolean() ? Mode.VIDEO : Mode.IN_PERSON);
            field.agenda.on(
                    recorded,
                    by,
                    () -> person.may(Field.INTERVIEW, day, recorded)
                            ? new RecordLeadershipInterview(
                                    draft.done(), person.code, "Head of unit", programmeYear, 50)
                            : null);
        }
    }

    private void measures() {
        if (one.schedule().isEmpty() || person.level != Level.MICRO || !person.given.contains(Field.MEASURE)) return;
        var plan = one.schedule().get();
        var instrument = field.programme.instrument(plan.instrument());
        plan.timepoints().forEach((timepoint, after) -> {
            var day = field.workday(one, person.enrolled.plusDays(after + 1 + chance.nextInt(12)));
            var recorded = day.plusDays(Field.delay(chance));
            if (chance.nextInt(12) == 0) {
                field.agenda.on(
                        recorded,
                        by,
                        () -> person.may(Field.MEASURE, day, recorded)
                                ? new MissMeasure(
                                        field.report(one, day).done(),
                                        person.code,
                                        instrument.code(),
                                        timepoint,
                                        "Did not come")
                                : null);
                return;
            }
            field.agenda.on(
                    recorded,
                    by,
                    () -> person.may(Field.MEASURE, day, recorded)
                            ? answered(
                                    instrument,
                                    timepoint,
                                    field.report(one, day).by(Mode.PAPER).done())
                            : null,
                    accepted -> {
                        if (chance.nextInt(30) == 0)
                            readAgain(
                                    instrument,
                                    timepoint,
                                    day,
                                    recorded,
                                    accepted.events().getFirst());
                    });
        });
    }

    private void readAgain(
            Instrument instrument, TimepointCode timepoint, LocalDate day, LocalDate recorded, EventId event) {
        var noticed = recorded.plusDays(3 + chance.nextInt(90));
        field.agenda.on(
                noticed,
                by,
                () -> person.standsByAll(noticed)
                        ? answered(
                                instrument,
                                timepoint,
                                field.report(one, day)
                                        .by(Mode.PAPER)
                                        .correcting(new Correction(event, "Read again from the paper"))
                                        .done())
                        : null);
    }

    private FieldCommand answered(Instrument instrument, TimepointCode timepoint, Report report) {
        var responses = new ArrayList<Response>();
        for (var item : instrument.items()) responses.add(response(item));
        return instrument.kind() == InstrumentKind.FUNCTION_ASSESSMENT
                ? new AssessFunction(report, person.code, instrument.code(), instrument.version(), timepoint, responses)
                : new AdministerMeasure(
                        report, person.code, instrument.code(), instrument.version(), timepoint, responses);
    }

    private Response response(Item item) {
        if (chance.nextInt(20) == 0)
            return Response.missing(
                    item.code(), List.of("refused", "not-known", "not-asked").get(chance.nextInt(3)));
        if (item.freeText())
            return chance.nextInt(3) == 0
                    ? new Response(item.code(), null, "More time to talk", null)
                    : Response.missing(item.code(), "refused");
        if (!item.choices().isEmpty())
            return Response.of(
                    item.code(),
                    item.choices().get(chance.nextInt(item.choices().size())));
        int least = item.least() == null ? 0 : item.least().intValue();
        int greatest = item.greatest() == null ? 10 : item.greatest().intValue();
        return Response.of(item.code(), BigDecimal.valueOf(least + chance.nextInt(greatest - least + 1)));
    }

    private void diary() {
        var issued = field.workday(one, person.enrolled.plusDays(14 + chance.nextInt(60)));
        field.agenda.on(
                issued,
                by,
                () -> person.may(Field.DIARY, issued, issued)
                        ? new IssueDiary(field.report(one, issued).done(), person.code, "D1")
                        : null,
                accepted -> {
                    int entries = 2 + chance.nextInt(5);
                    for (int entry = 1; entry <= entries; entry++) {
                        var day = field.workday(one, issued.plusDays(7L * entry));
                        var arrived = day.plusDays(chance.nextInt(30));
                        var number = entry;
                        field.agenda.on(
                                arrived,
                                by,
                                () -> person.may(Field.DIARY, day, arrived)
                                        ? new ReceiveDiaryEntry(
                                                field.report(one, day)
                                                        .by(Mode.PAPER)
                                                        .keeping(Field.file(
                                                                "image/jpeg", person.code + " diary " + number))
                                                        .done(),
                                                person.code,
                                                "D1",
                                                number)
                                        : null);
                    }
                    var back = field.workday(one, issued.plusDays(7L * entries + 30));
                    field.agenda.on(
                            back,
                            by,
                            () -> person.may(Field.DIARY, back, back)
                                    ? new ReturnDiary(field.report(one, back).done(), person.code, "D1", entries)
                                    : null);
                });
    }

    private void goal() {
        var set = field.workday(one, person.enrolled.plusDays(20 + chance.nextInt(40)));
        field.agenda.on(
                set,
                by,
                () -> person.may(Field.MEASURE, set, set)
                        ? new SetGoal(
                                field.report(one, set).done(),
                                person.code,
                                "G1",
                                chance.nextBoolean() ? "To choose the evening meal" : "To walk to the shop")
                        : null,
                accepted -> {
                    var reviewed = field.workday(one, set.plusDays(90 + chance.nextInt(90)));
                    field.agenda.on(
                            reviewed,
                            by,
                            () -> person.may(Field.MEASURE, reviewed, reviewed)
                                    ? new ReviewGoal(
                                            field.report(one, reviewed).done(),
                                            person.code,
                                            "G1",
                                            chance.nextInt(3),
                                            null)
                                    : null);
                });
    }

    /** An amendment brought a new text; whoever is still there is asked again on it. */
    private void reconsent(LocalDate leaves) {
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
    private void told(LocalDate leaves) {
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
