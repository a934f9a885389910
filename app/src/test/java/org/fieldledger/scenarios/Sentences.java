package org.fieldledger.scenarios;

import static org.fieldledger.scenarios.Telling.STOCKHOLM;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.CloseCase;
import org.fieldledger.command.casestudy.CaseStudyCommand.EndResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.diary.DiaryCommand.IssueDiary;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.ResumeEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.SuspendEthicsApproval;
import org.fieldledger.command.governance.GovernanceCommand.DecideErasure;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.material.MaterialCommand.ReceiveDataset;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.command.programme.ProgrammeCommand.AdoptConsentRules;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.Ability;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.Held;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.scenarios.ScenarioDocument.Sentence;
import org.jspecify.annotations.Nullable;

/** The sentences that tell what happened, each bound to the command that hands it in. What is not here is not understood. */
final class Sentences {

    static final ResearcherCode ELIN = new ResearcherCode("elin");
    static final String DATE = "\\d{1,2} [A-Z][a-z]+ \\d{4}";
    private static final Pattern WHEN =
            Pattern.compile(" (?:on (" + DATE + ")(?: at (\\d\\d:\\d\\d))?|in ((?:[A-Z][a-z]+ )?\\d{4}))");
    private static final Pattern RECORDED = Pattern.compile(", recorded on (" + DATE + ")$");
    private static final Pattern LABEL = Pattern.compile(" \\[([a-z]+)]$");
    private static final Pattern CORRECTED = Pattern.compile("^\\[([a-z]+)] is corrected: (.*)$");
    private static final Pattern UNCOVERED = Pattern.compile(", without cover because ([^\\[]+?)$");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.UK);

    private static final Instant BEFORE_ALL = Telling.evening(LocalDate.parse("2019-02-01"));

    /** What is handed in, when, and under what label it may be spoken of later. */
    record Step(
            Sentence sentence,
            @Nullable Instant recordedAt,
            @Nullable String label,
            boolean once,
            Command command) {}

    interface Command {
        List<FieldCommand> of(Telling telling);
    }

    private interface Binding {
        List<FieldCommand> of(Said said);
    }

    private record Template(Pattern form, boolean once, Binding binding) {}

    private static final List<Template> TEMPLATES = new ArrayList<>();

    private static final String WHO = "(?<who>[A-Z][a-z]+)";
    private static final String BY = "(?<by>[A-Z][a-z]+)";
    private static final String WHAT = "(?<what>[a-z-]+(?: and [a-z-]+)*)";
    private static final String X = "\\[(?<x>[a-z]+)]";
    private static final String CASE = "(?<case>Swedish|English)";
    private static final String AS = ", as (?<as>guardian|parent|consultee), ";

    private static void say(String form, Binding binding) {
        TEMPLATES.add(new Template(Pattern.compile(form), false, binding));
    }

    private static void sayOnce(String form, Binding binding) {
        TEMPLATES.add(new Template(Pattern.compile(form), true, binding));
    }

    private static final List<ModuleCode> MODULES = Stream.of(
                    "audio", "diary", "interview", "measure", "observation", "quotes", "register-linkage", "video")
            .map(ModuleCode::new)
            .toList();

    private static final Map<String, WithdrawalKind> WITHDRAWALS = Map.of(
            "no further collection", WithdrawalKind.NO_FURTHER_COLLECTION,
            "no new use", WithdrawalKind.NO_NEW_USE,
            "it destroyed", WithdrawalKind.DESTROY,
            "no contact", WithdrawalKind.NO_CONTACT);

    private static WithdrawalKind withdrawal(String asked) {
        return Objects.requireNonNull(WITHDRAWALS.get(asked));
    }

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

    static {
        // In every scenario
        sayOnce(
                "the programme began",
                s -> List.of(new RegisterProgramme(
                        s.atLarge(),
                        "SCENARIOS",
                        "Consent in scenarios",
                        s.day(),
                        LocalDate.parse("2024-12-31"),
                        STOCKHOLM)));
        sayOnce(
                "(?<list>[a-z, -]+) may be collected until (?<until>" + DATE + ") and used until (?<used>" + DATE + ")",
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
                        .toList());
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
                        .toList());
        say(
                "the Swedish case and the English case opened",
                s -> s.both(country -> new RegisterCase(
                        s.reportIn(country), "A case", country, "a ward", true, Telling.zoneOf(country))));
        say(
                "both cases are approved from (?<from>" + DATE + ") until (?<until>" + DATE + ")",
                s -> s.both(country -> new GrantEthicsApproval(
                        Report.on(null, Occurred.on(date(s.word("from")), Telling.zoneOf(country)))
                                .done(),
                        s.telling.approval(country),
                        "The ethics authority",
                        country,
                        List.of(s.telling.caseOf(country)),
                        List.of(),
                        "everybody",
                        List.of(),
                        date(s.word("from")),
                        null,
                        date(s.word("until")))));
        say(
                "text (?<n>\\d) came into use",
                s -> s.both(country -> {
                    var text = s.telling.text(country, s.word("n"));
                    return new ReleaseConsentFormVersion(
                            s.atLarge(country),
                            text,
                            text.code().substring(0, text.code().length() - 2),
                            s.word("n") + ".0",
                            new Language(country == Country.SE ? "sv" : "en"),
                            false,
                            new Sha256(s.word("n").repeat(64)),
                            s.telling.approval(country),
                            MODULES);
                }));
        say(
                "Elin works in both cases from (?<from>" + DATE + ")",
                s -> s.both(country -> new AssignResearcherRole(
                        Report.on(s.telling.caseOf(country), Occurred.on(date(s.word("from")), Telling.zoneOf(country)))
                                .done(),
                        ELIN,
                        ResearchRole.FIELDWORKER)));

        // People
        say(WHO + " joined the " + CASE + " case", s -> {
            var country = s.country("case");
            s.telling.joins(s.word("who"), country);
            return List.of(new EnrolParticipant(s.reportIn(country), s.person("who"), new Role("patient"), null, null));
        });
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
                                        null)));
        say(WHO + " was born", s -> List.of(new RecordBirth(s.onTheDayItIsTold(), s.person("who"), s.born())));
        say("the " + CASE + " case closed", s -> List.of(new CloseCase(s.reportIn(s.country("case")), "Done")));

        // Asking and deciding
        say(
                WHO + " was asked about " + WHAT,
                s -> List.of(new RequestConsent(
                        s.report(), s.person("who"), s.modules("what"), s.text("1"), ConsentMethod.WRITTEN)));
        say(
                WHO + " asked for time to think about " + WHAT,
                s -> List.of(new DeferConsent(s.report(), s.person("who"), s.modules("what"), s.text("1"))));
        say(
                WHO + " said yes to " + WHAT
                        + "(?: in the (?<case>Swedish|English) case)?(?: on text (?<n>\\d))?(?<aloud> aloud)?"
                        + "(?: (?<witness>before|without) a witness)?",
                s -> List.of(new GiveConsent(
                        s.report(),
                        s.person("who"),
                        s.modules("what"),
                        s.text(s.has("n") ? s.word("n") : "1"),
                        Decider.SELF,
                        s.has("aloud") ? ConsentMethod.ORAL_WITNESSED : ConsentMethod.WRITTEN,
                        null,
                        s.has("witness") && s.word("witness").equals("before") ? "a nurse of the ward" : null)));
        say(
                BY + AS + "said yes to " + WHAT + " for " + WHO,
                s -> List.of(new GiveConsent(
                        s.report(),
                        s.person("who"),
                        s.modules("what"),
                        s.text("1"),
                        s.proxy(),
                        ConsentMethod.WRITTEN,
                        null)));
        say(
                WHO + " said no to " + WHAT,
                s -> List.of(new RefuseConsent(
                        s.report(),
                        s.person("who"),
                        s.modules("what"),
                        s.text("1"),
                        Decider.SELF,
                        ConsentMethod.WRITTEN)));
        say(
                BY + AS + "said no to " + WHAT + " for " + WHO,
                s -> List.of(new RefuseConsent(
                        s.report(),
                        s.person("who"),
                        s.modules("what"),
                        s.text("1"),
                        s.proxy(),
                        ConsentMethod.WRITTEN)));
        say(
                WHO + " confirmed " + WHAT,
                s -> List.of(new ReaffirmConsent(
                        s.report(), s.person("who"), s.modules("what"), Decider.SELF, ConsentMethod.WRITTEN)));
        say(
                WHO + " said yes to " + WHAT + " and took back (?<back>[a-z-]+)",
                s -> List.of(new ChangeConsent(
                        s.report(),
                        s.person("who"),
                        s.modules("what"),
                        s.modules("back"),
                        s.text("1"),
                        Decider.SELF,
                        ConsentMethod.WRITTEN)));
        say(
                WHO + "'s consent to " + WHAT + " was put on hold",
                s -> List.of(
                        new SuspendConsent(s.report(), s.person("who"), s.modules("what"), "The person was not well")));
        say(
                WHO + "'s consent to " + WHAT + " expired",
                s -> List.of(new ExpireConsent(s.report(), s.person("who"), s.modules("what"))));
        say(
                X + " was found invalid",
                s -> List.of(new InvalidateConsent(
                        s.reportIn(s.spokenOf("x").country()),
                        s.spokenOf("x").person(),
                        s.spokenOf("x").modules(),
                        s.event("x"),
                        "Another text was shown")));
        say(
                "it was vouched for that " + WHO + " had said yes to " + WHAT,
                s -> List.of(new AttestConsent(
                        s.report(), s.person("who"), s.modules("what"), "The registrar", "Signed forms", null)));
        say(WHO + " assented to " + WHAT, s -> List.of(new GiveAssent(s.report(), s.person("who"), s.modules("what"))));
        say(
                WHO + " dissented from " + WHAT
                        + "(?: in session (?<session>[A-Z]+), asking to (?<held>keep in part|keep|destroy) what is held)?",
                s -> List.of(new ExpressDissent(
                        s.report(),
                        s.person("who"),
                        s.modules("what"),
                        s.has("session") ? s.telling.session(s.word("session")) : null,
                        s.has("held")
                                ? Held.valueOf(
                                        s.word("held").toUpperCase(Locale.ROOT).replace(' ', '_'))
                                : null)));
        say(
                WHO + " took back " + WHAT
                        + ", wanting (?<kind>no further collection|no new use|it destroyed|no contact)"
                        + "(?<passive> but agreeing to passive sources)?",
                s -> List.of(s.withdrawal(withdrawal(s.word("kind")), List.of(), s.has("passive"))));
        say(
                WHO + " objected to " + WHAT,
                s -> List.of(s.withdrawal(WithdrawalKind.RESTRICT_OR_OBJECT, List.of(), false)));
        say(
                WHO + " agreed to " + WHAT + " only by telephone",
                s -> List.of(s.withdrawal(WithdrawalKind.REDUCE_OR_CHANGE_MODE, List.of(Mode.TELEPHONE), false)));
        say(
                X + " was (?<outcome>lifted|upheld)",
                s -> List.of(new DecideObjection(
                        s.reportIn(s.spokenOf("x").country()),
                        s.spokenOf("x").person(),
                        s.spokenOf("x").modules(),
                        s.event("x"),
                        ObjectionOutcome.valueOf(s.word("outcome").toUpperCase(Locale.ROOT)),
                        "The data protection officer")));
        say(
                "the erasure of " + WHO + " was decided",
                s -> List.of(new DecideErasure(
                        s.report(),
                        s.person("who"),
                        "data protection officer",
                        "asked to be forgotten",
                        "GDPR Art. 17(1)(b)",
                        "DPO 2020/7")));
        say(
                WHO + " is erased upon " + X,
                s -> List.of(new ErasePerson(
                        s.report(),
                        s.person("who"),
                        s.event("x"),
                        "data protection officer",
                        "asked to be forgotten",
                        "GDPR Art. 17(1)(b)",
                        s.day(),
                        "DPO 2020/7",
                        List.of())));
        say(
                WHO + " was assessed as (?<able>able|unable) to decide about " + WHAT,
                s -> List.of(new AssessCapacity(
                        s.report(),
                        s.person("who"),
                        s.modules("what"),
                        "to take part",
                        s.word("able").equals("able") ? CapacityOutcome.HAS_CAPACITY : CapacityOutcome.LACKS_CAPACITY,
                        "A psychologist")));
        say(
                BY + " was appointed (?<kind>guardian|consultee) of " + WHO,
                s -> List.of(new AppointRelationship(
                        s.report(),
                        s.person("who"),
                        List.of(),
                        RelationshipKind.valueOf(s.word("kind").toUpperCase(Locale.ROOT)),
                        s.word("by"))));
        say(
                BY + " ceased to be (?<kind>guardian|consultee) of " + WHO,
                s -> List.of(new EndRelationship(
                        s.report(),
                        s.person("who"),
                        List.of(),
                        RelationshipKind.valueOf(s.word("kind").toUpperCase(Locale.ROOT)),
                        s.word("by"),
                        "Moved away")));

        say(
                WHO + " was told of " + X,
                s -> List.of(new TellOfAmendment(s.report(), s.person("who"), List.of(), s.event("x"))));

        // Fieldwork
        say(
                WHO + " is interviewed(?<sound> with sound)?(?: (?<mode>in person|by telephone))?",
                s -> List.of(new RecordInterview(
                        s.fieldwork(List.of(s.person("who"))), InterviewStyle.SEMISTRUCTURED, 60, null)));
        say(
                "(?<people>[A-Z][a-z]+(?: and [A-Z][a-z]+)*) meets? in focus group (?<session>[A-Z]+)",
                s -> List.of(new HoldFocusGroup(
                        s.fieldwork(Stream.of(s.word("people").split(" and "))
                                .map(s.telling::person)
                                .toList()),
                        s.telling.session(s.word("session")),
                        "What a good visit is")));
        say(
                "a diary is handed to " + WHO,
                s -> List.of(new IssueDiary(
                        s.fieldwork(List.of(s.person("who"))),
                        s.person("who"),
                        "DIARY-" + s.day().toString())));
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
                        null)));

        // Approvals and texts; those of the Swedish case
        say(
                "the approval was put on hold",
                s -> List.of(new SuspendEthicsApproval(
                        s.atLarge(Country.SE), s.telling.approval(Country.SE), "Visits stopped")));
        say(
                "the approval was resumed",
                s -> List.of(new ResumeEthicsApproval(
                        s.atLarge(Country.SE), s.telling.approval(Country.SE), "Visits resumed")));
        say(
                "text (?<new>\\d) replaced text (?<old>\\d) by an amendment, and everybody must be (?<told>asked again|told)",
                s -> List.of(new AmendEthicsApproval(
                        s.atLarge(Country.SE),
                        s.telling.approval(Country.SE),
                        "1",
                        List.of(),
                        List.of(),
                        List.of(s.telling.text(Country.SE, s.word("new"))),
                        List.of(s.telling.text(Country.SE, s.word("old"))),
                        s.word("told").equals("told") ? ReconsentRule.NOTIFY : ReconsentRule.REQUIRED,
                        null)));
        say(
                "text (?<n>\\d) went out of use",
                s -> List.of(new RetireConsentFormVersion(
                        s.atLarge(Country.SE), s.telling.text(Country.SE, s.word("n")), "A later one took its place")));

        // Errors
        say(
                X + " was entered in error",
                s -> List.of(
                        new EnterInError(Report.on(s.telling.caseOf(Country.SE), Occurred.at(s.recordedAt(), STOCKHOLM))
                                .correcting(new Correction(s.event("x"), "Another person's form"))
                                .done())));
    }

    /** Reads a sentence that tells what happened; empty where nothing here is said like that. */
    static Optional<Step> read(Sentence sentence) {
        var text = sentence.text();
        var found = new LinkedHashMap<String, String>();
        text = taken(text, LABEL, "label", found);
        text = taken(text, RECORDED, "recorded", found);
        text = taken(text, UNCOVERED, "uncovered", found);
        var corrected = CORRECTED.matcher(text);
        if (corrected.matches()) {
            found.put("corrects", corrected.group(1));
            text = corrected.group(2);
        }
        var when = WHEN.matcher(text);
        if (when.find()) {
            if (when.group(1) != null) found.put("day", date(when.group(1)).toString());
            if (when.group(2) != null) found.put("time", when.group(2));
            if (when.group(3) != null) found.put("vague", vague(when.group(3)));
            text = text.substring(0, when.start()) + text.substring(when.end());
        }
        for (var template : TEMPLATES) {
            var matcher = template.form().matcher(text);
            if (!matcher.matches()) continue;
            var recordedAt = recordedAt(found, text);
            return Optional.of(new Step(
                    sentence,
                    recordedAt,
                    found.get("label"),
                    template.once(),
                    telling -> template.binding().of(new Said(telling, matcher, found, recordedAt).remembered())));
        }
        return Optional.empty();
    }

    private static String taken(String text, Pattern pattern, String name, Map<String, String> found) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) return text;
        found.put(name, matcher.group(1));
        return text.substring(0, matcher.start());
    }

    /** What holds from the beginning is recorded before all else; a birth, when the person is first spoken of. */
    private static @Nullable Instant recordedAt(Map<String, String> found, String text) {
        if (found.containsKey("recorded")) return Telling.evening(date(found.get("recorded")));
        if (text.endsWith(" was born")) return Telling.evening(LocalDate.parse("2020-02-10"));
        if (!found.containsKey("day")) return BEFORE_ALL;
        var evening = Telling.evening(LocalDate.parse(found.get("day")));
        return evening.isBefore(BEFORE_ALL) ? BEFORE_ALL : evening;
    }

    static LocalDate date(String written) {
        return LocalDate.parse(written, DAY);
    }

    private static String vague(String written) {
        return written.length() == 4
                ? written
                : java.time.YearMonth.parse(written, MONTH).toString();
    }

    /** A sentence with its words, within a telling. */
    private record Said(
            Telling telling,
            Matcher words,
            Map<String, String> found,
            @Nullable Instant toldAt) {

        /** What is labelled can be decided on later, without saying again whom it concerns. */
        Said remembered() {
            if (found.containsKey("label") && has("who") && has("what"))
                telling.remembers(found.get("label"), new Telling.SpokenOf(country(), person("who"), modules("what")));
            return this;
        }

        Telling.SpokenOf spokenOf(String name) {
            return telling.spokenOf(word(name));
        }

        String word(String name) {
            return words.group(name);
        }

        boolean has(String name) {
            return words.namedGroups().containsKey(name) && words.group(name) != null;
        }

        ParticipantCode person(String name) {
            return telling.person(word(name));
        }

        List<ModuleCode> modules(String name) {
            return word(name).equals("everything")
                    ? List.of()
                    : Stream.of(word(name).split(" and "))
                            .map(ModuleCode::new)
                            .sorted()
                            .toList();
        }

        List<ModuleCode> listed(String name) {
            return Stream.of(word(name).split(", | and ")).map(ModuleCode::new).toList();
        }

        org.fieldledger.events.EventId event(String name) {
            return telling.event(word(name));
        }

        Country country(String name) {
            return word(name).equals("English") ? Country.GB : Country.SE;
        }

        Country country() {
            return has("case") ? country("case") : telling.countryOf(word("who"));
        }

        LocalDate day() {
            return LocalDate.parse(Objects.requireNonNull(found.get("day"), "no day is named"));
        }

        Instant recordedAt() {
            return Objects.requireNonNull(toldAt);
        }

        String born() {
            return found.containsKey("vague") ? found.get("vague") : day().toString();
        }

        Occurred occurred(Country country) {
            var from = found.containsKey("vague")
                    ? found.get("vague")
                    : found.containsKey("time") ? day() + "T" + LocalTime.parse(found.get("time")) : day().toString();
            return new Occurred(from, null, Telling.zoneOf(country));
        }

        List<FieldCommand> both(java.util.function.Function<Country, FieldCommand> command) {
            return List.of(command.apply(Country.SE), command.apply(Country.GB));
        }

        Report atLarge() {
            return atLarge(Country.SE);
        }

        Report atLarge(Country country) {
            return Report.on(null, occurred(country)).done();
        }

        Report reportIn(Country country) {
            return draft(country).done();
        }

        Report report() {
            return draft(country()).done();
        }

        Report onTheDayItIsTold() {
            var country = telling.countryOf(word("who"));
            return Report.on(
                            telling.caseOf(country),
                            Occurred.on(recordedAt().atZone(STOCKHOLM).toLocalDate(), Telling.zoneOf(country)))
                    .by(ELIN)
                    .done();
        }

        private Report.Draft draft(Country country) {
            var draft = Report.on(telling.caseOf(country), occurred(country)).by(ELIN);
            if (found.containsKey("corrects"))
                draft.correcting(new Correction(telling.event(found.get("corrects")), "It was written down wrongly"));
            if (found.containsKey("uncovered")) draft.asDeviationBecause(found.get("uncovered"));
            return draft;
        }

        Report fieldwork(List<ParticipantCode> people, String... files) {
            var name = has("who") ? word("who") : word("people").split(" ")[0];
            var draft = draft(telling.countryOf(name)).with(people.toArray(ParticipantCode[]::new));
            for (var file : has("sound") ? new String[] {"audio/wav"} : files)
                draft.keeping(new Artefact(new Sha256("b".repeat(64)), file, "The archive"));
            if (has("mode")) draft.by(word("mode").equals("in person") ? Mode.IN_PERSON : Mode.TELEPHONE);
            return draft.done();
        }

        org.fieldledger.events.FormVersionCode text(String number) {
            return telling.text(country(), number);
        }

        Decider proxy() {
            return new Decider(DeciderCapacity.valueOf(word("as").toUpperCase(Locale.ROOT)), word("by"));
        }

        FieldCommand withdrawal(WithdrawalKind kind, List<Mode> onlyBy, boolean passiveAgreed) {
            return new WithdrawConsent(
                    report(),
                    person("who"),
                    modules("what"),
                    kind,
                    Decider.SELF,
                    ConsentMethod.WRITTEN,
                    null,
                    null,
                    null,
                    null,
                    onlyBy,
                    passiveAgreed);
        }
    }

    private Sentences() {}
}
