package org.fieldledger.command.governance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FrozenRelease;
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

    /**
     * Records a departure from the protocol.
     *
     * @param concerning the event it is about, where it is about one
     * @param actions what had been recorded as covered and turned out not to have been
     * @param releases the releases in which it may have left the store meanwhile
     */
    record OpenDeviation(
            Report report,
            String deviation,
            @Nullable EventId concerning,
            String description,
            List<EventId> actions,
            List<String> releases)
            implements GovernanceCommand {

        public OpenDeviation {
            actions = actions == null ? List.of() : List.copyOf(actions);
            releases = releases == null ? List.of() : List.copyOf(releases);
        }

        /** A departure about one event, or about none. */
        public OpenDeviation(Report report, String deviation, @Nullable EventId concerning, String description) {
            this(report, deviation, concerning, description, List.of(), List.of());
        }

        @Override
        public StreamName stream() {
            return StreamName.deviation(deviation);
        }

        @Override
        public List<EventId> pointsAt() {
            return Stream.concat(Stream.ofNullable(concerning), actions.stream())
                    .toList();
        }
    }

    /** Records how a departure from the protocol was dealt with. */
    record CloseDeviation(Report report, String deviation, String resolution) implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.deviation(deviation);
        }
    }

    /**
     * Records that data left the store.
     *
     * @param frozen how to make it again; absent for what was released by other means
     */
    record ReleaseData(
            Report report,
            String release,
            String recipient,
            String question,
            int rows,
            @Nullable FrozenRelease frozen) implements GovernanceCommand {

        /** What was released by other means. */
        public ReleaseData(Report report, String release, String recipient, String question, int rows) {
            this(report, release, recipient, question, rows, null);
        }

        @Override
        public StreamName stream() {
            return StreamName.release(release);
        }
    }

    /**
     * Records that whoever received a release was told that something in it may no longer be used.
     *
     * @param because the decision that took it out of use
     */
    record GiveReleaseNotice(Report report, String release, EventId because) implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.release(release);
        }

        @Override
        public List<EventId> pointsAt() {
            return List.of(because);
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

    /**
     * Records the decision that all personal texts about a person be erased. What is said here is kept for ever: name nobody
     * but by code and office.
     */
    record DecideErasure(
            Report report,
            ParticipantCode participant,
            String decidedBy,
            String reason,
            String legalBasis,
            String reference)
            implements GovernanceCommand {
        @Override
        public StreamName stream() {
            return StreamName.participant(participant);
        }
    }

    /**
     * Erases a person: destroys the key to every personal text about them, for good. What is said here is kept for ever: name
     * nobody but by code and office.
     *
     * @param decision the erasure decided, or the person's withdrawal of the kind destroy
     * @param decided the day of the decision
     * @param texts further events, about nobody in particular, whose texts tell of the person
     */
    record ErasePerson(
            Report report,
            ParticipantCode participant,
            EventId decision,
            String decidedBy,
            String reason,
            String legalBasis,
            LocalDate decided,
            String reference,
            List<EventId> texts)
            implements GovernanceCommand {

        public ErasePerson {
            texts = texts == null ? List.of() : List.copyOf(texts);
        }

        @Override
        public StreamName stream() {
            return StreamName.participant(participant);
        }

        @Override
        public List<EventId> pointsAt() {
            return texts;
        }

        /** To erase further texts that tell of the person. */
        @Override
        public boolean mayFollowErasure() {
            return report.corrects() == null;
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
