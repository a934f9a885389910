package org.fieldledger.faults;

import static org.fieldledger.faults.Race.TakesAway.ENDS_APPROVAL;
import static org.fieldledger.faults.Race.TakesAway.RETIRES_FORM;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.EndResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.ethics.EthicsCommand.EndEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.instrument.InstrumentCommand.ReleaseInstrumentVersion;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;

/**
 * One race: somebody records an action of 5 March 2020 while somebody else records what took its cover away on 1 March. Each
 * has a case, an approval, a text and two people of its own, and follows from a seed and its number alone.
 */
record Race(int number, TakesAway takesAway, Action action, boolean asDeviation, int actionLater, int takingLater) {

    /** What takes the cover away. */
    enum TakesAway {
        WITHDRAWS,
        DISCONTINUES,
        ENDS_ROLE,
        ENDS_APPROVAL,
        RETIRES_FORM
    }

    /** What is recorded meanwhile. */
    enum Action {
        INTERVIEW,
        MEASURE,
        FOCUS_GROUP,
        CONSENT
    }

    static final ResearcherCode RECORDER = new ResearcherCode("fieldworker-2");
    private static final int LATEST_US = 3_000;
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final InstrumentCode INSTRUMENT = new InstrumentCode("SECURITY");
    private static final List<ModuleCode> MODULES = List.of(new ModuleCode("interview"), new ModuleCode("measure"));

    static Race of(long seed, int number) {
        var chance = new SplittableRandom(seed * 1_000_003 + number);
        var takesAway = TakesAway.values()[number % TakesAway.values().length];
        var action = takesAway == RETIRES_FORM ? Action.CONSENT : Action.values()[chance.nextInt(3)];
        return new Race(
                number,
                takesAway,
                action,
                action != Action.CONSENT && chance.nextBoolean(),
                chance.nextInt(LATEST_US),
                chance.nextInt(LATEST_US));
    }

    /** What all races have in common. */
    static List<FieldCommand> programme() {
        return List.of(
                new RegisterProgramme(
                        Report.on(null, on("2019-01-01")).done(),
                        "RACES",
                        "Races",
                        LocalDate.parse("2019-01-01"),
                        LocalDate.parse("2024-12-31"),
                        ZONE),
                module("interview"),
                module("measure"),
                new ReleaseInstrumentVersion(
                        Report.on(null, on("2019-01-01")).done(),
                        INSTRUMENT,
                        "1.0",
                        InstrumentKind.SURVEY,
                        Map.of(new Language("en"), "Security"),
                        List.of(new Item("S1", Map.of(new Language("en"), "S1"), null, null, List.of(), false)),
                        List.of(),
                        List.of()));
    }

    /** What this one needs to be on record before it begins. */
    List<FieldCommand> before() {
        var start = on("2019-02-01");
        return List.of(
                new RegisterCase(Report.on(caseCode(), start).done(), "A case", Country.SE, "Care", false, ZONE),
                new GrantEthicsApproval(
                        Report.on(null, start).done(),
                        approval(),
                        "Ethics authority",
                        Country.SE,
                        List.of(caseCode()),
                        List.of(),
                        "adults",
                        List.of(),
                        LocalDate.parse("2019-01-15"),
                        null,
                        LocalDate.parse("2024-12-31")),
                new ReleaseConsentFormVersion(
                        Report.on(null, start).done(),
                        form(),
                        "ADULT-" + number,
                        "1.0",
                        new Language("sv"),
                        false,
                        new Sha256("a".repeat(64)),
                        approval(),
                        MODULES),
                new AssignResearcherRole(Report.on(caseCode(), start).done(), RECORDER, ResearchRole.FIELDWORKER),
                enrolled(1),
                enrolled(2),
                consent(1, "2020-01-10"),
                consent(2, "2020-01-10"));
    }

    FieldCommand takingAway() {
        var report = Report.on(
                        takesAway == ENDS_APPROVAL || takesAway == RETIRES_FORM ? null : caseCode(), on("2020-03-01"))
                .done();
        return switch (takesAway) {
            case WITHDRAWS ->
                new WithdrawConsent(
                        report,
                        person(2),
                        MODULES,
                        WithdrawalKind.NO_FURTHER_COLLECTION,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null);
            case DISCONTINUES -> new DiscontinueParticipant(report, person(2), DiscontinuationReason.MOVED_AWAY, null);
            case ENDS_ROLE -> new EndResearcherRole(report, RECORDER, ResearchRole.FIELDWORKER, "Left");
            case ENDS_APPROVAL -> new EndEthicsApproval(report, approval(), "Over");
            case RETIRES_FORM -> new RetireConsentFormVersion(report, form(), "Replaced");
        };
    }

    FieldCommand recording() {
        var draft = Report.on(caseCode(), on("2020-03-05"))
                .asDeviationBecause(asDeviation ? "It happened all the same" : null);
        return switch (action) {
            case INTERVIEW ->
                new RecordInterview(draft.with(person(2)).done(), InterviewStyle.SEMISTRUCTURED, 40, null);
            case MEASURE ->
                new AdministerMeasure(
                        draft.with(person(2)).done(),
                        person(2),
                        INSTRUMENT,
                        "1.0",
                        null,
                        List.of(Response.of("S1", BigDecimal.ONE)));
            case FOCUS_GROUP ->
                new HoldFocusGroup(
                        draft.with(person(1), person(2)).done(), new SessionCode(caseCode() + "-FG-1"), "Care");
            case CONSENT -> consent(2, "2020-03-05");
        };
    }

    CaseCode caseCode() {
        return new CaseCode("R%05d".formatted(number));
    }

    ApprovalReference approval() {
        return new ApprovalReference("2019-%05d".formatted(number));
    }

    FormVersionCode form() {
        return new FormVersionCode("R%05d-ADULT-1.0-sv".formatted(number));
    }

    private ParticipantCode person(int which) {
        return new ParticipantCode("%s-%04d".formatted(caseCode(), which));
    }

    private EnrolParticipant enrolled(int which) {
        return new EnrolParticipant(
                Report.on(caseCode(), on("2019-03-01")).done(), person(which), new Role("patient"), null, null);
    }

    private GiveConsent consent(int which, String day) {
        return new GiveConsent(
                Report.on(caseCode(), on(day)).done(),
                person(which),
                MODULES,
                form(),
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    private static DefineConsentModule module(String code) {
        return new DefineConsentModule(
                Report.on(null, on("2019-01-01")).done(),
                new ModuleCode(code),
                Map.of(new Language("en"), code),
                "data",
                "research",
                LocalDate.parse("2024-12-31"),
                null);
    }

    private static Occurred on(String day) {
        return new Occurred(day, null, ZONE);
    }
}
