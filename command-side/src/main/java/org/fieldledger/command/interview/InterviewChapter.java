package org.fieldledger.command.interview;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.interview.InterviewCommand.MissLeadershipInterview;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.interview.InterviewCommand.RecordLeadershipInterview;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.Role;
import org.springframework.stereotype.Component;

/** Decides about interviews. */
@Component
class InterviewChapter implements Chapter<InterviewCommand> {

    @Override
    public Class<InterviewCommand> commands() {
        return InterviewCommand.class;
    }

    @Override
    public List<FieldEvent> decide(InterviewCommand command, OnRecord known) {
        return List.of(
                switch (command) {
                    case RecordInterview c ->
                        new InterviewRecorded(
                                Gate.admit(c.report(), InterviewRecorded.class, known),
                                c.style(),
                                c.minutes(),
                                c.summary());
                    case RecordLeadershipInterview c -> {
                        var envelope =
                                Gate.admit(c.report().about(c.leader()), LeadershipInterviewRecorded.class, known);
                        requireLeader(c.leader(), c.report(), known);
                        requireYear(c.programmeYear(), c.report(), known);
                        var held = known.participant(c.leader())
                                .in(c.report().theCase(), LeadershipInterviewRecorded.class)
                                .anyMatch(other -> other.programmeYear() == c.programmeYear()
                                        && other.envelope()
                                                .occurred()
                                                .equals(c.report().occurred()));
                        if (held && c.report().corrects() == null)
                            throw Refused.because(
                                    Rule.ALREADY_RECORDED,
                                    "The leadership interview of %s on %s is already recorded"
                                            .formatted(c.leader(), c.report().occurred()),
                                    "If something in it is wrong, correct it");
                        yield new LeadershipInterviewRecorded(
                                envelope, c.leader(), c.position(), c.programmeYear(), c.minutes());
                    }
                    case MissLeadershipInterview c -> {
                        var envelope = Gate.admit(c.report().about(c.leader()), LeadershipInterviewMissed.class, known);
                        requireLeader(c.leader(), c.report(), known);
                        yield new LeadershipInterviewMissed(envelope, c.leader(), c.programmeYear(), c.reason());
                    }
                });
    }

    private static void requireLeader(ParticipantCode leader, Report report, OnRecord known) {
        var everLeader = known.participant(leader)
                .in(report.theCase(), ParticipantEvent.class)
                .anyMatch(event -> switch (event) {
                    case ParticipantEnrolled enrolled -> enrolled.role().equals(Role.KEY_LEADER);
                    case ParticipantTransferred moved -> moved.to().equals(Role.KEY_LEADER);
                    case BirthRecorded born -> false;
                    case ParticipantDiscontinued gone -> false;
                });
        if (!everLeader)
            throw Refused.because(
                    Rule.NOT_A_LEADER,
                    "%s has not been a key leader of case %s".formatted(leader, report.theCase()),
                    "Enrol or transfer the person as %s, or record an ordinary interview".formatted(Role.KEY_LEADER));
    }

    private static void requireYear(int year, Report report, OnRecord known) {
        var day = report.occurred().firstDay();
        if (!known.programme().yearOf(day).filter(actual -> actual == year).isPresent())
            throw Refused.because(
                    Rule.YEAR_OUTSIDE_PROGRAMME,
                    "%s does not lie in programme year %d".formatted(report.occurred(), year),
                    known.programme()
                            .yearOf(day)
                            .map("It lies in programme year %d"::formatted)
                            .orElse("The programme does not run then"));
    }
}
