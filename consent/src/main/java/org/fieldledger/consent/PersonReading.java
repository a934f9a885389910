package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.AmendmentTold;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.Precision;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;

/** One person in one case. Consent in one case covers nothing in another; when a person was born is the same in all. */
public final class PersonReading {

    private record CourseKey(ModuleCode module, Grain grain) {}

    private final ParticipantCode code;
    private final CaseReading caseReading;
    private final Facts everywhere;
    private final Facts here;
    private final Set<EventId> neverValid;
    private final Facts valid;
    private final Representation representation;
    private final Map<CourseKey, Course> courses = new HashMap<>();
    /** The days of which something of this person is known to the minute. */
    private final Set<LocalDate> toTheMinute;

    PersonReading(ParticipantCode code, CaseReading caseReading, Facts everywhere) {
        this.code = code;
        this.caseReading = caseReading;
        this.everywhere = everywhere;
        this.here = everywhere.in(caseReading.code());
        this.neverValid = here.of(ConsentInvalidated.class)
                .map(fact -> fact.event().decision())
                .collect(Collectors.toCollection(HashSet::new));
        this.valid = neverValid.isEmpty() ? here : here.where(fact -> !neverValid.contains(fact.id()));
        this.representation = new Representation(valid);
        this.toTheMinute = here.all()
                .map(Fact::occurred)
                .filter(occurred -> occurred.precision() == Precision.MINUTE)
                .map(Occurred::firstDay)
                .collect(Collectors.toSet());
    }

    public ParticipantCode code() {
        return code;
    }

    /** What stands for a module at an instant. The day is that of the case. */
    public Standing standing(ModuleCode module, Instant at) {
        return Overlays.everything(this, module, course(module, Grain.EXACT).at(at), at, Grain.EXACT);
    }

    /** The modules about which the person decided anything, or was asked, in this case. */
    public Set<ModuleCode> modules() {
        var modules = new TreeSet<ModuleCode>();
        here.of(ConsentEvent.class).forEach(fact -> {
            modules.addAll(fact.event().modules());
            if (fact.event() instanceof ConsentChanged changed) modules.addAll(changed.withdrawn());
        });
        return modules;
    }

    /** The assessment of ability that counts for a module at an instant. */
    public Optional<Fact<CapacityAssessed>> assessment(ModuleCode module, Instant at) {
        return representation.assessment(module, at, null);
    }

    /** Who holds an office beside the person for a module at an instant. */
    public List<Fact<RelationshipAppointed>> inOffice(ModuleCode module, RelationshipKind kind, Instant at) {
        return representation.inOffice(module, kind, at, null).toList();
    }

    /** The assessment that counts for a decision about a module made then, which need be known only to the day. */
    public Optional<Fact<CapacityAssessed>> assessment(ModuleCode module, Occurred decided) {
        return representation.assessment(module, decided.earliest(), Instants.dayOf(decided));
    }

    /** Who holds an office beside the person for a decision about a module made then. */
    public List<Fact<RelationshipAppointed>> inOffice(ModuleCode module, RelationshipKind kind, Occurred decided) {
        return representation
                .inOffice(module, kind, decided.earliest(), Instants.dayOf(decided))
                .toList();
    }

    /** From when a decision counts for a module, taken for itself. */
    public static Instant counts(ConsentEvent decision, ModuleCode module) {
        return Course.at(decision, module, Grain.EXACT);
    }

    /** Whether a decision says anything about a module; an assessment or an office that names none is about them all. */
    public static boolean concerns(ConsentEvent decision, ModuleCode module) {
        return switch (decision) {
            case RelationshipAppointed e -> Representation.concerns(e.modules(), module);
            case RelationshipEnded e -> Representation.concerns(e.modules(), module);
            default -> Course.touches(decision, module);
        };
    }

    /**
     * Whether what was decided certainly counts after a finding about the person took effect. Where nobody can tell which came
     * first, it does not.
     */
    public static boolean after(Occurred finding, ConsentEvent decision, ModuleCode module) {
        return !counts(decision, module).isBefore(Instants.ends(finding))
                && !Instants.mayHaveComeAfter(finding, decision.envelope().occurred());
    }

    /** Whether the person had been told of an amendment, as far as it is about a module, by an instant. */
    public boolean told(EventId amendment, ModuleCode module, Instant at) {
        return here.of(AmendmentTold.class)
                .filter(told -> told.event().amendment().equals(amendment))
                .filter(told -> told.event().modules().isEmpty()
                        || told.event().modules().contains(module))
                .anyMatch(told -> !told.occurred().earliest().isAfter(at));
    }

    /** Whether a decision was found never to have been valid. */
    public boolean foundInvalid(EventId decision) {
        return neverValid.contains(decision);
    }

    /** The modules that can have been given by then, whatever has become of that since. */
    public Set<ModuleCode> givenBy(Occurred time) {
        return here.of(ConsentEvent.class)
                .filter(decision -> !decision.occurred().earliest().isAfter(time.earliest())
                        || decision.occurred().earliest().isBefore(time.begunBy()))
                .flatMap(decision -> modulesGiven(decision.event()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<ModuleCode> modulesGiven(ConsentEvent decision) {
        return switch (decision) {
            case ConsentGiven e -> e.modules();
            case ConsentChanged e -> e.modules();
            case ConsentReaffirmed e -> e.modules();
            case ConsentAttested e -> e.modules();
            default -> List.of();
        };
    }

    /** The withdrawal that stands for a module when another of that time would take effect; empty where something else does. */
    public Optional<ConsentWithdrawn> takenBackBy(ModuleCode module, Occurred time) {
        var standing = course(module, Grain.of(time, false)).at(Instants.ends(time));
        return standing.state() == State.WITHDRAWN
                        && standing.decision() != null
                        && standing.decision().event() instanceof ConsentWithdrawn withdrawn
                ? Optional.of(withdrawn)
                : Optional.empty();
    }

    /** What this person's part in an action lacked; empty when it was covered. */
    public List<Shortfall> shortfalls(Action action) {
        return Cover.shortfalls(this, action);
    }

    /** The decision that an action which is covered rests on. */
    public Standing restsOn(ModuleCode module, Action action) {
        return Cover.restsOn(this, module, action.occurred(), action.needs().passive());
    }

    /** Whether consent had been given by then and was not taken back, though it may be on hold: then it can be confirmed. */
    public boolean confirmable(ModuleCode module, Occurred confirmed) {
        var standing = course(module, Grain.of(confirmed, false)).at(confirmed.earliest());
        return standing.permits() || standing.state() == State.SUSPENDED;
    }

    /** Whether the person was enrolled in the case throughout. */
    public boolean enrolled(Occurred action) {
        return here.of(ParticipantEnrolled.class)
                .anyMatch(enrolment -> Instants.heldThroughout(
                        enrolment.occurred(),
                        here.of(ParticipantDiscontinued.class).map(Fact::occurred),
                        action));
    }

    /** How old the person is, where their birth is on record. */
    public Optional<Age> age() {
        return everywhere
                .of(BirthRecorded.class)
                .reduce((earlier, later) -> later)
                .map(fact -> Age.born(fact.event().born()));
    }

    /**
     * Why somebody may not decide about a module for this person then; empty when they may. Where the programme adopted no
     * rules for the country, anybody may, save against the person's own no.
     */
    public Optional<Shortfall> mayDecide(Decider decider, ModuleCode module, Occurred decided) {
        return Entitlement.lacking(this, decider, module, decided);
    }

    /** The person's own no to this very session, said in whichever way. */
    public Stream<Fact<? extends ConsentEvent>> dissentFrom(SessionCode session) {
        return Stream.concat(
                valid.of(DissentExpressed.class)
                        .filter(fact -> session.equals(fact.event().session()))
                        .map(fact -> (Fact<? extends ConsentEvent>) fact),
                valid.of(ConsentWithdrawn.class)
                        .filter(fact -> fact.event().kind() == WithdrawalKind.DISSENT_IN_SESSION
                                && session.equals(fact.event().session())));
    }

    /** The withdrawals of a kind that concern a module, found valid, in log order. */
    Stream<Fact<ConsentWithdrawn>> withdrawals(WithdrawalKind kind, ModuleCode module) {
        return valid.of(ConsentWithdrawn.class)
                .filter(fact ->
                        fact.event().kind() == kind && fact.event().modules().contains(module));
    }

    /** The last wish about ways of meeting at an instant, where no later consent has taken it back. */
    Optional<Fact<ConsentWithdrawn>> modesWelcome(ModuleCode module, Instant at, Grain grain) {
        var wish = withdrawals(WithdrawalKind.REDUCE_OR_CHANGE_MODE, module)
                .filter(fact -> !Instants.ends(fact.occurred()).isAfter(at))
                .sorted(Comparator.comparing(fact -> Instants.ends(fact.occurred())))
                .reduce((earlier, later) -> later);
        return wish.filter(fact -> !fact.event().onlyBy().isEmpty())
                .filter(fact -> gives(module)
                        .map(give -> Instants.begins(give.occurred(), grain.wholeDay()))
                        .noneMatch(give -> !give.isAfter(at) && !give.isBefore(Instants.ends(fact.occurred()))));
    }

    /** The instants within an action at which a wish about ways of meeting begins to count. */
    Stream<Instant> wishes(ModuleCode module, Occurred action) {
        return withdrawals(WithdrawalKind.REDUCE_OR_CHANGE_MODE, module)
                .map(fact -> Instants.ends(fact.occurred()))
                .filter(at -> at.isAfter(action.earliest()) && at.isBefore(action.latest()));
    }

    /** Whether consent to a module was ever given, also where it does not stand any more. */
    boolean everGave(ModuleCode module) {
        return gives(module).findAny().isPresent();
    }

    private Stream<Fact<? extends ConsentEvent>> gives(ModuleCode module) {
        return decisions().filter(fact -> switch (fact.event()) {
            case ConsentGiven e -> e.modules().contains(module);
            case ConsentAttested e -> e.modules().contains(module);
            case ConsentChanged e ->
                e.modules().contains(module) && !e.withdrawn().contains(module);
            default -> false;
        });
    }

    /** The amendments after a consent that require it to be asked for again. */
    Stream<Fact<EthicsApprovalAmended>> requiringAnew(Standing.Given given) {
        var text = given.text();
        if (text == null) return Stream.empty();
        return caseReading.reconsentAfter(text, given.since());
    }

    /** The decisions of this person in this case that were ever valid, in log order. */
    Stream<Fact<? extends ConsentEvent>> decisions() {
        return valid.of(ConsentEvent.class).map(fact -> (Fact<? extends ConsentEvent>) fact);
    }

    /** Every decision of this person in this case, in log order, also what was found never to have been valid. */
    Stream<Fact<? extends ConsentEvent>> everDecided() {
        return here.of(ConsentEvent.class).map(fact -> (Fact<? extends ConsentEvent>) fact);
    }

    boolean neverValid(Fact<? extends ConsentEvent> decision) {
        return neverValid.contains(decision.id());
    }

    Facts valid() {
        return valid;
    }

    Course course(ModuleCode module, Grain grain) {
        var key = new CourseKey(module, mattering(grain));
        var known = courses.get(key);
        if (known != null) return known;
        var read = Course.of(this, module, key.grain());
        courses.put(key, read);
        return read;
    }

    /** A day on which nothing is known to the minute is read like any other, so that most actions share one course. */
    private Grain mattering(Grain grain) {
        return grain.wholeDay() == null || toTheMinute.contains(grain.wholeDay())
                ? grain
                : new Grain(null, grain.passive());
    }

    Representation representation() {
        return representation;
    }

    ConsentRules rules() {
        return caseReading.rules();
    }

    public CaseReading caseReading() {
        return caseReading;
    }

    Instant startOf(LocalDate day) {
        return day.atStartOfDay(caseReading.zone()).toInstant();
    }

    @Override
    public String toString() {
        return code.toString();
    }
}
