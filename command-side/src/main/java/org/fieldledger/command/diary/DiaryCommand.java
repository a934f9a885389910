package org.fieldledger.command.diary;

import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.ParticipantCode;

/** What can be asked about a diary. */
public sealed interface DiaryCommand extends FieldCommand {

    /** Who keeps the diary. */
    ParticipantCode participant();

    /** Which diary, among those of the participant. */
    String diary();

    @Override
    default StreamName stream() {
        return StreamName.participant(participant());
    }

    /** Records that a diary was handed out. */
    record IssueDiary(Report report, ParticipantCode participant, String diary) implements DiaryCommand {}

    /** Records that an entry came in. */
    record ReceiveDiaryEntry(Report report, ParticipantCode participant, String diary, int entry)
            implements DiaryCommand {}

    /** Records that a diary was handed back. */
    record ReturnDiary(Report report, ParticipantCode participant, String diary, int entries) implements DiaryCommand {}
}
