package org.fieldledger.programme;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.fieldledger.definition.Definition;
import org.fieldledger.definition.InstrumentBlocks;
import org.fieldledger.definition.Section;
import org.fieldledger.events.Ability;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.ForumScope;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.Role;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.programme.ProgrammeDefinition.Amendment;
import org.fieldledger.programme.ProgrammeDefinition.Approval;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.fieldledger.programme.ProgrammeDefinition.ConsentRules;
import org.fieldledger.programme.ProgrammeDefinition.Form;
import org.fieldledger.programme.ProgrammeDefinition.FormVersion;
import org.fieldledger.programme.ProgrammeDefinition.Forum;
import org.fieldledger.programme.ProgrammeDefinition.Instrument;
import org.fieldledger.programme.ProgrammeDefinition.Module;
import org.fieldledger.programme.ProgrammeDefinition.Pause;
import org.fieldledger.programme.ProgrammeDefinition.Schedule;
import org.fieldledger.programme.ProgrammeDefinition.Series;
import org.fieldledger.programme.ProgrammeDefinition.Site;
import org.fieldledger.programme.ProgrammeDefinition.Wards;

/** A programme definition as it is written down. */
public final class ProgrammeFile {

    /** Throws {@link org.fieldledger.definition.DefinitionRefused} with every mistake, by line. */
    public static ProgrammeDefinition read(String name, Reader text) throws IOException {
        return Definition.read(name, text, ProgrammeFile::programme);
    }

    /** The reference programme, which comes with Fieldledger. */
    public static ProgrammeDefinition reference() throws IOException {
        try (var text = new InputStreamReader(
                Objects.requireNonNull(ProgrammeFile.class.getResourceAsStream("/programme/samskapa.yaml")),
                StandardCharsets.UTF_8)) {
            return read("samskapa.yaml", text);
        }
    }

    private static ProgrammeDefinition programme(Section root) {
        var consentRules = root.sections("consentRules", ProgrammeFile::consentRules);
        var modules = root.sections("modules", ProgrammeFile::module);
        var approvals = root.sections("approvals", ProgrammeFile::approval);
        var forms = root.sections("forms", ProgrammeFile::form);
        var missingCodes = InstrumentBlocks.missingCodes(root);
        var instruments = root.sections("instruments", ProgrammeFile::instrument);
        var cases = root.sections("cases", s -> {
            var one = caseStudy(s);
            everythingNamedIsThere(s, one, modules, approvals, forms, instruments);
            return one;
        });
        var forums = root.sections("forums", ProgrammeFile::forum);
        return root.section(
                "programme",
                p -> new ProgrammeDefinition(
                        p.text("code"),
                        p.text("title"),
                        p.day("begins"),
                        p.day("ends"),
                        p.zone("zone"),
                        consentRules,
                        modules,
                        approvals,
                        forms,
                        missingCodes,
                        instruments,
                        cases,
                        forums));
    }

    /** What a case names, another part must define. */
    private static void everythingNamedIsThere(
            Section s,
            Case one,
            List<Module> modules,
            List<Approval> approvals,
            List<Form> forms,
            List<Instrument> instruments) {
        if (approvals.stream().noneMatch(approval -> approval.cases().contains(one.code())))
            s.refuse("case %s is covered by no approval".formatted(one.code()));
        if (forms.stream().noneMatch(form -> form.cases().contains(one.code())))
            s.refuse("case %s has no consent form".formatted(one.code()));
        for (var module : one.modules())
            if (modules.stream().noneMatch(defined -> defined.code().equals(module)))
                s.refuse("case %s asks about module %s, which is not defined".formatted(one.code(), module));
        one.schedule()
                .map(Schedule::instrument)
                .filter(code -> instruments.stream()
                        .noneMatch(instrument -> instrument.code().equals(code)))
                .ifPresent(code ->
                        s.refuse("case %s plans instrument %s, which is not defined".formatted(one.code(), code)));
    }

    private static ConsentRules consentRules(Section s) {
        return new ConsentRules(
                s.choice("country", Country.class),
                s.text("edition"),
                s.day("from"),
                s.values("sources", Function.identity()),
                s.sections(
                        "rules",
                        rule -> new DecisionRule(
                                rule.value("fromAge", Section::toCount),
                                rule.choice("ability", Ability.class),
                                rule.flag("presumed", false),
                                rule.choice("decides", DeciderCapacity.class),
                                rule.maybeChoice("quorum", Quorum.class).orElse(Quorum.ONE),
                                rule.flag("assent", false))));
    }

    private static Module module(Section s) {
        return new Module(
                s.value("code", ModuleCode::new),
                InstrumentBlocks.title(s),
                s.text("dataCategory"),
                s.text("purpose"),
                s.maybeDay("collectUntil"),
                s.maybeDay("useUntil"),
                InstrumentBlocks.wordings(s));
    }

    private static Approval approval(Section s) {
        return new Approval(
                s.value("reference", ApprovalReference::new),
                s.text("authority"),
                s.choice("country", Country.class),
                s.values("cases", CaseCode::new),
                s.text("population"),
                s.values("conditions", Function.identity()),
                s.day("decided"),
                s.day("ends"),
                s.sections("pauses", p -> new Pause(p.day("from"), p.day("until"), p.text("reason"))),
                s.sections(
                        "amendments",
                        a -> new Amendment(
                                a.text("amendment"),
                                a.day("on"),
                                a.values("formsAdded", Function.identity()),
                                a.values("formsRetired", Function.identity()),
                                a.choice("reconsent", ReconsentRule.class))));
    }

    private static Form form(Section s) {
        return new Form(
                s.text("form"),
                s.value("approval", ApprovalReference::new),
                s.values("cases", CaseCode::new),
                s.sections(
                        "versions",
                        v -> new FormVersion(
                                v.text("version"),
                                v.day("released"),
                                v.maybeDay("retired"),
                                v.map("texts", Language::new, Function.identity()),
                                v.map("easyRead", Language::new, Function.identity()))));
    }

    private static Instrument instrument(Section s) {
        return new Instrument(
                s.value("code", InstrumentCode::new),
                s.text("version"),
                s.choice("kind", InstrumentKind.class),
                s.day("released"),
                InstrumentBlocks.title(s),
                InstrumentBlocks.items(s),
                InstrumentBlocks.scores(s));
    }

    private static Case caseStudy(Section s) {
        return new Case(
                s.value("code", CaseCode::new),
                s.text("title"),
                s.choice("country", Country.class),
                s.text("setting"),
                s.flag("vulnerableGroup", false),
                s.zone("zone"),
                s.day("opened"),
                s.values("objectives", word -> Section.toChoice(word, Objective.class)),
                s.sections(
                        "sites",
                        site -> new Site(site.value("code", SiteCode::new), site.text("name"), site.maybeText("arm"))),
                s.map("people", Role::new, Section::toCount),
                s.values("modules", ModuleCode::new),
                s.map("decidedBy", Role::new, word -> Section.toChoice(word, DeciderCapacity.class)),
                s.values("arms", Function.identity()),
                s.flag("telephone", false),
                s.flag("goals", false),
                s.maybeSection(
                        "schedule",
                        plan -> new Schedule(
                                plan.value("instrument", InstrumentCode::new),
                                plan.map("timepoints", TimepointCode::new, Section::toCount))),
                s.maybeSection("wards", wards -> new Wards(wards.text("intervention"), wards.day("introduced"))),
                s.sections("sessions", one -> new Series(one.text("kind"), one.count("everyDays", 180))));
    }

    private static Forum forum(Section s) {
        return new Forum(
                s.count("number", 0),
                s.choice("scope", ForumScope.class),
                s.day("convened"),
                s.day("held"),
                s.map("invitees", Function.identity(), Function.identity()));
    }

    private ProgrammeFile() {}
}
