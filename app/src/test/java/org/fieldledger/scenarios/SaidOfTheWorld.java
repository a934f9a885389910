package org.fieldledger.scenarios;

import static org.fieldledger.scenarios.Sentences.DATE;
import static org.fieldledger.scenarios.Sentences.ELIN;
import static org.fieldledger.scenarios.Sentences.date;
import static org.fieldledger.scenarios.Telling.STOCKHOLM;
import static org.fieldledger.scenarios.Template.CASE;
import static org.fieldledger.scenarios.Template.WHO;
import static org.fieldledger.scenarios.Template.say;
import static org.fieldledger.scenarios.Template.sayOnce;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.CloseCase;
import org.fieldledger.command.casestudy.CaseStudyCommand.EndResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.command.programme.ProgrammeCommand.AdoptConsentRules;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.Ability;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.Sha256;

/** How it is said what holds in every scenario, and who comes and goes. */
final class SaidOfTheWorld {

    private static final List<ModuleCode> MODULES = Stream.of(
                    "audio", "diary", "interview", "measure", "observation", "quotes", "register-linkage", "video")
            .map(ModuleCode::new)
            .toList();

    private static final List<DecisionRule> SWEDEN = List.of(
            new DecisionRule(0, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, Quorum.ALL, false),
            new DecisionRule(15, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false),
            new DecisionRule(15, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, Quorum.ALL, false),
            new DecisionRule(18, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false),
            new DecisionRule(18, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, Quorum.ALL, false));

    private static final List<DecisionRule> ENGLAND = List.of(
            new DecisionRule(0, Ability.WITH, false, DeciderCapacity.SELF, Quorum.ONE, false),
            new DecisionRule(0, Ability.WITHOUT, false, DeciderCapacity.PARENT, Quorum.ONE, true),
            new DecisionRule(16, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false),
            new DecisionRule(16, Ability.WITHOUT, false, DeciderCapacity.CONSULTEE, Quorum.ONE, false));

    static final List<Template> ALL = List.of(
            // In every scenario
            sayOnce(
                    "the programme began",
                    s -> List.of(new RegisterProgramme(
                            s.atLarge(),
                            "SCENARIOS",
                            "Consent in scenarios",
                            s.day(),
                            LocalDate.parse("2024-12-31"),
                            STOCKHOLM))),
            sayOnce(
                    "(?<list>[a-z, -]+) may be collected until (?<until>" + DATE + ") and used until (?<used>" + DATE
                            + ")",
                    s -> s.listed("list").stream()
                            .<FieldCommand>map(module -> new DefineConsentModule(
                                    Report.on(null, Occurred.on(LocalDate.parse("2019-01-01"), STOCKHOLM))
                                            .done(),
                                    module,
                                    Map.of(new Language("en"), module.code()),
                                    "what people say and do",
                                    "research",
                                    date(s.word("until")),
                                    date(s.word("used"))))
                            .toList()),
            sayOnce(
                    "the consent rules of Sweden and of England hold from (?<from>" + DATE + ")",
                    s -> Stream.of(Country.SE, Country.GB)
                            .<FieldCommand>map(country -> new AdoptConsentRules(
                                    Report.on(null, Occurred.on(date(s.word("from")), STOCKHOLM))
                                            .done(),
                                    country,
                                    "2019",
                                    country == Country.SE ? SWEDEN : ENGLAND,
                                    List.of("The scenarios themselves")))
                            .toList()),
            say(
                    "the Swedish case and the English case opened",
                    s -> s.both(country -> new RegisterCase(
                            s.reportIn(country), "A case", country, "a ward", true, Telling.zoneOf(country)))),
            say(
                    "both cases are approved from (?<from>" + DATE + ") until (?<until>" + DATE + ")",
                    s -> s.both(country -> new GrantEthicsApproval(
                            Report.on(null, Occurred.on(date(s.word("from")), Telling.zoneOf(country)))
                                    .done(),
                            s.telling().approval(country),
                            "The ethics authority",
                            country,
                            List.of(s.telling().caseOf(country)),
                            List.of(),
                            "everybody",
                            List.of(),
                            date(s.word("from")),
                            null,
                            date(s.word("until"))))),
            say(
                    "text (?<n>\\d) came into use",
                    s -> s.both(country -> {
                        var text = s.telling().text(country, s.word("n"));
                        return new ReleaseConsentFormVersion(
                                s.atLarge(country),
                                text,
                                text.code().substring(0, text.code().length() - 2),
                                s.word("n") + ".0",
                                new Language(country == Country.SE ? "sv" : "en"),
                                false,
                                new Sha256(s.word("n").repeat(64)),
                                s.telling().approval(country),
                                MODULES);
                    })),
            say(
                    "Elin works in both cases from (?<from>" + DATE + ")",
                    s -> s.both(country -> new AssignResearcherRole(
                            Report.on(
                                            s.telling().caseOf(country),
                                            Occurred.on(date(s.word("from")), Telling.zoneOf(country)))
                                    .done(),
                            ELIN,
                            ResearchRole.FIELDWORKER))),
            // People
            say(WHO + " joined the " + CASE + " case", s -> {
                var country = s.country("case");
                s.telling().joins(s.word("who"), country);
                return List.of(
                        new EnrolParticipant(s.reportIn(country), s.person("who"), new Role("patient"), null, null));
            }),
            say(
                    WHO + " left the " + CASE + " case",
                    s -> List.of(
                            s.word("who").equals("Elin")
                                    ? new EndResearcherRole(
                                            s.reportIn(s.country("case")), ELIN, ResearchRole.FIELDWORKER, "Left")
                                    : new DiscontinueParticipant(
                                            s.reportIn(s.country("case")),
                                            s.person("who"),
                                            DiscontinuationReason.MOVED_AWAY,
                                            null))),
            say(WHO + " was born", s -> List.of(new RecordBirth(s.onTheDayItIsTold(), s.person("who"), s.born()))),
            say("the " + CASE + " case closed", s -> List.of(new CloseCase(s.reportIn(s.country("case")), "Done"))));

    private SaidOfTheWorld() {}
}
