package org.fieldledger.command.groupsession;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Answers;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.groupsession.GroupSessionCommand.AnswerEventQuestionnaire;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldCafeSession;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldMeeting;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldReflectiveDialogue;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldSeminar;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldWorkshop;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.GroupSessionEvent.CafeSessionHeld;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.GroupSessionEvent.MeetingHeld;
import org.fieldledger.events.GroupSessionEvent.ReflectiveDialogueHeld;
import org.fieldledger.events.GroupSessionEvent.SeminarHeld;
import org.fieldledger.events.GroupSessionEvent.WorkshopHeld;
import org.springframework.stereotype.Component;

/** Decides about meetings of several people. */
@Component
class GroupSessionChapter implements Chapter<GroupSessionCommand> {

    @Override
    public Class<GroupSessionCommand> commands() {
        return GroupSessionCommand.class;
    }

    @Override
    public List<FieldEvent> decide(GroupSessionCommand command, OnRecord known) {
        var report = command.report();
        var session = command.session();
        var history = known.session(session);
        if (command instanceof AnswerEventQuestionnaire) {
            if (history.isEmpty())
                throw Refused.because(
                        Rule.SESSION_UNKNOWN,
                        "There is no meeting %s".formatted(session),
                        "Record the meeting first, or check its code");
        } else if (history.of(GroupSessionEvent.class).anyMatch(e -> !(e instanceof EventQuestionnaireAnswered))
                && report.corrects() == null)
            throw Refused.because(
                    Rule.ALREADY_RECORDED,
                    "The meeting %s is already recorded".formatted(session),
                    "Give another meeting another code, or correct this one");
        return List.of(
                switch (command) {
                    case HoldFocusGroup c ->
                        new FocusGroupHeld(
                                Gate.admit(peopled(report), FocusGroupHeld.class, session, known), session, c.topic());
                    case HoldWorkshop c ->
                        new WorkshopHeld(
                                Gate.admit(report, WorkshopHeld.class, session, known), session, c.kind(), c.topic());
                    case HoldCafeSession c ->
                        new CafeSessionHeld(
                                Gate.admit(report, CafeSessionHeld.class, session, known),
                                session,
                                c.number(),
                                c.topic());
                    case HoldSeminar c ->
                        new SeminarHeld(Gate.admit(report, SeminarHeld.class, session, known), session, c.topic());
                    case HoldMeeting c ->
                        new MeetingHeld(Gate.admit(report, MeetingHeld.class, session, known), session, c.topic());
                    case HoldReflectiveDialogue c ->
                        new ReflectiveDialogueHeld(
                                Gate.admit(report, ReflectiveDialogueHeld.class, session, known), session, c.topic());
                    case AnswerEventQuestionnaire c -> {
                        Answers.require(
                                known.instrument(c.instrument()), c.version(), report.occurred(), c.responses());
                        yield new EventQuestionnaireAnswered(
                                Gate.admit(report, EventQuestionnaireAnswered.class, session, known),
                                session,
                                c.instrument(),
                                c.version(),
                                c.responses());
                    }
                });
    }

    private static Report peopled(Report report) {
        if (report.participants().isEmpty())
            throw Refused.because(
                    Rule.PARTICIPANT_NOT_NAMED,
                    "The report names nobody who was in the focus group",
                    "Name everybody who took part in report.participants");
        return report;
    }
}
