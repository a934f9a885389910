package org.fieldledger.cli;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.instrument.InstrumentCommand.ReleaseInstrumentVersion;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;

/** A case with an approval, a form and an instrument, and two patients who agreed to interviews and measures, as commands. */
public final class TwoPatients {

    public static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    public static final CaseCode CAFE = new CaseCode("CAFE");
    private static final ModuleCode INTERVIEW = new ModuleCode("interview");
    private static final ApprovalReference APPROVAL = new ApprovalReference("2019-00042");
    private static final FormVersionCode FORM = new FormVersionCode("CAFE-ADULT-1.0");
    public static final ResearcherCode ELIN = new ResearcherCode("fieldworker-2");
    public static final ParticipantCode ANNA = new ParticipantCode("CAFE-0001");
    public static final ParticipantCode BEA = new ParticipantCode("CAFE-0002");
    private static final ModuleCode MEASURE = new ModuleCode("measure");
    public static final InstrumentCode TRUST = new InstrumentCode("TRUST");

    public static List<FieldCommand> setUp() {
        var start = on("2019-02-01");
        return List.of(
                new RegisterProgramme(
                        Report.on(null, on("2019-01-01")).done(),
                        "SAMSKAPA",
                        "Coproduction",
                        LocalDate.parse("2019-01-01"),
                        LocalDate.parse("2024-12-31"),
                        STOCKHOLM),
                new DefineConsentModule(
                        Report.on(null, on("2019-01-01")).done(),
                        INTERVIEW,
                        Map.of(new Language("en"), "Interview"),
                        "speech",
                        "research",
                        null,
                        null),
                new DefineConsentModule(
                        Report.on(null, on("2019-01-01")).done(),
                        MEASURE,
                        Map.of(new Language("en"), "Measures"),
                        "answers",
                        "research",
                        null,
                        null),
                new RegisterCase(
                        Report.on(CAFE, start).done(), "Learning Café", Country.SE, "Cardiac care", false, STOCKHOLM),
                new GrantEthicsApproval(
                        Report.on(null, start).done(),
                        APPROVAL,
                        "Ethics authority",
                        Country.SE,
                        List.of(CAFE),
                        List.of(),
                        "adults",
                        List.of(),
                        LocalDate.parse("2019-01-15"),
                        null,
                        null),
                new ReleaseConsentFormVersion(
                        Report.on(null, start).done(),
                        FORM,
                        "CAFE-ADULT",
                        "1.0",
                        new Language("sv"),
                        false,
                        new Sha256("a".repeat(64)),
                        APPROVAL,
                        List.of(INTERVIEW, MEASURE)),
                new ReleaseInstrumentVersion(
                        Report.on(null, start).done(),
                        TRUST,
                        "1.0",
                        InstrumentKind.MEASURE,
                        Map.of(new Language("en"), "Trust"),
                        List.of(
                                new Item("T1", Map.of(), null, null, List.of(), false),
                                new Item("T2", Map.of(), null, null, List.of(), true)),
                        List.of(),
                        List.of(new Score("TOTAL", Map.of(), List.of("T1")))),
                new AssignResearcherRole(Report.on(CAFE, start).done(), ELIN, ResearchRole.FIELDWORKER),
                enrol(ANNA),
                enrol(BEA),
                consent(ANNA),
                consent(BEA));
    }

    private static FieldCommand enrol(ParticipantCode person) {
        return new EnrolParticipant(
                Report.on(CAFE, on("2021-02-10")).done(),
                person,
                new org.fieldledger.events.Role("patient"),
                null,
                null);
    }

    private static FieldCommand consent(ParticipantCode person) {
        return new GiveConsent(
                Report.on(CAFE, on("2021-02-11")).done(),
                person,
                List.of(INTERVIEW, MEASURE),
                FORM,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    public static Occurred on(String day) {
        return Occurred.on(LocalDate.parse(day), STOCKHOLM);
    }

    private TwoPatients() {}
}
