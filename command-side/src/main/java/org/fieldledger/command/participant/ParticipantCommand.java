package org.fieldledger.command.participant;

import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Level;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.SiteCode;
import org.jspecify.annotations.Nullable;

/** What can be asked about a participant's course through a case. */
public sealed interface ParticipantCommand extends FieldCommand {

    /** The participant concerned. */
    ParticipantCode participant();

    @Override
    default StreamName stream() {
        return StreamName.participant(participant());
    }

    /** Enrols a person in a case. */
    record EnrolParticipant(
            Report report,
            ParticipantCode participant,
            Role role,
            @Nullable Level level,
            @Nullable SiteCode site) implements ParticipantCommand {}

    /** Ends a person's part in a case. */
    record DiscontinueParticipant(
            Report report,
            ParticipantCode participant,
            DiscontinuationReason reason,
            @Nullable String detail) implements ParticipantCommand {}

    /** Moves a person from one role to another. */
    record TransferParticipant(
            Report report,
            ParticipantCode participant,
            Role from,
            Role to,
            @Nullable Level level) implements ParticipantCommand {}

    /** Records when a person was born: 2006, 2006-05 or 2006-05-17. */
    record RecordBirth(Report report, ParticipantCode participant, String born) implements ParticipantCommand {}
}
