package org.fieldledger.command.interview;

import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.ParticipantCode;
import org.jspecify.annotations.Nullable;

/** What can be asked about interviews. */
public sealed interface InterviewCommand extends FieldCommand {

    /** Records an interview with everybody named in the report. */
    record RecordInterview(
            Report report,
            InterviewStyle style,
            @Nullable Integer minutes,
            @Nullable String summary) implements InterviewCommand {
        /** An interview belongs to the first person named. */
        @Override
        public StreamName stream() {
            if (report.participants().isEmpty())
                throw Refused.because(
                        Rule.PARTICIPANT_NOT_NAMED,
                        "The report names nobody who was interviewed",
                        "Name them in report.participants");
            return StreamName.participant(report.participants().getFirst().participant());
        }
    }

    /** Records the interview of a key leader for a programme year. */
    record RecordLeadershipInterview(
            Report report,
            ParticipantCode leader,
            String position,
            int programmeYear,
            @Nullable Integer minutes) implements InterviewCommand {
        @Override
        public StreamName stream() {
            return StreamName.participant(leader);
        }
    }

    /** Records that a leadership interview due in a programme year did not take place, and why. */
    record MissLeadershipInterview(Report report, ParticipantCode leader, int programmeYear, String reason)
            implements InterviewCommand {
        @Override
        public StreamName stream() {
            return StreamName.participant(leader);
        }
    }
}
