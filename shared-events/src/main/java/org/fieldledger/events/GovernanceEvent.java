package org.fieldledger.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Watching over the record itself: errors, deviations, releases and who read what. */
public sealed interface GovernanceEvent extends FieldEvent {

    /** An action should never have been recorded. Which one, and why, stands in the envelope's correction. */
    record EnteredInError(Envelope envelope) implements GovernanceEvent {}

    /** A departure from the protocol was noticed. */
    record DeviationOpened(
            Envelope envelope, String deviation, @Nullable EventId concerning, String description)
            implements GovernanceEvent {}

    /** A departure from the protocol was dealt with. */
    record DeviationClosed(Envelope envelope, String deviation, String resolution) implements GovernanceEvent {}

    /** Data left the store: under what name, for whom, by which question, with the hashes of the files in the envelope. */
    record DataReleased(Envelope envelope, String release, String recipient, String question, int rows)
            implements GovernanceEvent {}

    /** Somebody read material about a participant. */
    record ParticipantMaterialRead(
            Envelope envelope,
            ParticipantCode participant,
            ResearcherCode reader,
            String what,
            @Nullable String purpose)
            implements GovernanceEvent {}

    /**
     * An ethics officer signed an audit report off. The case, where it is about one, stands in the envelope.
     *
     * @param participant the person it is about, where it is about one
     * @param signOff the code of this signature, printed on the paper
     * @param paper the SHA-256 of the file that was signed
     * @param findings the SHA-256 of all the answers it rests on
     * @param trueAt the day or moment in the field it was asked about; absent for the latest
     * @param knownAt what was known by then
     * @param position the last position of the log that it rests on
     * @param root the RFC 6962 root of the log up to that position
     */
    record AuditReportSignedOff(
            Envelope envelope,
            @Nullable ParticipantCode participant,
            String signOff,
            Sha256 paper,
            Sha256 findings,
            @Nullable String trueAt,
            Instant knownAt,
            long position,
            Sha256 root)
            implements GovernanceEvent {}
}
