package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watching over the record itself: errors, deviations, releases and who read what. */
public sealed interface GovernanceEvent extends FieldEvent {

    /** An action should never have been recorded. Which one, and why, stands in the envelope's correction. */
    record EnteredInError(Envelope envelope) implements GovernanceEvent {}

    /**
     * A departure from the protocol was noticed.
     *
     * @param concerning the event it is about: the action that went wrong, or the decision that came to be known too late
     * @param actions what had been recorded as covered and turned out not to have been
     * @param releases the releases in which it may have left the store meanwhile
     */
    record DeviationOpened(
            Envelope envelope,
            String deviation,
            @Nullable EventId concerning,
            @Personal String description,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
            List<EventId> actions,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
            List<String> releases)
            implements GovernanceEvent {

        public DeviationOpened {
            actions = List.copyOf(actions);
            releases = List.copyOf(releases);
        }

        /** A departure about one event, or about none. */
        public DeviationOpened(Envelope envelope, String deviation, @Nullable EventId concerning, String description) {
            this(envelope, deviation, concerning, description, List.of(), List.of());
        }
    }

    /** A departure from the protocol was dealt with. */
    record DeviationClosed(
            Envelope envelope, String deviation, @Personal String resolution) implements GovernanceEvent {}

    /**
     * Data left the store: under what name, for whom, by which question.
     *
     * @param rows how many rows all its tables have together
     * @param frozen how to make it again, and whom it names; absent for what was released by other means, with the hashes of
     *     its files in the envelope
     */
    record DataReleased(
            Envelope envelope,
            String release,
            String recipient,
            String question,
            int rows,
            @Nullable FrozenRelease frozen)
            implements GovernanceEvent {

        /** A release that was made by other means. */
        public DataReleased(Envelope envelope, String release, String recipient, String question, int rows) {
            this(envelope, release, recipient, question, rows, null);
        }
    }

    /**
     * Whoever received a release was told that something in it may no longer be used.
     *
     * @param because the decision that took it out of use
     */
    record ReleaseNoticeGiven(Envelope envelope, String release, EventId because) implements GovernanceEvent {}

    /** Somebody read material about a participant. */
    record ParticipantMaterialRead(
            Envelope envelope,
            ParticipantCode participant,
            ResearcherCode reader,
            String what,
            @Personal @Nullable String purpose)
            implements GovernanceEvent {}

    /**
     * It was decided, on the day this occurred, that all personal texts about a person be erased. What it says is kept for
     * ever and names nobody but by code and office.
     *
     * @param decidedBy the office that decided, such as a data protection officer's; never a name
     * @param reason what moved it, in words that describe nobody
     * @param legalBasis the provision it rests on
     * @param reference where the decision itself is kept
     */
    record ErasureDecided(
            Envelope envelope,
            ParticipantCode participant,
            String decidedBy,
            String reason,
            String legalBasis,
            String reference)
            implements GovernanceEvent {}

    /**
     * A person was erased: the key to every personal text about them is destroyed, and with it those texts. This is the
     * skeleton that remains; it names nobody but by code and office, and cannot be taken back.
     *
     * @param decision what it was done upon: the erasure decided, or the withdrawal that asked for it
     * @param decided the day of the decision
     * @param texts further events, about nobody in particular, whose texts tell of the person and are erased with them
     */
    record PersonErased(
            Envelope envelope,
            ParticipantCode participant,
            EventId decision,
            String decidedBy,
            String reason,
            String legalBasis,
            LocalDate decided,
            String reference,
            List<EventId> texts)
            implements GovernanceEvent {

        public PersonErased {
            texts = Absent.asEmpty(texts);
        }
    }

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
