package org.fieldledger.events;

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
}
