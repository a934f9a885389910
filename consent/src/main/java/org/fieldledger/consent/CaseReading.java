package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.Country;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.ResearcherCode;
import org.jspecify.annotations.Nullable;

/** Consent and cover in one case, as far as the events given say. */
public final class CaseReading {

    private final CaseCode code;
    private final Facts programme;
    private final Facts caseStudy;
    private final Optional<Fact<CaseRegistered>> registration;
    private final Approvals approvals;
    private final Forms forms;
    private final ConsentRules rules;
    private final Function<ParticipantCode, Facts> people;
    private final Map<ParticipantCode, PersonReading> read = new HashMap<>();
    private final WorkedOut workedOut;

    /** What was worked out of the case as such, whoever is asked about. */
    private static final class WorkedOut {
        private final Map<Allowed, Approvals.Found> covering = new HashMap<>();
        private final Map<Occurred, Boolean> approved = new HashMap<>();
        private final Map<LocalDate, Optional<LocalDate>> lapsed = new HashMap<>();
        private @Nullable Map<ModuleCode, ConsentModuleDefined> defined;
        private @Nullable NavigableSet<LocalDate> approvalTurns;
    }

    /**
     * From the histories that a decision rests on.
     *
     * @param programme what stands of the programme: its modules and the rules it adopted
     * @param people all that stands about one participant, whatever the case
     */
    public CaseReading(
            CaseCode code,
            Facts programme,
            Facts caseStudy,
            Approvals approvals,
            Forms forms,
            Function<ParticipantCode, Facts> people) {
        this(code, programme, caseStudy, approvals, forms, people, new WorkedOut());
    }

    private CaseReading(
            CaseCode code,
            Facts programme,
            Facts caseStudy,
            Approvals approvals,
            Forms forms,
            Function<ParticipantCode, Facts> people,
            WorkedOut workedOut) {
        this.code = code;
        this.programme = programme;
        this.caseStudy = caseStudy;
        this.registration = caseStudy.of(CaseRegistered.class).findFirst();
        this.approvals = approvals;
        this.forms = forms;
        this.rules = new ConsentRules(programme);
        this.people = people;
        this.workedOut = workedOut;
    }

    /** The same case while something else stands about its people. What was worked out of the case is not worked out again. */
    public CaseReading with(Function<ParticipantCode, Facts> people) {
        return new CaseReading(code, programme, caseStudy, approvals, forms, people, workedOut);
    }

    /** From everything there is in a log, in its order. */
    public static CaseReading of(CaseCode code, Facts everything) {
        var people = new HashMap<ParticipantCode, List<Fact<?>>>();
        everything
                .all()
                .forEach(fact -> person(fact)
                        .ifPresent(person -> people.computeIfAbsent(person, p -> new ArrayList<>())
                                .add(fact)));
        return new CaseReading(
                code,
                everything,
                everything.in(code),
                new Approvals(everything),
                new Forms(everything),
                person -> Facts.of(people.getOrDefault(person, List.of())));
    }

    private static Optional<ParticipantCode> person(Fact<?> fact) {
        return Optional.ofNullable(
                switch (fact.event()) {
                    case ConsentEvent e -> e.participant();
                    case ParticipantEvent e -> e.participant();
                    default -> null;
                });
    }

    /** Every rule that did not hold for an action, for anybody in it; empty when it was covered. */
    public List<Shortfall> shortfalls(Action action) {
        return Cover.shortfalls(this, action);
    }

    /** The approval that covered an action; absent where none did. */
    public Approvals.Found approval(Action action, String chapter) {
        return covering(new Allowed(chapter, action.occurred(), action.approval()));
    }

    /** Whether some approval of the case covers a chapter of fieldwork throughout that time. */
    public boolean approved(String chapter, Occurred throughout) {
        return covering(new Allowed(chapter, throughout, null)).shortfall() == null;
    }

    /** What an approval is asked for; on many a day there was much of the same. */
    private record Allowed(
            String chapter, Occurred throughout, @Nullable ApprovalReference claimed) {}

    private Approvals.Found covering(Allowed asked) {
        var known = workedOut.covering.get(asked);
        if (known != null) return known;
        var found = approvals.covering(code, asked.chapter(), asked.throughout(), asked.claimed(), opened());
        workedOut.covering.put(asked, found);
        return found;
    }

    public PersonReading person(ParticipantCode person) {
        var known = read.get(person);
        if (known != null) return known;
        var reading = new PersonReading(person, this, people.apply(person));
        read.put(person, reading);
        return reading;
    }

    public CaseCode code() {
        return code;
    }

    public Approvals approvals() {
        return approvals;
    }

    public Forms forms() {
        return forms;
    }

    public ConsentRules rules() {
        return rules;
    }

    /** The zone of the case; of a case that is not registered, UTC. */
    public ZoneId zone() {
        return registration.map(fact -> fact.event().zone()).orElse(ZoneOffset.UTC);
    }

    /** The country whose rules apply. */
    public Country country() {
        return registration.map(fact -> fact.event().country()).orElse(Country.SE);
    }

    /** Whether the whole action fell between the opening of the case and the first day on which it was closed. */
    public boolean openThroughout(Occurred action) {
        return registration
                .filter(opened -> Instants.heldThroughout(
                        opened.occurred(), caseStudy.of(CaseClosed.class).map(Fact::occurred), action))
                .isPresent();
    }

    /** Whether a member of the team held any role in the case throughout the action. */
    public boolean assigned(ResearcherCode researcher, Occurred action) {
        return assigned(caseStudy, researcher, action);
    }

    /** The same, from what stands of the case alone. */
    public static boolean assigned(Facts caseStudy, ResearcherCode researcher, Occurred action) {
        return caseStudy
                .of(ResearcherRoleAssigned.class)
                .filter(assigned -> assigned.event().researcher().equals(researcher))
                .anyMatch(assigned -> Instants.heldThroughout(
                        assigned.occurred(),
                        caseStudy
                                .of(ResearcherRoleEnded.class)
                                .filter(ended -> ended.event().researcher().equals(researcher)
                                        && ended.event().role()
                                                == assigned.event().role())
                                .map(Fact::occurred),
                        action));
    }

    /** The last day of collection under a module; empty where it has none. */
    public Optional<LocalDate> collectUntil(ModuleCode module) {
        return defined(module).map(ConsentModuleDefined::collectUntil);
    }

    /** The last day of use under a module; empty where it has none. */
    public Optional<LocalDate> useUntil(ModuleCode module) {
        return defined(module).map(ConsentModuleDefined::useUntil);
    }

    /** A module as last defined. */
    public Optional<ConsentModuleDefined> defined(ModuleCode module) {
        return Optional.ofNullable(definitions().get(module));
    }

    /** Every module there is. */
    public Set<ModuleCode> modules() {
        return definitions().keySet();
    }

    private Map<ModuleCode, ConsentModuleDefined> definitions() {
        var known = workedOut.defined;
        if (known != null) return known;
        var latest = new TreeMap<ModuleCode, ConsentModuleDefined>();
        programme
                .of(ConsentModuleDefined.class)
                .map(Fact::event)
                .forEach(definition -> latest.put(definition.module(), definition));
        workedOut.defined = latest;
        return latest;
    }

    /** The amendments that require those who consented on a text before to be asked again. */
    Stream<Fact<EthicsApprovalAmended>> reconsentAfter(FormVersionCode text, Instant given) {
        return amendmentsAfter(text, given, ReconsentRule.REQUIRED);
    }

    /** The amendments after a consent on a text that ask this of people. */
    Stream<Fact<EthicsApprovalAmended>> amendmentsAfter(FormVersionCode text, Instant given, ReconsentRule asking) {
        return forms.version(text).stream()
                .flatMap(version -> approvals.amendments(version.approval()))
                .filter(amended -> amended.event().reconsent() == asking
                        && (amended.event().formVersionsRetired().isEmpty()
                                || amended.event().formVersionsRetired().contains(text))
                        && Instants.ends(amended.occurred()).isAfter(given));
    }

    /** Whether any approval of the case was in force throughout; remembered, because every person of a case asks. */
    boolean approvedOn(Occurred day) {
        var known = workedOut.approved.get(day);
        if (known != null) return known;
        var inForce = approvals.inForce(code, day, opened());
        workedOut.approved.put(day, inForce);
        return inForce;
    }

    /** The first day of the time, up to this day, through which no approval of the case has been in force. */
    Optional<LocalDate> approvalLapsedOn(LocalDate day) {
        var known = workedOut.lapsed.get(day);
        if (known != null) return known;
        var since = Optional.<LocalDate>empty();
        for (var turn = day;
                turn != null && !approvedOn(Occurred.on(turn, zone()));
                turn = approvalTurns().lower(turn)) since = Optional.of(turn);
        workedOut.lapsed.put(day, since);
        return since;
    }

    /**
     * On which days the case is approved, told by the days on which that changes: with each, since when it is not, as {@link
     * #approvalLapsedOn} has it, or nothing where it is. Two settings with the same answer suspend the same consent.
     */
    public SortedMap<LocalDate, Optional<LocalDate>> unapproved() {
        var told = new TreeMap<LocalDate, Optional<LocalDate>>();
        for (var day : approvalTurns())
            told.put(day, approvedOn(Occurred.on(day, zone())) ? Optional.empty() : approvalLapsedOn(day));
        Optional<LocalDate> before = Optional.of(LocalDate.MIN);
        for (var day : List.copyOf(told.keySet())) {
            var now = Objects.requireNonNull(told.get(day));
            if (now.equals(before)) told.remove(day);
            before = now;
        }
        return told;
    }

    /** Every day on which an approval of the case may begin or cease to be in force, also those to come. */
    NavigableSet<LocalDate> approvalTurns() {
        var known = workedOut.approvalTurns;
        if (known != null) return known;
        var turns = approvals.turns(code, zone());
        workedOut.approvalTurns = turns;
        return turns;
    }

    /** Whether the case was opened by a day. */
    Optional<Fact<CaseRegistered>> registeredBy(LocalDate day) {
        return registration.filter(opened -> !opened.occurred().begunOn().isAfter(day));
    }

    private @Nullable Occurred opened() {
        return registration.map(Fact::occurred).orElse(null);
    }
}
