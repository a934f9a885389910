package org.fieldledger.events;

import org.jspecify.annotations.Nullable;

/** Interviews, and the leadership interviews that every case owes every year. */
public sealed interface InterviewEvent extends FieldEvent {

    /** A person or several were interviewed. */
    record InterviewRecorded(
            Envelope envelope,
            InterviewStyle style,
            @Nullable Integer minutes,
            @Personal @Nullable String summary) implements InterviewEvent {}

    /** A key leader of a case was interviewed for a programme year. */
    record LeadershipInterviewRecorded(
            Envelope envelope,
            ParticipantCode leader,
            @Personal String position,
            int programmeYear,
            @Nullable Integer minutes)
            implements InterviewEvent {}

    /** A leadership interview that was due did not take place, and why. */
    record LeadershipInterviewMissed(
            Envelope envelope,
            ParticipantCode leader,
            int programmeYear,
            @Personal String reason) implements InterviewEvent {}
}
