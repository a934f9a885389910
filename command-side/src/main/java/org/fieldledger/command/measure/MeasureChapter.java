package org.fieldledger.command.measure;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Answers;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.command.measure.MeasureCommand.AssessFunction;
import org.fieldledger.command.measure.MeasureCommand.MissMeasure;
import org.fieldledger.command.measure.MeasureCommand.ReviewGoal;
import org.fieldledger.command.measure.MeasureCommand.SetGoal;
import org.fieldledger.events.Attainment;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.GoalReviewed;
import org.fieldledger.events.MeasureEvent.GoalSet;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.TimepointCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides about measures, assessments and goals. */
@Component
class MeasureChapter implements Chapter<MeasureCommand> {

    @Override
    public Class<MeasureCommand> commands() {
        return MeasureCommand.class;
    }

    @Override
    public List<FieldEvent> decide(MeasureCommand command, OnRecord known) {
        var report = command.report().about(command.participant());
        var person = command.participant();
        return List.of(
                switch (command) {
                    case AdministerMeasure c -> {
                        Answers.require(
                                known.instrument(c.instrument()), c.version(), report.occurred(), c.responses());
                        planned(c.instrument(), c.timepoint(), report, known);
                        once(c, report, known);
                        yield new MeasureAdministered(
                                Gate.admit(report, MeasureAdministered.class, known),
                                person,
                                c.instrument(),
                                c.version(),
                                c.timepoint(),
                                c.responses());
                    }
                    case MissMeasure c -> {
                        planned(c.instrument(), c.timepoint(), report, known);
                        yield new MeasureMissed(
                                Gate.admit(report, MeasureMissed.class, known),
                                person,
                                c.instrument(),
                                c.timepoint(),
                                c.reason());
                    }
                    case AssessFunction c -> {
                        Answers.require(
                                known.instrument(c.instrument()), c.version(), report.occurred(), c.responses());
                        planned(c.instrument(), c.timepoint(), report, known);
                        yield new FunctionAssessed(
                                Gate.admit(report, FunctionAssessed.class, known),
                                person,
                                c.instrument(),
                                c.version(),
                                c.timepoint(),
                                c.responses());
                    }
                    case SetGoal c -> {
                        if (hasGoal(c.goal(), report, person, known) && report.corrects() == null)
                            throw Refused.because(
                                    Rule.ALREADY_RECORDED,
                                    "%s already has a goal %s".formatted(person, c.goal()),
                                    "Give the new goal another name, or correct this one");
                        yield new GoalSet(Gate.admit(report, GoalSet.class, known), person, c.goal(), c.description());
                    }
                    case ReviewGoal c -> {
                        if (!hasGoal(c.goal(), report, person, known))
                            throw Refused.because(
                                    Rule.GOAL_UNKNOWN,
                                    "%s has no goal %s in case %s".formatted(person, c.goal(), report.theCase()),
                                    "Record the goal first, or check its name");
                        yield new GoalReviewed(
                                Gate.admit(report, GoalReviewed.class, known),
                                person,
                                c.goal(),
                                Attainment.of(c.attainment()),
                                c.note());
                    }
                });
    }

    private static void planned(
            InstrumentCode instrument, @Nullable TimepointCode timepoint, Report report, OnRecord known) {
        if (timepoint != null && !known.schedules(report.theCase()).plans(instrument, timepoint))
            throw Refused.because(
                    Rule.TIMEPOINT_UNKNOWN,
                    "Case %s plans %s at no timepoint %s".formatted(report.theCase(), instrument, timepoint),
                    "Leave the timepoint out for a measure outside the schedule, or check its code");
    }

    /** One answer to an instrument at a timepoint; a second one is a correction, or a mistake. */
    private static void once(AdministerMeasure c, Report report, OnRecord known) {
        if (c.timepoint() == null || report.corrects() != null) return;
        known.participant(c.participant())
                .in(report.theCase(), MeasureAdministered.class)
                .filter(other -> other.instrument().equals(c.instrument())
                        && c.timepoint().equals(other.timepoint()))
                .findFirst()
                .ifPresent(other -> {
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "%s of %s at %s is already recorded, on %s"
                                    .formatted(
                                            c.instrument(),
                                            c.participant(),
                                            c.timepoint(),
                                            other.envelope().occurred()),
                            "If something in it is wrong, correct it");
                });
    }

    private static boolean hasGoal(String goal, Report report, ParticipantCode person, OnRecord known) {
        return known.participant(person)
                .in(report.theCase(), GoalSet.class)
                .anyMatch(set -> set.goal().equals(goal));
    }
}
