package org.fieldledger.command.interpretation;

import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.EventId;

/** What can be asked about themes, interpretations, models and tools. */
public sealed interface InterpretationCommand extends FieldCommand {

    @Override
    default StreamName stream() {
        return StreamName.OF_ITS_OWN;
    }

    /** Records a theme and the events it rests on. */
    record RecordTheme(Report report, String theme, String statement, List<EventId> evidence)
            implements InterpretationCommand {
        @Override
        public List<EventId> pointsAt() {
            return evidence;
        }
    }

    /** Records how a theme is read, and the events that rests on. */
    record RecordInterpretation(Report report, String theme, String interpretation, List<EventId> evidence)
            implements InterpretationCommand {
        @Override
        public List<EventId> pointsAt() {
            return evidence;
        }
    }

    /** Records a version of an explanatory model. */
    record ReleaseModelVersion(Report report, String model, String version, String notes)
            implements InterpretationCommand {}

    /** Records a version of a tool. */
    record ReleaseToolVersion(Report report, String tool, String version, String notes)
            implements InterpretationCommand {}
}
