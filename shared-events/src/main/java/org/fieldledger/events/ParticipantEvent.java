package org.fieldledger.events;

import org.jspecify.annotations.Nullable;

/** A participant's course through a case. */
public sealed interface ParticipantEvent extends FieldEvent {

    /** The participant concerned. */
    ParticipantCode participant();

    /** A person joined a case, in a role and, where it matters, at a level and a site. */
    record ParticipantEnrolled(
            Envelope envelope,
            ParticipantCode participant,
            Role role,
            @Nullable Level level,
            @Nullable SiteCode site) implements ParticipantEvent {}

    /** A person's part in a case ended. This says nothing about consent, which is its own decision. */
    record ParticipantDiscontinued(
            Envelope envelope,
            ParticipantCode participant,
            DiscontinuationReason reason,
            @Personal @Nullable String detail)
            implements ParticipantEvent {}

    /** A person moved from one role to another within a case. */
    record ParticipantTransferred(
            Envelope envelope,
            ParticipantCode participant,
            Role from,
            Role to,
            @Nullable Level level) implements ParticipantEvent {}

    /** When a person was born, as exactly as it is known: 2006, 2006-05 or 2006-05-17. It says who may decide for them. */
    record BirthRecorded(Envelope envelope, ParticipantCode participant, String born) implements ParticipantEvent {}
}
