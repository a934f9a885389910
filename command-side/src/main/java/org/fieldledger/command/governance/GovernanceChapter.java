package org.fieldledger.command.governance;

import java.util.List;
import java.util.stream.Collectors;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.History;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.governance.GovernanceCommand.CloseDeviation;
import org.fieldledger.command.governance.GovernanceCommand.DecideErasure;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.governance.GovernanceCommand.GiveReleaseNotice;
import org.fieldledger.command.governance.GovernanceCommand.OpenDeviation;
import org.fieldledger.command.governance.GovernanceCommand.ReadParticipantMaterial;
import org.fieldledger.command.governance.GovernanceCommand.ReleaseData;
import org.fieldledger.command.governance.GovernanceCommand.SignOffAuditReport;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.GovernanceEvent.AuditReportSignedOff;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.DeviationClosed;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GovernanceEvent.ErasureDecided;
import org.fieldledger.events.GovernanceEvent.ParticipantMaterialRead;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.GovernanceEvent.ReleaseNoticeGiven;
import org.fieldledger.events.WithdrawalKind;
import org.springframework.stereotype.Component;

/** Decides about errors, deviations, releases, reading, erasure and signatures. */
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
            case ReleaseData c -> {
                if (c.report().corrects() == null
                        && known.history(c.stream())
                                .of(DataReleased.class)
                                .findAny()
                                .isPresent())
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "There already is a release %s".formatted(c.release()),
                            "Give this one a name of its own: a release stays what it was");
                yield List.of(
                        new DataReleased(envelope, c.release(), c.recipient(), c.question(), c.rows(), c.frozen()));
            }
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
            case DecideErasure c ->
                List.of(new ErasureDecided(
                        envelope, c.participant(), c.decidedBy(), c.reason(), c.legalBasis(), c.reference()));
            case ErasePerson c -> {
                decided(c, known);
                onRecord(c.pointsAt(), known);
                yield erasedAlready(c, known)
                        ? List.of()
                        : List.of(new PersonErased(
                                envelope,
                                c.participant(),
                                c.decision(),
                                c.decidedBy(),
                                c.reason(),
                                c.legalBasis(),
                                c.decided(),
                                c.reference(),
                                c.texts()));
            }
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

    /** Nobody erases a person of their own accord: it was decided, or the person asked that what is held be destroyed. */
    private static void decided(ErasePerson command, OnRecord known) {
        var person = known.history(command.stream());
        var decision = person.find(command.decision())
                .filter(entry -> person.stands(entry.id()))
                .map(History.Entry::event);
        if (decision.filter(GovernanceChapter::asksForErasure).isEmpty())
            throw Refused.because(
                    Rule.ERASURE_NOT_DECIDED,
                    "Event %s is no standing decision to erase %s".formatted(command.decision(), command.participant()),
                    "Have the decision recorded first (DecideErasure), or name the withdrawal of the kind destroy");
    }

    private static boolean asksForErasure(FieldEvent event) {
        return event instanceof ErasureDecided
                || event instanceof ConsentWithdrawn withdrawn && withdrawn.kind() == WithdrawalKind.DESTROY;
    }

    private static boolean erasedAlready(ErasePerson command, OnRecord known) {
        var erasures = known.history(command.stream()).of(PersonErased.class).toList();
        return !erasures.isEmpty()
                && erasures.stream()
                        .flatMap(erased -> erased.texts().stream())
                        .collect(Collectors.toSet())
                        .containsAll(command.texts());
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
