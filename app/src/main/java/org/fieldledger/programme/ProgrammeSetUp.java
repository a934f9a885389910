package org.fieldledger.programme;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AddSite;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.ResumeEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.SuspendEthicsApproval;
import org.fieldledger.command.instrument.InstrumentCommand.AdoptSchedule;
import org.fieldledger.command.instrument.InstrumentCommand.ReleaseInstrumentVersion;
import org.fieldledger.command.programme.ProgrammeCommand.AdoptConsentRules;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.Language;
import org.fieldledger.events.Occurred;
import org.fieldledger.programme.ProgrammeDefinition.Approval;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.fieldledger.programme.ProgrammeDefinition.ConsentRules;
import org.fieldledger.programme.ProgrammeDefinition.Form;
import org.fieldledger.programme.ProgrammeDefinition.FormVersion;
import org.fieldledger.programme.ProgrammeDefinition.Module;

/** The commands that set a programme up, each on the day in the field from which it holds. */
public final class ProgrammeSetUp {

    /** A command with the day on which it comes about. */
    public record Step(LocalDate day, FieldCommand command) {}

    private final ProgrammeDefinition programme;
    private final List<Step> steps = new ArrayList<>();

    private ProgrammeSetUp(ProgrammeDefinition programme) {
        this.programme = programme;
    }

    /** Every step, in an order in which each finds what it rests on. */
    public static List<Step> steps(ProgrammeDefinition programme) {
        var setUp = new ProgrammeSetUp(programme);
        setUp.programme();
        programme.consentRules().forEach(setUp::consentRules);
        programme.modules().forEach(setUp::module);
        programme.approvals().forEach(setUp::approval);
        programme.forms().forEach(setUp::form);
        programme.instruments().forEach(setUp::instrument);
        programme.cases().forEach(setUp::caseStudy);
        return List.copyOf(setUp.steps);
    }

    private void programme() {
        step(
                programme.begins(),
                new RegisterProgramme(
                        atLarge(programme.begins()),
                        programme.code(),
                        programme.title(),
                        programme.begins(),
                        programme.ends(),
                        programme.zone()));
    }

    private void consentRules(ConsentRules adopted) {
        step(
                adopted.from(),
                new AdoptConsentRules(
                        atLarge(adopted.from()),
                        adopted.country(),
                        adopted.edition(),
                        adopted.rules(),
                        adopted.sources()));
    }

    private void module(Module module) {
        step(
                programme.begins(),
                new DefineConsentModule(
                        atLarge(programme.begins()),
                        module.code(),
                        module.title(),
                        module.dataCategory(),
                        module.purpose(),
                        module.collectUntil(),
                        module.useUntil(),
                        module.wordings()));
    }

    private void approval(Approval approval) {
        step(
                approval.decided(),
                new GrantEthicsApproval(
                        atLarge(approval.decided()),
                        approval.reference(),
                        approval.authority(),
                        approval.country(),
                        approval.cases(),
                        List.of(),
                        approval.population(),
                        approval.conditions(),
                        approval.decided(),
                        null,
                        approval.ends()));
        for (var pause : approval.pauses()) {
            step(pause.from(), new SuspendEthicsApproval(atLarge(pause.from()), approval.reference(), pause.reason()));
            step(
                    pause.until(),
                    new ResumeEthicsApproval(
                            atLarge(pause.until()), approval.reference(), "The reason for the pause is over"));
        }
        for (var amendment : approval.amendments())
            step(
                    amendment.on(),
                    new AmendEthicsApproval(
                            atLarge(amendment.on()),
                            approval.reference(),
                            amendment.amendment(),
                            List.of(),
                            List.of(),
                            texts(approval, amendment.formsAdded()),
                            texts(approval, amendment.formsRetired()),
                            amendment.reconsent(),
                            null));
    }

    private List<FormVersionCode> texts(Approval approval, List<String> versions) {
        return programme.forms().stream()
                .filter(form -> form.approval().equals(approval.reference()))
                .flatMap(form -> form.versions().stream()
                        .filter(version -> versions.contains(version.version()))
                        .flatMap(version -> version.texts().keySet().stream()
                                .map(language -> FormVersion.code(form, version, language, false))))
                .toList();
    }

    private void form(Form form) {
        for (var version : form.versions()) {
            version.texts().forEach((language, text) -> text(form, version, language, false, text));
            version.easyRead().forEach((language, text) -> text(form, version, language, true, text));
        }
    }

    private void text(Form form, FormVersion version, Language language, boolean easyRead, String text) {
        var code = FormVersion.code(form, version, language, easyRead);
        step(
                version.released(),
                new ReleaseConsentFormVersion(
                        atLarge(version.released()),
                        code,
                        form.form(),
                        version.version(),
                        language,
                        easyRead,
                        FormVersion.hash(text),
                        form.approval(),
                        programme.modules().stream().map(Module::code).toList()));
        if (version.retired() != null)
            step(
                    version.retired(),
                    new RetireConsentFormVersion(atLarge(version.retired()), code, "A later version took its place"));
    }

    private void instrument(ProgrammeDefinition.Instrument instrument) {
        step(
                instrument.released(),
                new ReleaseInstrumentVersion(
                        atLarge(instrument.released()),
                        instrument.code(),
                        instrument.version(),
                        instrument.kind(),
                        instrument.title(),
                        instrument.items(),
                        programme.missingCodes(),
                        instrument.scores()));
    }

    private void caseStudy(Case one) {
        var report = Report.on(one.code(), day(one.opened(), one.zone())).done();
        step(
                one.opened(),
                new RegisterCase(report, one.title(), one.country(), one.setting(), one.vulnerableGroup(), one.zone()));
        for (var site : one.sites()) step(one.opened(), new AddSite(report, site.code(), site.name(), site.arm()));
        one.schedule()
                .ifPresent(plan -> step(
                        one.opened(),
                        new AdoptSchedule(
                                report,
                                plan.instrument(),
                                "1",
                                plan.timepoints().entrySet().stream()
                                        .map(point -> new Timepoint(
                                                point.getKey(), Map.of(), Anchor.ENROLMENT, point.getValue(), 14, 28))
                                        .toList())));
    }

    private void step(LocalDate day, FieldCommand command) {
        steps.add(new Step(day, command));
    }

    private Report atLarge(LocalDate day) {
        return Report.on(null, day(day, programme.zone())).done();
    }

    private static Occurred day(LocalDate day, ZoneId zone) {
        return Occurred.on(day, zone);
    }
}
