package org.fieldledger.events;

/** Diaries that participants keep. */
public sealed interface DiaryEvent extends FieldEvent {

    /** Who keeps the diary. */
    ParticipantCode participant();

    /** Which diary, among those of the participant. */
    String diary();

    /** A diary was handed to a participant. */
    record DiaryIssued(Envelope envelope, ParticipantCode participant, String diary) implements DiaryEvent {}

    /** An entry of a diary came in. */
    record DiaryEntryReceived(Envelope envelope, ParticipantCode participant, String diary, int entry)
            implements DiaryEvent {}

    /** A diary was handed back. */
    record DiaryReturned(Envelope envelope, ParticipantCode participant, String diary, int entries)
            implements DiaryEvent {}
}
