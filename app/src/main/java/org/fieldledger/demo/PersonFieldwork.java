package org.fieldledger.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.diary.DiaryCommand.IssueDiary;
import org.fieldledger.command.diary.DiaryCommand.ReceiveDiaryEntry;
import org.fieldledger.command.diary.DiaryCommand.ReturnDiary;
import org.fieldledger.command.interview.InterviewCommand.MissLeadershipInterview;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.interview.InterviewCommand.RecordLeadershipInterview;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.command.measure.MeasureCommand.AssessFunction;
import org.fieldledger.command.measure.MeasureCommand.MissMeasure;
import org.fieldledger.command.measure.MeasureCommand.ReviewGoal;
import org.fieldledger.command.measure.MeasureCommand.SetGoal;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Level;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.fieldledger.programme.ProgrammeDefinition.Instrument;

/** What is done with one person and recorded of it: interviews, measures, a diary, a goal. */
final class PersonFieldwork {

    private final Field field;
    private final Person person;
    private final SplittableRandom chance;
    private final Case one;
    private final ResearcherCode by;

    PersonFieldwork(Field field, Person person, SplittableRandom chance) {
        this.field = field;
        this.person = person;
        this.chance = chance;
        this.one = person.caseStudy;
        this.by = Field.fieldworker(one);
    }

    void interviews() {
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
    void leadership() {
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

    void measures() {
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

    void diary() {
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

    void goal() {
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
}
