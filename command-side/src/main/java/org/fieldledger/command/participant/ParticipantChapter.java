package org.fieldledger.command.participant;

import java.time.ZoneOffset;
import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.entity.Participant;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.command.participant.ParticipantCommand.TransferParticipant;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.Precision;
import org.fieldledger.events.Role;
import org.springframework.stereotype.Component;

/** Decides about enrolment, discontinuation and transfers. */
@Component
class ParticipantChapter implements Chapter<ParticipantCommand> {

    @Override
    public Class<ParticipantCommand> commands() {
        return ParticipantCommand.class;
    }

    @Override
    public List<FieldEvent> decide(ParticipantCommand command, OnRecord known) {
        var caseStudy = command.report().theCase();
        var participant = known.participant(command.participant());
        var report = command.report().about(command.participant());
        var correcting = report.corrects() != null;
        return switch (command) {
            case EnrolParticipant c -> {
                if (participant.enrolledNow(caseStudy) && !correcting)
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "%s is already enrolled in case %s".formatted(c.participant(), caseStudy),
                            "Record a transfer for a change of role, or correct the enrolment");
                if (c.site() != null && !known.caseStudy(caseStudy).hasSite(c.site()))
                    throw Refused.because(
                            Rule.SITE_UNKNOWN,
                            "Case %s has no site %s".formatted(caseStudy, c.site()),
                            "Check the code, or have the site added first");
                var named = report.withParts(List.of(new Report.Part(c.participant(), c.role(), c.level())));
                var envelope = Gate.admit(named, ParticipantEnrolled.class, known);
                yield List.of(new ParticipantEnrolled(envelope, c.participant(), c.role(), c.level(), c.site()));
            }
            case RecordBirth c -> {
                if (!isADate(c.born()))
                    throw Refused.because(
                            Rule.FIELD_NOT_FILLED_IN,
                            "The date of birth cannot be read",
                            "Write 2006, 2006-05 or 2006-05-17, as exactly as it is known");
                yield List.of(
                        new BirthRecorded(Gate.admit(report, BirthRecorded.class, known), c.participant(), c.born()));
            }
            case DiscontinueParticipant c -> {
                var envelope = Gate.admit(report, ParticipantDiscontinued.class, known);
                if (!correcting) requireEnrolled(participant, caseStudy);
                yield List.of(new ParticipantDiscontinued(envelope, c.participant(), c.reason(), c.detail()));
            }
            case TransferParticipant c -> {
                var envelope = Gate.admit(report, ParticipantTransferred.class, known);
                if (!correcting) {
                    requireEnrolled(participant, caseStudy);
                    if (!participant.role(caseStudy).filter(c.from()::equals).isPresent())
                        throw Refused.because(
                                Rule.ROLE_NOT_HELD,
                                "%s is not %s in case %s but %s"
                                        .formatted(
                                                c.participant(),
                                                c.from(),
                                                caseStudy,
                                                participant
                                                        .role(caseStudy)
                                                        .map(Role::code)
                                                        .orElse("nothing")),
                                "Give the role held before the transfer");
                }
                yield List.of(new ParticipantTransferred(envelope, c.participant(), c.from(), c.to(), c.level()));
            }
        };
    }

    private static boolean isADate(String born) {
        try {
            return new Occurred(born, null, ZoneOffset.UTC).precision() != Precision.MINUTE;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static void requireEnrolled(Participant participant, CaseCode caseStudy) {
        if (!participant.enrolledNow(caseStudy))
            throw Refused.because(
                    Rule.PARTICIPANT_NOT_ENROLLED,
                    "%s is not enrolled in case %s".formatted(participant.code(), caseStudy),
                    "Check the code and the case");
    }
}
