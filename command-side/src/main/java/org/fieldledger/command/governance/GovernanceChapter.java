package org.fieldledger.command.governance;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.governance.GovernanceCommand.CloseDeviation;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.governance.GovernanceCommand.GiveReleaseNotice;
import org.fieldledger.command.governance.GovernanceCommand.OpenDeviation;
import org.fieldledger.command.governance.GovernanceCommand.ReadParticipantMaterial;
import org.fieldledger.command.governance.GovernanceCommand.ReleaseData;
import org.fieldledger.command.governance.GovernanceCommand.SignOffAuditReport;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.GovernanceEvent.AuditReportSignedOff;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.DeviationClosed;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GovernanceEvent.ParticipantMaterialRead;
import org.fieldledger.events.GovernanceEvent.ReleaseNoticeGiven;
import org.springframework.stereotype.Component;

/** Decides about errors, deviations, releases, reading and signatures. */
@Component
class GovernanceChapter implements Chapter<GovernanceCommand> {

    @Override
    public Class<GovernanceCommand> commands() {
        return GovernanceCommand.class;
    }

    @Override
    public List<FieldEvent> decide(GovernanceCommand command, OnRecord known) {
        var envelope = Gate.admit(command.report(), GovernanceEvent.class, known);
        return switch (command) {
            case EnterInError c -> {
                if (c.report().corrects() == null)
                    throw Refused.because(
                            Rule.CORRECTED_EVENT_UNKNOWN,
                            "The report does not say which event was entered in error",
                            "Name the event and the reason in report.corrects");
                yield List.of(new EnteredInError(envelope));
            }
            case OpenDeviation c -> {
                if (known.history(c.stream())
                                .of(DeviationOpened.class)
                                .findAny()
                                .isPresent()
                        && c.report().corrects() == null)
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "There already is a deviation %s".formatted(c.deviation()),
                            "Give this one a code of its own");
                onRecord(c.pointsAt(), known);
                yield List.of(new DeviationOpened(
                        envelope, c.deviation(), c.concerning(), c.description(), c.actions(), c.releases()));
            }
            case CloseDeviation c -> {
                if (known.history(c.stream())
                        .of(DeviationOpened.class)
                        .findAny()
                        .isEmpty())
                    throw Refused.because(
                            Rule.DEVIATION_UNKNOWN,
                            "There is no deviation %s".formatted(c.deviation()),
                            "Check its code");
                yield List.of(new DeviationClosed(envelope, c.deviation(), c.resolution()));
            }
            case ReleaseData c ->
                List.of(new DataReleased(envelope, c.release(), c.recipient(), c.question(), c.rows()));
            case GiveReleaseNotice c -> {
                var release = known.history(c.stream());
                if (release.of(DataReleased.class).findAny().isEmpty())
                    throw Refused.because(
                            Rule.RELEASE_UNKNOWN,
                            "There is no release %s".formatted(c.release()),
                            "Check its name in the answer to recipients");
                onRecord(c.pointsAt(), known);
                if (c.report().corrects() == null
                        && release.of(ReleaseNoticeGiven.class)
                                .anyMatch(given -> given.because().equals(c.because())))
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "Whoever received %s was told of this already".formatted(c.release()),
                            "Nothing is left to be done about it");
                yield List.of(new ReleaseNoticeGiven(envelope, c.release(), c.because()));
            }
            case ReadParticipantMaterial c ->
                List.of(new ParticipantMaterialRead(envelope, c.participant(), c.reader(), c.what(), c.purpose()));
            case SignOffAuditReport c -> {
                if (known.history(c.stream())
                        .of(AuditReportSignedOff.class)
                        .findAny()
                        .isPresent())
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "Something was signed off as %s already".formatted(c.signOff()),
                            "Make the paper anew: each signature has a code of its own");
                yield List.of(new AuditReportSignedOff(
                        envelope,
                        c.participant(),
                        c.signOff(),
                        c.paper(),
                        c.findings(),
                        c.trueAt(),
                        c.knownAt(),
                        c.position(),
                        c.root()));
            }
        };
    }

    private static void onRecord(List<EventId> events, OnRecord known) {
        for (var event : events)
            if (!known.evidence().contains(event))
                throw Refused.because(
                        Rule.EVIDENCE_UNKNOWN,
                        "There is no event %s".formatted(event),
                        "Take the id of the event from the timeline");
    }
}
