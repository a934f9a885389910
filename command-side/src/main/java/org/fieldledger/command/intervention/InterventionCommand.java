package org.fieldledger.command.intervention;

import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.SiteCode;
import org.jspecify.annotations.Nullable;

/** What can be asked about interventions. */
public sealed interface InterventionCommand extends FieldCommand {

    /** Records a version of an intervention. */
    record DesignIntervention(Report report, String intervention, String version, String description)
            implements InterventionCommand {
        @Override
        public StreamName stream() {
            return StreamName.OF_ITS_OWN;
        }
    }

    /** Records that an intervention was brought into use. */
    record IntroduceIntervention(
            Report report,
            String intervention,
            String version,
            @Nullable SiteCode site) implements InterventionCommand {
        @Override
        public StreamName stream() {
            return StreamName.OF_ITS_OWN;
        }
    }

    /** Records that a participant was allocated to an arm. */
    record MakeAllocation(Report report, ParticipantCode participant, String arm, String method)
            implements InterventionCommand {
        @Override
        public StreamName stream() {
            return StreamName.participant(participant);
        }
    }
}
