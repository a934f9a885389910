package org.fieldledger.oracle;

import static org.fieldledger.oracle.FieldWorld.BEGINS;
import static org.fieldledger.oracle.FieldWorld.ELIN;
import static org.fieldledger.oracle.FieldWorld.MODULES;
import static org.fieldledger.oracle.FieldWorld.PEOPLE;
import static org.fieldledger.oracle.FieldWorld.approval;
import static org.fieldledger.oracle.FieldWorld.atLarge;
import static org.fieldledger.oracle.FieldWorld.country;
import static org.fieldledger.oracle.FieldWorld.on;
import static org.fieldledger.oracle.FieldWorld.person;
import static org.fieldledger.oracle.FieldWorld.text;
import static org.fieldledger.oracle.FieldWorld.zone;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.command.programme.ProgrammeCommand.AdoptConsentRules;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.Ability;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Language;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.Sha256;
import org.fieldledger.oracle.RandomField.Attempt;

/** How a random field begins: the programme with its rules and modules, and each case with its approval, texts, team and people. */
final class FieldBeginning {

    private final Random random;
    private final List<CaseCode> cases;
    private final List<Attempt> attempts;
    private final Consumer<FieldCommand> hand;

    /** @param attempts what was handed in so far */
    FieldBeginning(Random random, List<CaseCode> cases, List<Attempt> attempts, Consumer<FieldCommand> hand) {
        this.random = random;
        this.cases = cases;
        this.attempts = attempts;
        this.hand = hand;
    }

    void begin() {
        var start = on("2019-01-01", cases.getFirst());
        hand.accept(new RegisterProgramme(
                atLarge(start), "TRIAL", "A programme", BEGINS, LocalDate.parse("2024-12-31"), zone(cases.getFirst())));
        for (var module : MODULES)
            hand.accept(new DefineConsentModule(
                    atLarge(start),
                    module,
                    Map.of(new Language("en"), module.code()),
                    "words",
                    "research",
                    random.nextInt(3) == 0 ? BEGINS.plusDays(500 + random.nextInt(900)) : null,
                    random.nextInt(3) == 0 ? BEGINS.plusDays(700 + random.nextInt(900)) : null));
        if (random.nextInt(8) > 0) {
            hand.accept(adopted(Country.SE, start));
            hand.accept(adopted(Country.GB, start));
        }
        for (var caseCode : cases) {
            var opened = on("2019-01-10", caseCode);
            hand.accept(new RegisterCase(
                    Report.on(caseCode, opened).done(), "A case", country(caseCode), "a ward", true, zone(caseCode)));
            hand.accept(new GrantEthicsApproval(
                    atLarge(opened),
                    approval(caseCode),
                    "The authority",
                    country(caseCode),
                    List.of(caseCode),
                    random.nextInt(6) == 0 ? List.of("consent", "participant", "interview", "groupsession") : List.of(),
                    "everybody",
                    List.of(),
                    LocalDate.parse("2019-01-08"),
                    random.nextInt(4) == 0 ? LocalDate.parse("2019-03-01") : null,
                    random.nextBoolean() ? BEGINS.plusDays(600 + random.nextInt(900)) : null));
            for (var version = 1; version <= 2; version++)
                hand.accept(new ReleaseConsentFormVersion(
                        atLarge(opened),
                        text(caseCode, version),
                        caseCode + "-TEXT",
                        version + ".0",
                        new Language("en"),
                        false,
                        new Sha256(Integer.toString(version).repeat(64)),
                        approval(caseCode),
                        MODULES));
            hand.accept(new AssignResearcherRole(Report.on(caseCode, opened).done(), ELIN, ResearchRole.FIELDWORKER));
            for (var one = 1; one <= PEOPLE; one++) {
                var person = person(caseCode, one);
                if (random.nextInt(3) > 0)
                    hand.accept(
                            new RecordBirth(Report.on(caseCode, opened).by(ELIN).done(), person, born()));
                hand.accept(new EnrolParticipant(
                        Report.on(caseCode, opened).by(ELIN).done(), person, new Role("patient"), null, null));
                for (var guardian : List.of("Karin", "Lars"))
                    if (random.nextInt(3) > 0)
                        hand.accept(new AppointRelationship(
                                Report.on(caseCode, opened).by(ELIN).done(),
                                person,
                                List.of(),
                                RelationshipKind.GUARDIAN,
                                guardian));
                if (random.nextInt(3) == 0)
                    hand.accept(new AppointRelationship(
                            Report.on(caseCode, opened).by(ELIN).done(),
                            person,
                            List.of(),
                            RelationshipKind.CONSULTEE,
                            "Olive"));
            }
        }
    }

    /** The default rules, or rules that some authority may come to make. */
    FieldCommand adopted(Country country, Occurred when) {
        var self = DeciderCapacity.SELF;
        var shift = random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0;
        var rules = country == Country.SE
                ? List.of(
                        new DecisionRule(
                                0, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, quorum(), random.nextInt(6) == 0),
                        new DecisionRule(15 + shift, Ability.WITH, true, self, Quorum.ONE, false),
                        new DecisionRule(
                                15 + shift, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, Quorum.ALL, false),
                        new DecisionRule(18, Ability.WITH, true, self, Quorum.ONE, false),
                        new DecisionRule(18, Ability.WITHOUT, false, DeciderCapacity.GUARDIAN, Quorum.ALL, false))
                : List.of(
                        new DecisionRule(0, Ability.WITH, false, self, Quorum.ONE, false),
                        new DecisionRule(
                                0, Ability.WITHOUT, false, DeciderCapacity.PARENT, Quorum.ONE, random.nextInt(6) > 0),
                        new DecisionRule(16 + shift, Ability.WITH, true, self, Quorum.ONE, false),
                        new DecisionRule(
                                16 + shift, Ability.WITHOUT, false, DeciderCapacity.CONSULTEE, Quorum.ONE, false));
        return new AdoptConsentRules(
                atLarge(when), country, "edition-" + attempts.size(), rules, List.of("An authority"));
    }

    Quorum quorum() {
        return random.nextInt(5) == 0 ? Quorum.ONE : Quorum.ALL;
    }

    String born() {
        var day = LocalDate.parse("2003-01-01").plusDays(random.nextInt(365 * 5));
        if (day.getMonthValue() == 2 && day.getDayOfMonth() == 29) day = day.plusDays(1);
        return day.toString().substring(0, List.of(10, 10, 10, 7, 4).get(random.nextInt(5)));
    }
}
