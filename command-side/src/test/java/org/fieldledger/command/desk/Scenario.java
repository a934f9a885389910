package org.fieldledger.command.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.casestudy.CaseStudyCommand.AddSite;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.entity.History;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.programme.ProgrammeCommand.DefineConsentModule;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.WithdrawalKind;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Given what was recorded, when a command is handed in, then these events follow or these rules stand in the way. */
public final class Scenario {

    public static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    public static final CaseCode CAFE = new CaseCode("CAFE");
    public static final ParticipantCode ANNA = new ParticipantCode("CAFE-0042");
    public static final ParticipantCode BO = new ParticipantCode("CAFE-0043");
    public static final ResearcherCode FIELDWORKER = new ResearcherCode("fieldworker-2");
    public static final ApprovalReference APPROVAL = new ApprovalReference("2019-00042");
    public static final FormVersionCode FORM = new FormVersionCode("CAFE-ADULT-1.0-sv");

    private static final Chapters CHAPTERS = chapters();

    private final Map<StreamName, History> streams = new HashMap<>();
    private final Map<EventId, StreamName> whereabouts = new HashMap<>();
    private Instant now = Instant.parse("2021-06-01T12:00:00Z");
    private int handedIn;
    private List<? extends FieldEvent> events = List.of();
    private List<Problem> problems = List.of();

    /** An empty store. */
    public static Scenario nothing() {
        return new Scenario();
    }

    /** A programme with one open case, an approval, a form asking about every module, and a fieldworker in the case. */
    public static Scenario openCase() {
        return new Scenario().given(openCaseCommands().toArray(FieldCommand[]::new));
    }

    /** The commands that make it. */
    public static List<FieldCommand> openCaseCommands() {
        var start = on("2019-02-01");
        var modules =
                List.of("audio", "diary", "interview", "measure", "observation", "register-linkage", "video").stream()
                        .map(ModuleCode::new)
                        .toList();
        var commands = new ArrayList<FieldCommand>();
        commands.add(new RegisterProgramme(
                Report.on(null, on("2019-01-01")).done(),
                "SAMSKAPA",
                "Coproduction",
                LocalDate.parse("2019-01-01"),
                LocalDate.parse("2024-12-31"),
                STOCKHOLM));
        for (var module : modules)
            commands.add(new DefineConsentModule(
                    Report.on(null, on("2019-01-01")).done(),
                    module,
                    Map.of(new Language("en"), module.code()),
                    "data",
                    "research",
                    LocalDate.parse("2024-12-31"),
                    null));
        commands.addAll(List.of(
                new RegisterCase(
                        Report.on(CAFE, start).done(), "Learning Café", Country.SE, "Cardiac care", false, STOCKHOLM),
                new AddSite(Report.on(CAFE, start).done(), new SiteCode("CLINIC-1"), "Clinic 1", null),
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
                        LocalDate.parse("2024-12-31")),
                new ReleaseConsentFormVersion(
                        Report.on(null, start).done(),
                        FORM,
                        "CAFE-ADULT",
                        "1.0",
                        new Language("sv"),
                        false,
                        new Sha256("a".repeat(64)),
                        APPROVAL,
                        modules),
                new AssignResearcherRole(Report.on(CAFE, start).done(), FIELDWORKER, ResearchRole.FIELDWORKER)));
        return commands;
    }

    /** Every one of these was recorded; a refusal here is a mistake in the scenario. */
    public Scenario given(FieldCommand... commands) {
        for (var command : commands) {
            hear(command);
            if (!problems.isEmpty()) fail("The scenario itself is refused: " + problems);
        }
        return this;
    }

    /** The store's clock stands here. */
    public Scenario on(Instant moment) {
        now = moment;
        return this;
    }

    public Scenario when(FieldCommand command) {
        hear(command);
        return this;
    }

    /** The events that followed, and nothing else. */
    public Scenario then(Class<?>... kinds) {
        assertThat(problems).as("problems").isEmpty();
        assertThat(events.stream().map(Object::getClass).toList()).isEqualTo(List.of(kinds));
        return this;
    }

    /** The event that followed. */
    public <E extends FieldEvent> E event(Class<E> kind) {
        then(kind);
        return kind.cast(events.getFirst());
    }

    /** Nothing was recorded, for exactly these reasons. */
    public Scenario refused(Rule... rules) {
        assertThat(problems.stream().map(Problem::rule).toList()).isEqualTo(List.of(rules));
        assertThat(events).isEmpty();
        return this;
    }

    public List<Problem> problems() {
        return problems;
    }

    /** The id of the last event of this kind that was recorded. */
    public EventId last(Class<? extends FieldEvent> kind) {
        return streams.values().stream()
                .flatMap(history -> history.standing().stream())
                .filter(entry -> kind.isInstance(entry.event()))
                .map(History.Entry::id)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** Somebody agrees to interviews, on paper. */
    public static FieldCommand give(ParticipantCode person, String day) {
        return new GiveConsent(
                report(day),
                person,
                List.of(new ModuleCode("interview")),
                FORM,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    /** Somebody takes everything back for the time to come. */
    public static FieldCommand withdraw(ParticipantCode person, String day) {
        return new WithdrawConsent(
                report(day),
                person,
                List.of(),
                WithdrawalKind.NO_FURTHER_COLLECTION,
                Decider.SELF,
                ConsentMethod.ORAL_WITNESSED,
                null);
    }

    /** Somebody is interviewed. */
    public static FieldCommand interview(ParticipantCode person, String day) {
        return new RecordInterview(Report.on(CAFE, on(day)).with(person).done(), InterviewStyle.NARRATIVE, null, null);
    }

    /** Of the open case, with nobody in it. */
    public static Report report(String day) {
        return Report.on(CAFE, on(day)).done();
    }

    public static Occurred on(String time) {
        return new Occurred(time, null, STOCKHOLM);
    }

    private void hear(FieldCommand command) {
        var hearing = new Hearing(CHAPTERS, now);
        hearing.lay(streams);
        hearing.layEvents(whereabouts);
        var unread = new HashSet<>(reads(command));
        unread.removeAll(streams.keySet());
        var empty = new HashMap<StreamName, History>();
        unread.forEach(name -> empty.put(name, History.EMPTY));
        hearing.lay(empty);
        var id = UUID.nameUUIDFromBytes(("command " + handedIn++).getBytes(StandardCharsets.UTF_8));
        try {
            var verdict = hearing.decide(Submission.of(id, command, FIELDWORKER));
            events = verdict.entries().stream().map(History.Entry::event).toList();
            problems = List.of();
            streams.putAll(hearing.afterwards());
            verdict.entries().forEach(entry -> whereabouts.put(entry.id(), verdict.stream()));
        } catch (Refused refused) {
            events = List.of();
            problems = refused.problems();
        }
    }

    private static Set<StreamName> reads(FieldCommand command) {
        try {
            return Hearing.reads(command);
        } catch (Refused incomplete) {
            return Set.of();
        }
    }

    /** Every chapter on the class path, as the application finds them, without the application. */
    private static Chapters chapters() {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(Chapter.class));
        return new Chapters(scan.findCandidateComponents("org.fieldledger.command").stream()
                .<Chapter<?>>map(found -> instance(Objects.requireNonNull(found.getBeanClassName())))
                .toList());
    }

    private static Chapter<?> instance(String name) {
        try {
            var constructor = Class.forName(name).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Chapter<?>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
