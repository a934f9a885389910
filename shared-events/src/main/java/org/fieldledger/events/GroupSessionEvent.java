package org.fieldledger.events;

import java.util.List;

/** Meetings of several people, each of whose consent counts: one unwilling member and the whole is refused. */
public sealed interface GroupSessionEvent extends FieldEvent {

    /** The meeting. */
    SessionCode session();

    /** A focus group met. */
    record FocusGroupHeld(
            Envelope envelope,
            SessionCode session,
            @Personal String topic) implements GroupSessionEvent {}

    /** A workshop took place: codesign, measures, leadership. */
    record WorkshopHeld(
            Envelope envelope,
            SessionCode session,
            WorkshopKind kind,
            @Personal String topic) implements GroupSessionEvent {}

    /** A café session took place. */
    record CafeSessionHeld(
            Envelope envelope,
            SessionCode session,
            int number,
            @Personal String topic) implements GroupSessionEvent {}

    /** A seminar took place. */
    record SeminarHeld(
            Envelope envelope,
            SessionCode session,
            @Personal String topic) implements GroupSessionEvent {}

    /** A programme meeting took place. */
    record MeetingHeld(
            Envelope envelope,
            SessionCode session,
            @Personal String topic) implements GroupSessionEvent {}

    /** A reflective dialogue took place. */
    record ReflectiveDialogueHeld(
            Envelope envelope,
            SessionCode session,
            @Personal String topic) implements GroupSessionEvent {}

    /** A questionnaire handed out at an event came back, under no name. */
    record EventQuestionnaireAnswered(
            Envelope envelope,
            SessionCode session,
            InstrumentCode instrument,
            String version,
            @Personal Responses responses)
            implements GroupSessionEvent {

        public EventQuestionnaireAnswered {
            responses = Absent.asNone(responses);
        }

        /** The same with answers that are open. */
        public EventQuestionnaireAnswered(
                Envelope envelope,
                SessionCode session,
                InstrumentCode instrument,
                String version,
                List<MeasureEvent.Response> responses) {
            this(envelope, session, instrument, version, Responses.of(responses));
        }
    }
}
