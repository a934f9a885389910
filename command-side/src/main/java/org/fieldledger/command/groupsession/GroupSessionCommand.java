package org.fieldledger.command.groupsession;

import java.util.List;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WorkshopKind;

/** What can be asked about meetings. Everybody who attended as a participant is named in the report. */
public sealed interface GroupSessionCommand extends FieldCommand {

    /** The meeting. */
    SessionCode session();

    @Override
    default StreamName stream() {
        return StreamName.session(session());
    }

    /** Records a focus group. */
    record HoldFocusGroup(Report report, SessionCode session, String topic) implements GroupSessionCommand {}

    /** Records a workshop. */
    record HoldWorkshop(Report report, SessionCode session, WorkshopKind kind, String topic)
            implements GroupSessionCommand {}

    /** Records a café session. */
    record HoldCafeSession(Report report, SessionCode session, int number, String topic)
            implements GroupSessionCommand {}

    /** Records a seminar. */
    record HoldSeminar(Report report, SessionCode session, String topic) implements GroupSessionCommand {}

    /** Records a programme meeting. */
    record HoldMeeting(Report report, SessionCode session, String topic) implements GroupSessionCommand {}

    /** Records a reflective dialogue. */
    record HoldReflectiveDialogue(Report report, SessionCode session, String topic) implements GroupSessionCommand {}

    /** Records a questionnaire handed out at a meeting, under no name. */
    record AnswerEventQuestionnaire(
            Report report, SessionCode session, InstrumentCode instrument, String version, List<Response> responses)
            implements GroupSessionCommand {
        @Override
        public List<StreamName> alsoReads() {
            return List.of(StreamName.instrument(instrument));
        }
    }
}
