package org.fieldledger.command.governance;

import java.time.Instant;
import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;
import org.jspecify.annotations.Nullable;

/** What can be asked about the record itself. */
public sealed interface GovernanceCommand extends FieldCommand {

    /** Declares that the event named in report.corrects should never have been recorded. */
    record EnterInError(Report report) implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.OF_ITS_OWN;
        }
    }

    /** Records a departure from the protocol. */
    record OpenDeviation(
            Report report, String deviation, @Nullable EventId concerning, String description)
            implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.deviation(deviation);
        }

        @Override
        public List<EventId> pointsAt() {
            return concerning == null ? List.of() : List.of(concerning);
        }
    }

    /** Records how a departure from the protocol was dealt with. */
    record CloseDeviation(Report report, String deviation, String resolution) implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.deviation(deviation);
        }
    }

    /** Records that data left the store. */
    record ReleaseData(Report report, String release, String recipient, String question, int rows)
            implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.release(release);
        }
    }

    /** Records that somebody read material about a participant. */
    record ReadParticipantMaterial(
            Report report,
            ParticipantCode participant,
            ResearcherCode reader,
            String what,
            @Nullable String purpose) implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.OF_ITS_OWN;
        }
    }

    /** Signs an audit report off: this very file, as of these times, on what the log was then. */
    record SignOffAuditReport(
            Report report,
            @Nullable ParticipantCode participant,
            String signOff,
            Sha256 paper,
            Sha256 findings,
            @Nullable String trueAt,
            Instant knownAt,
            long position,
            Sha256 root)
            implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.signOff(signOff);
        }
    }
}
