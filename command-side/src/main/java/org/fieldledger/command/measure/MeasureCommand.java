package org.fieldledger.command.measure;

import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.TimepointCode;
import org.jspecify.annotations.Nullable;

/** What can be asked about measures. */
public sealed interface MeasureCommand extends FieldCommand {

    /** The participant concerned. */
    ParticipantCode participant();

    @Override
    default StreamName stream() {
        return StreamName.participant(participant());
    }

    /** Records what a person answered, item by item. */
    record AdministerMeasure(
            Report report,
            ParticipantCode participant,
            InstrumentCode instrument,
            String version,
            @Nullable TimepointCode timepoint,
            List<Response> responses)
            implements MeasureCommand {
        @Override
        public List<StreamName> alsoReads() {
            return List.of(StreamName.instrument(instrument), StreamName.schedules(report.theCase()));
        }
    }

    /** Records that a measure due was not obtained, and why. */
    record MissMeasure(
            Report report,
            ParticipantCode participant,
            InstrumentCode instrument,
            TimepointCode timepoint,
            String reason)
            implements MeasureCommand {
        @Override
        public List<StreamName> alsoReads() {
            return List.of(StreamName.instrument(instrument), StreamName.schedules(report.theCase()));
        }
    }

    /** Records an assessment of function or behaviour. */
    record AssessFunction(
            Report report,
            ParticipantCode participant,
            InstrumentCode instrument,
            String version,
            @Nullable TimepointCode timepoint,
            List<Response> responses)
            implements MeasureCommand {
        @Override
        public List<StreamName> alsoReads() {
            return List.of(StreamName.instrument(instrument), StreamName.schedules(report.theCase()));
        }
    }

    /** Records a person's own goal. */
    record SetGoal(Report report, ParticipantCode participant, String goal, String description)
            implements MeasureCommand {}

    /** Records how far a goal was reached. */
    record ReviewGoal(
            Report report,
            ParticipantCode participant,
            String goal,
            int attainment,
            @Nullable String note) implements MeasureCommand {}
}
