package org.fieldledger.consent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.fieldledger.events.Ability;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.ConsentEvent.AssentGiven;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/** A short history of one case, told line by line, and what may be asked of it. */
final class Story {

    static final CaseCode CASE = new CaseCode("CAFE");
    static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    static final ParticipantCode ANNA = new ParticipantCode("CAFE-0001");
    static final ParticipantCode BO = new ParticipantCode("CAFE-0002");
    static final ModuleCode INTERVIEW = new ModuleCode("interview");
    static final FormVersionCode FIRST = new FormVersionCode("CAFE-1.0-sv");
    static final FormVersionCode SECOND = new FormVersionCode("CAFE-2.0-sv");
    static final ApprovalReference APPROVAL = new ApprovalReference("2019-00042");
    private static final ResearcherCode FIELDWORKER = new ResearcherCode("fieldworker-1");

    private final List<Fact<?>> told = new ArrayList<>();
    private @Nullable EventId rules;

    /** A case in Sweden, open and approved, with nobody in it yet. */
    static Story inSweden() {
        return opened(Country.SE)
                .adopted(
                        Country.SE,
                        "2019-01-01",
                        new DecisionRule(0, Ability.WITHOUT, true, DeciderCapacity.GUARDIAN, Quorum.ALL, false),
                        new DecisionRule(15, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false),
                        new DecisionRule(15, Ability.WITHOUT, true, DeciderCapacity.GUARDIAN, Quorum.ALL, false));
    }

    /** The same in England. */
    static Story inEngland() {
        return opened(Country.GB)
                .adopted(
                        Country.GB,
                        "2019-01-01",
                        new DecisionRule(0, Ability.WITH, false, DeciderCapacity.SELF, Quorum.ONE, false),
                        new DecisionRule(0, Ability.WITHOUT, false, DeciderCapacity.PARENT, Quorum.ONE, true),
                        new DecisionRule(16, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false),
                        new DecisionRule(16, Ability.WITHOUT, true, DeciderCapacity.CONSULTEE, Quorum.ONE, false));
    }

    private static Story opened(Country country) {
        var story = new Story();
        story.and(new ConsentModuleDefined(
                at(null, "2019-01-01"),
                INTERVIEW,
                Map.of(new Language("en"), "Interview"),
                "speech",
                "research",
                LocalDate.parse("2024-12-31"),
                LocalDate.parse("2029-12-31")));
        story.and(new EthicsApprovalGranted(
                at(null, "2019-01-01"),
                APPROVAL,
                "the authority",
                country,
                List.of(CASE),
                List.of(),
                "everybody",
                List.of(),
                LocalDate.parse("2019-01-01"),
                null,
                LocalDate.parse("2024-12-31")));
        story.and(text(FIRST, "1.0")).and(text(SECOND, "2.0"));
        story.and(new CaseRegistered(at("2019-02-01"), "The café", country, "clinic", false, ZONE));
        return story.and(new ResearcherRoleAssigned(at("2019-02-01"), FIELDWORKER, ResearchRole.FIELDWORKER));
    }

    private static ConsentFormVersionReleased text(FormVersionCode code, String version) {
        return new ConsentFormVersionReleased(
                at(null, "2019-01-01"),
                code,
                "CAFE",
                version,
                new Language("sv"),
                false,
                new Sha256("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                APPROVAL,
                List.of(INTERVIEW));
    }

    Story adopted(Country country, String from, DecisionRule... adopted) {
        and(new ConsentRulesAdopted(at(null, from), country, from, List.of(adopted), List.of("a source")));
        rules = last();
        return this;
    }

    Story and(FieldEvent event) {
        told.add(new Fact<>(id(told.size()), event));
        return this;
    }

    Story born(String born) {
        return and(new BirthRecorded(at("2019-03-01"), ANNA, born));
    }

    Story enrolled() {
        return enrolled(ANNA);
    }

    Story enrolled(ParticipantCode person) {
        return and(new ParticipantEnrolled(at("2019-03-01"), person, new Role("patient"), null, null));
    }

    Story guardian(String relation) {
        return and(new RelationshipAppointed(at("2019-03-01"), ANNA, List.of(), RelationshipKind.GUARDIAN, relation));
    }

    Story consultee(String relation) {
        return and(new RelationshipAppointed(at("2019-03-01"), ANNA, List.of(), RelationshipKind.CONSULTEE, relation));
    }

    Story gave(String when) {
        return gave(ANNA, when);
    }

    Story gave(ParticipantCode person, String when) {
        return and(new ConsentGiven(
                at(when), person, List.of(INTERVIEW), FIRST, Decider.SELF.under(rules), ConsentMethod.WRITTEN, null));
    }

    Story gaveOn(FormVersionCode text, String when) {
        return and(new ConsentGiven(
                at(when), ANNA, List.of(INTERVIEW), text, Decider.SELF.under(rules), ConsentMethod.WRITTEN, null));
    }

    Story gaveFor(DeciderCapacity capacity, String relation, String when) {
        return and(new ConsentGiven(
                at(when),
                ANNA,
                List.of(INTERVIEW),
                FIRST,
                new Decider(capacity, relation, rules),
                ConsentMethod.WRITTEN,
                null));
    }

    Story assented(String when) {
        return and(new AssentGiven(at(when), ANNA, List.of(INTERVIEW)));
    }

    Story dissented(String when) {
        return and(new DissentExpressed(at(when), ANNA, List.of(INTERVIEW), null));
    }

    Story refused(String when) {
        return and(new ConsentRefused(at(when), ANNA, List.of(INTERVIEW), FIRST, Decider.SELF, ConsentMethod.WRITTEN));
    }

    Story withdrew(WithdrawalKind kind, String when) {
        return and(new ConsentWithdrawn(
                at(when), ANNA, List.of(INTERVIEW), kind, Decider.SELF, ConsentMethod.WRITTEN, null));
    }

    Story wantsOnly(String when, Mode... modes) {
        return and(new ConsentWithdrawn(
                at(when),
                ANNA,
                List.of(INTERVIEW),
                WithdrawalKind.REDUCE_OR_CHANGE_MODE,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null,
                null,
                null,
                null,
                List.of(modes),
                false));
    }

    Story assessed(CapacityOutcome outcome, String when) {
        return and(new CapacityAssessed(at(when), ANNA, List.of(INTERVIEW), "to take part", outcome, "a doctor"));
    }

    Story amended(String when, ReconsentRule rule, FormVersionCode... retired) {
        return and(new EthicsApprovalAmended(
                at(null, when), APPROVAL, "A-1", List.of(), List.of(), List.of(SECOND), List.of(retired), rule, null));
    }

    /** The id of the event told last. */
    EventId last() {
        return told.getLast().id();
    }

    List<Fact<?>> facts() {
        return told;
    }

    CaseReading read() {
        return CaseReading.of(CASE, Facts.of(told));
    }

    Standing on(String day) {
        return read().person(ANNA).standing(INTERVIEW, noon(day));
    }

    State stateOn(String day) {
        return on(day).state();
    }

    /** Which rules would not have held for an interview with Anna then. */
    List<CoverRule> interview(String when) {
        return interview(when, null, ANNA);
    }

    List<CoverRule> interview(String when, @Nullable Mode mode, ParticipantCode... people) {
        return read().shortfalls(Action.of(interviewed(when, mode, people), List.of())).stream()
                .map(Shortfall::rule)
                .toList();
    }

    static InterviewRecorded interviewed(String when, @Nullable Mode mode, ParticipantCode... people) {
        var parts = Stream.of(people)
                .map(person -> new Participation(person, new Role("patient"), null, List.of()))
                .toList();
        return new InterviewRecorded(
                envelope(CASE, when, mode, List.of(FIELDWORKER), parts), InterviewStyle.NARRATIVE, null, null);
    }

    static Instant noon(String day) {
        return LocalDate.parse(day).atTime(12, 0).atZone(ZONE).toInstant();
    }

    static Envelope at(String when) {
        return at(CASE, when);
    }

    static Envelope at(@Nullable CaseCode caseStudy, String when) {
        return envelope(caseStudy, when, null, List.of(), List.of());
    }

    private static Envelope envelope(
            @Nullable CaseCode caseStudy,
            String when,
            @Nullable Mode mode,
            List<ResearcherCode> performers,
            List<Participation> parts) {
        return new Envelope(
                caseStudy,
                new Occurred(when, null, ZONE),
                FIELDWORKER,
                performers,
                parts,
                List.of(),
                null,
                null,
                mode,
                null,
                List.of(),
                null,
                null,
                null);
    }

    private static EventId id(int number) {
        return new EventId(UUID.nameUUIDFromBytes(("event " + number).getBytes(StandardCharsets.UTF_8)));
    }
}
