package org.fieldledger.command.desk;

import java.util.UUID;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;

/**
 * A command as handed in.
 *
 * @param commandId the caller's key: the same key with the same command is answered as it was the first time
 * @param recordedBy who hands it in
 * @param expectedVersion the version of the command's stream that the caller has seen; null when the caller does not mind
 */
public record Submission(
        UUID commandId,
        FieldCommand command,
        ResearcherCode recordedBy,
        @Nullable Long expectedVersion) {

    public static Submission of(UUID commandId, FieldCommand command, ResearcherCode recordedBy) {
        return new Submission(commandId, command, recordedBy, null);
    }
}
