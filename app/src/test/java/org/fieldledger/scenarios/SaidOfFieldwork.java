package org.fieldledger.scenarios;

import static org.fieldledger.scenarios.Telling.STOCKHOLM;
import static org.fieldledger.scenarios.Template.WHO;
import static org.fieldledger.scenarios.Template.X;
import static org.fieldledger.scenarios.Template.say;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.diary.DiaryCommand.IssueDiary;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.ResumeEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.SuspendEthicsApproval;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.material.MaterialCommand.ReceiveDataset;
import org.fieldledger.events.Country;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ReconsentRule;

/** How fieldwork is told, and what becomes of approvals and texts, and of what was entered in error. */
final class SaidOfFieldwork {

    static final List<Template> ALL = List.of(
            // Fieldwork
            say(
                    WHO + " is interviewed(?<sound> with sound)?(?: (?<mode>in person|by telephone))?",
                    s -> List.of(new RecordInterview(
                            s.fieldwork(List.of(s.person("who"))), InterviewStyle.SEMISTRUCTURED, 60, null))),
            say(
                    "(?<people>[A-Z][a-z]+(?: and [A-Z][a-z]+)*) meets? in focus group (?<session>[A-Z]+)",
                    s -> List.of(new HoldFocusGroup(
                            s.fieldwork(Stream.of(s.word("people").split(" and "))
                                    .map(s.telling()::person)
                                    .toList()),
                            s.telling().session(s.word("session")),
                            "What a good visit is"))),
            say(
                    "a diary is handed to " + WHO,
                    s -> List.of(new IssueDiary(
                            s.fieldwork(List.of(s.person("who"))),
                            s.person("who"),
                            "DIARY-" + s.day().toString()))),
            say(
                    "a register extract about " + WHO + " is received",
                    s -> List.of(new ReceiveDataset(
                            s.fieldwork(List.of(s.person("who")), "text/csv"),
                            DatasetKind.DATASET,
                            "The health register",
                            "Consent",
                            LocalDate.parse("2019-01-01"),
                            LocalDate.parse("2019-12-31"),
                            1,
                            null,
                            null))),
            // Approvals and texts; those of the Swedish case
            say(
                    "the approval was put on hold",
                    s -> List.of(new SuspendEthicsApproval(
                            s.atLarge(Country.SE), s.telling().approval(Country.SE), "Visits stopped"))),
            say(
                    "the approval was resumed",
                    s -> List.of(new ResumeEthicsApproval(
                            s.atLarge(Country.SE), s.telling().approval(Country.SE), "Visits resumed"))),
            say(
                    "text (?<new>\\d) replaced text (?<old>\\d) by an amendment, and everybody must be (?<told>asked again|told)",
                    s -> List.of(new AmendEthicsApproval(
                            s.atLarge(Country.SE),
                            s.telling().approval(Country.SE),
                            "1",
                            List.of(),
                            List.of(),
                            List.of(s.telling().text(Country.SE, s.word("new"))),
                            List.of(s.telling().text(Country.SE, s.word("old"))),
                            s.word("told").equals("told") ? ReconsentRule.NOTIFY : ReconsentRule.REQUIRED,
                            null))),
            say(
                    "text (?<n>\\d) went out of use",
                    s -> List.of(new RetireConsentFormVersion(
                            s.atLarge(Country.SE),
                            s.telling().text(Country.SE, s.word("n")),
                            "A later one took its place"))),
            // Errors
            say(
                    X + " was entered in error",
                    s -> List.of(new EnterInError(
                            Report.on(s.telling().caseOf(Country.SE), Occurred.at(s.recordedAt(), STOCKHOLM))
                                    .correcting(new Correction(s.event("x"), "Another person's form"))
                                    .done()))));

    private SaidOfFieldwork() {}
}
