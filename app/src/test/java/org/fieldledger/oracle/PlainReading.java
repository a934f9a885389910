package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.fieldledger.events.Ability;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionRetired;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.*;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.Precision;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * What a plain list of events says about consent, worked out anew for every single question. It was written from the
 * description of the domain, apart from the code it is held against, with which it shares nothing but the event records
 * and how a time in the field is read. It is slow and does nothing clever, on purpose.
 */
final class PlainReading {

    /** One event of the log. */
    record Line(Instant recordedAt, long position, EventId id, FieldEvent event) {
        Occurred occurred() {
            return event.envelope().occurred();
        }
    }

    enum State {
        NOT_ASKED,
        REQUESTED,
        DEFERRED,
        GIVEN,
        REAFFIRMED,
        RECONSENT_DUE,
        SUSPENDED,
        REFUSED,
        WITHDRAWN,
        EXPIRED,
        INVALIDATED
    }

    /** Why something is on hold, where that is not the event's own doing. */
    enum Cause {
        HOLD,
        CAPACITY_LOST,
        CAPACITY_REGAINED,
        OBJECTION,
        AGE,
        APPROVAL,
        PERIOD,
        AMENDMENT,
        NONE
    }

    enum Held {
        DESTROYED,
        TO_BE_DESTROYED,
        QUARANTINED,
        ON_HOLD,
        NOT_IN_NEW_DATASETS,
        USE_PERIOD_OVER,
        IN_PART,
        USABLE
    }

    /** The end of a day wherever it is lived, or a moment. */
    record When(@Nullable LocalDate day, @Nullable Instant moment) {
        static When endOf(LocalDate day) {
            return new When(day, null);
        }

        static When at(Instant moment) {
            return new When(null, moment);
        }

        boolean reaches(Instant instant, ZoneId zone) {
            return day != null
                    ? instant.isBefore(day.plusDays(1).atStartOfDay(zone).toInstant())
                    : !instant.isAfter(Objects.requireNonNull(moment));
        }

        LocalDate dayIn(ZoneId zone) {
            return day != null
                    ? day
                    : Objects.requireNonNull(moment).atZone(zone).toLocalDate();
        }
    }

    /** What stands, why, and since which event. */
    record Standing(State state, Cause cause, @Nullable EventId by) {}

    /** One reason why an action is not covered. */
    record Reason(
            String rule,
            @Nullable ParticipantCode person,
            @Nullable ModuleCode module) {
        @Override
        public String toString() {
            return rule + (person == null ? "" : " " + person) + (module == null ? "" : " " + module);
        }
    }

    /** An action as far as cover is concerned. */
    record Action(
            CaseCode caseCode,
            Occurred occurred,
            List<ResearcherCode> performers,
            List<ParticipantCode> people,
            String chapter,
            List<ModuleCode> modules,
            boolean passive,
            @Nullable Mode mode,
            @Nullable SessionCode session) {}

    private final List<Line> lines = new ArrayList<>();
    private final Set<EventId> invalid = new HashSet<>();

    /** The log as far as it was known by then; all of it when left out. */
    PlainReading(List<Line> log, @Nullable Instant knownAt) {
        var known = log.stream()
                .filter(line -> knownAt == null || !line.recordedAt().isAfter(knownAt))
                .toList();
        var struck = new HashSet<EventId>();
        for (var line : known) {
            var correction = line.event().envelope().corrects();
            if (correction != null) struck.add(correction.event());
        }
        for (var line : known)
            if (!struck.contains(line.id()) && !(line.event() instanceof EnteredInError)) lines.add(line);
        for (var line : lines) if (line.event() instanceof ConsentInvalidated e) invalid.add(e.decision());
    }

    /** Whether an event was known and stands. */
    boolean stands(EventId id) {
        return lines.stream().anyMatch(line -> line.id().equals(id));
    }

    // ---- when what was said begins

    private static Instant permits(Occurred occurred) {
        return switch (occurred.precision()) {
            case MINUTE, DAY -> occurred.earliest();
            case MONTH, YEAR -> occurred.begunBy();
        };
    }

    private static Instant takesAway(Occurred occurred) {
        if (occurred.precision() == Precision.MINUTE) return occurred.earliest();
        return occurred.firstDay().plusDays(1).atStartOfDay(occurred.zone()).toInstant();
    }

    // ---- the consent of one person to one module in one case

    private enum Act {
        REQUEST,
        DEFER,
        GIVE,
        ATTEST,
        REAFFIRM,
        REFUSE,
        DISSENT,
        WITHDRAW,
        OBJECT,
        HOLD,
        LACKS,
        HAS,
        EXPIRE,
        ASSENT,
        UPHELD,
        VOID
    }

    private record Step(
            Instant at,
            Line line,
            Act act,
            @Nullable Decider decider,
            @Nullable FormVersionCode text) {}

    /** Where a fold has got to. */
    private static final class Course {
        State state = State.NOT_ASKED;
        Cause cause = Cause.NONE;

        @Nullable
        Step by;
        /** The give that what is given rests on, and since when it holds. */
        @Nullable
        Step give;

        @Nullable
        Instant givenSince;
        /** The withdrawal that stands. */
        @Nullable
        ConsentWithdrawn withdrawal;

        final Map<String, Step> pending = new LinkedHashMap<>();

        @Nullable
        Step lastPending;
        /** Whether the person confirmed what others had given. */
        boolean confirmedBySelf;

        boolean assent;
        boolean ownNo;

        void is(State now, Step step) {
            is(now, Cause.NONE, step);
        }

        void is(State now, Cause why, Step step) {
            state = now;
            cause = why;
            by = step;
        }

        boolean givenLike() {
            return state == State.GIVEN || state == State.REAFFIRMED;
        }

        boolean undecided() {
            return state == State.NOT_ASKED
                    || state == State.REQUESTED
                    || state == State.DEFERRED
                    || state == State.INVALIDATED;
        }

        boolean mayBeAsked() {
            return undecided();
        }
    }

    /**
     * How a question looks at the decisions: for an action known only to the day, for sources that need no contact, and
     * whether the approval and the module's period count, which against an action are reasons of their own.
     */
    private record Look(@Nullable Occurred action, boolean passive, boolean byItself) {
        static final Look PLAIN = new Look(null, false, true);
    }

    private static boolean about(ConsentEvent event, ModuleCode module) {
        return event.modules().isEmpty() || event.modules().contains(module);
    }

    private List<Step> steps(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, Look look) {
        var lifted = new HashSet<EventId>();
        for (var line : lines)
            if (line.event() instanceof ObjectionDecided e
                    && e.outcome() == ObjectionOutcome.LIFTED
                    && !objectedAfter(e.objection(), permits(line.occurred()))
                    && about(e, module)
                    && e.participant().equals(person)
                    && caseCode.equals(e.envelope().caseStudy())
                    && !invalid.contains(line.id())
                    && when.reaches(permits(line.occurred()), line.occurred().zone())) lifted.add(e.objection());
        var steps = new ArrayList<Step>();
        for (var line : lines) {
            if (!(line.event() instanceof ConsentEvent event)) continue;
            if (!event.participant().equals(person)
                    || !caseCode.equals(event.envelope().caseStudy())) continue;
            var step = step(line, event, module, look);
            if (step == null || lifted.contains(line.id())) continue;
            if (!when.reaches(step.at(), line.occurred().zone())) continue;
            steps.add(step);
        }
        steps.sort(Comparator.comparing(Step::at)
                .thenComparing(step -> !(takes(step.act(), step.line(), module)
                        && step.line().occurred().precision() != Precision.MINUTE))
                .thenComparing(step -> step.line().position()));
        return steps;
    }

    /** What takes away at a day's end comes before what begins with the next day; so does what was voided of the kind. */
    private static boolean takes(Act act, Line line, ModuleCode module) {
        return TAKING.contains(act)
                || act == Act.VOID
                        && switch (line.event()) {
                            case ConsentRefused e -> true;
                            case DissentExpressed e -> true;
                            case ConsentWithdrawn e -> true;
                            case ConsentSuspended e -> true;
                            case ConsentExpired e -> true;
                            case ConsentChanged e -> e.withdrawn().contains(module);
                            default -> false;
                        };
    }

    /** Nothing is decided about an objection before it was made. */
    private boolean objectedAfter(EventId objection, Instant decided) {
        return lines.stream()
                .filter(line -> line.id().equals(objection))
                .anyMatch(line -> takesAway(line.occurred()).isAfter(decided));
    }

    private @Nullable Step step(Line line, ConsentEvent event, ModuleCode module, Look look) {
        if (event instanceof ConsentChanged e && e.withdrawn().contains(module))
            return new Step(takesAway(line.occurred()), line, voided(line, Act.WITHDRAW), e.decidedBy(), null);
        if (event instanceof ConsentChanged e)
            return e.modules().contains(module)
                    ? new Step(permitsFor(line, look), line, voided(line, Act.GIVE), e.decidedBy(), e.formVersion())
                    : null;
        if (!about(event, module)) return null;
        var in = permits(line.occurred());
        var out = takesAway(line.occurred());
        return switch (event) {
            case ConsentRequested e -> new Step(in, line, voided(line, Act.REQUEST), null, e.formVersion());
            case ConsentDeferred e -> new Step(in, line, voided(line, Act.DEFER), null, e.formVersion());
            case ConsentGiven e ->
                new Step(permitsFor(line, look), line, voided(line, Act.GIVE), e.decidedBy(), e.formVersion());
            case ConsentAttested e -> new Step(permitsFor(line, look), line, voided(line, Act.ATTEST), null, null);
            case ConsentReaffirmed e ->
                new Step(permitsFor(line, look), line, voided(line, Act.REAFFIRM), e.decidedBy(), null);
            case AssentGiven e -> new Step(permitsFor(line, look), line, voided(line, Act.ASSENT), null, null);
            case ConsentRefused e -> new Step(out, line, voided(line, Act.REFUSE), e.decidedBy(), null);
            case DissentExpressed e ->
                e.session() == null ? new Step(out, line, voided(line, Act.DISSENT), Decider.SELF, null) : null;
            case ConsentWithdrawn e ->
                switch (e.kind()) {
                    case DISSENT_IN_SESSION, REDUCE_OR_CHANGE_MODE -> null;
                    case RESTRICT_OR_OBJECT -> new Step(out, line, voided(line, Act.OBJECT), e.decidedBy(), null);
                    case NO_CONTACT ->
                        look.passive() && e.passiveAgreed()
                                ? null
                                : new Step(out, line, voided(line, Act.WITHDRAW), e.decidedBy(), null);
                    case NO_FURTHER_COLLECTION, NO_NEW_USE, DESTROY ->
                        new Step(out, line, voided(line, Act.WITHDRAW), e.decidedBy(), null);
                };
            case ConsentSuspended e -> new Step(out, line, voided(line, Act.HOLD), null, null);
            case ConsentExpired e -> new Step(out, line, voided(line, Act.EXPIRE), null, null);
            case CapacityAssessed e ->
                invalid.contains(line.id())
                        ? null
                        : new Step(
                                out,
                                line,
                                e.outcome() == CapacityOutcome.LACKS_CAPACITY ? Act.LACKS : Act.HAS,
                                null,
                                null);
            case ObjectionDecided e ->
                e.outcome() == ObjectionOutcome.UPHELD && !invalid.contains(line.id())
                        ? new Step(out, line, Act.UPHELD, null, null)
                        : null;
            default -> null;
        };
    }

    private Act voided(Line line, Act act) {
        return invalid.contains(line.id()) ? Act.VOID : act;
    }

    /** Against an action known only to the day, what was given to the minute on that day counts from the day's beginning. */
    private static Instant permitsFor(Line line, Look look) {
        var occurred = line.occurred();
        var action = look.action();
        if (action != null
                && action.precision() != Precision.MINUTE
                && occurred.precision() == Precision.MINUTE
                && occurred.firstDay().equals(action.firstDay()))
            return occurred.firstDay().atStartOfDay(occurred.zone()).toInstant();
        return permits(occurred);
    }

    private Course course(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, Look look) {
        var course = new Course();
        var before = new ArrayList<Step>();
        for (var step : steps(person, caseCode, module, when, look)) {
            take(course, step, person, caseCode, module);
            if (course.givenLike() && !TAKING.contains(step.act()))
                for (var earlier : before)
                    if (TAKING.contains(earlier.act()) && orderUnknown(earlier, step))
                        take(
                                course,
                                new Step(step.at(), earlier.line(), earlier.act(), earlier.decider(), earlier.text()),
                                person,
                                caseCode,
                                module);
            before.add(step);
        }
        return course;
    }

    private static final Set<Act> TAKING = Set.of(
            Act.REFUSE, Act.DISSENT, Act.WITHDRAW, Act.OBJECT, Act.HOLD, Act.LACKS, Act.HAS, Act.EXPIRE, Act.UPHELD);

    /** In March, and on 15 March: nobody can tell which came first, and not knowing denies. */
    private static boolean orderUnknown(Step earlier, Step step) {
        return orderUnknown(earlier.line().occurred(), step.line().occurred());
    }

    private static boolean orderUnknown(Occurred taken, Occurred given) {
        var vague = taken.precision().compareTo(Precision.DAY) > 0
                || given.precision().compareTo(Precision.DAY) > 0;
        return vague && taken.begunBy().isAfter(given.earliest());
    }

    private void take(Course course, Step step, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        switch (step.act()) {
            case VOID -> {
                if (course.undecided()) course.is(State.INVALIDATED, step);
            }
            case REQUEST -> {
                if (course.mayBeAsked()) course.is(State.REQUESTED, step);
            }
            case DEFER -> {
                if (course.mayBeAsked()) course.is(State.DEFERRED, step);
            }
            case ATTEST -> {
                if (course.ownNo) return;
                forgetPending(course);
                given(course, step, step);
            }
            case GIVE -> gives(course, step, person, caseCode, module);
            case ASSENT -> {
                course.assent = true;
                course.ownNo = false;
                var last = course.lastPending;
                if (last == null) return;
                var inOrder = course.by == null
                        || course.undecided()
                        || course.givenLike()
                        || !orderOf(last).isBefore(orderOf(course.by));
                if (inOrder && complete(course, last, step.at(), person, caseCode, module)) {
                    given(course, last, step);
                    forgetPending(course);
                } else if (course.undecided()) course.is(State.REQUESTED, step);
            }
            case REAFFIRM -> {
                if (!course.givenLike() && course.state != State.SUSPENDED) return;
                course.is(State.REAFFIRMED, step);
                course.confirmedBySelf |=
                        step.decider() != null && step.decider().capacity() == DeciderCapacity.SELF;
            }
            case REFUSE -> {
                if (step.decider() != null && step.decider().capacity() == DeciderCapacity.SELF) ownNo(course);
                forgetPending(course);
                course.is(State.REFUSED, step);
            }
            case DISSENT -> {
                ownNo(course);
                forgetPending(course);
                course.is(State.REFUSED, step);
            }
            case WITHDRAW, UPHELD -> {
                if (step.decider() != null && step.decider().capacity() == DeciderCapacity.SELF) ownNo(course);
                forgetPending(course);
                course.withdrawal = step.line().event() instanceof ConsentWithdrawn e ? e : null;
                course.is(State.WITHDRAWN, step);
            }
            case OBJECT -> suspend(course, Cause.OBJECTION, step);
            case HOLD -> suspend(course, Cause.HOLD, step);
            case LACKS -> suspend(course, Cause.CAPACITY_LOST, step);
            case HAS -> {
                if (course.givenLike()
                        && course.give != null
                        && !course.confirmedBySelf
                        && decidedInstead(course.give, step, person, caseCode, module))
                    course.is(State.SUSPENDED, Cause.CAPACITY_REGAINED, step);
            }
            case EXPIRE -> {
                if (course.givenLike() || course.state == State.SUSPENDED) course.is(State.EXPIRED, step);
            }
        }
    }

    private record Order(Instant at, long position) {
        boolean isBefore(Order other) {
            return at.isBefore(other.at) || (at.equals(other.at) && position < other.position);
        }
    }

    private static Order orderOf(Step step) {
        return new Order(step.at(), step.line().position());
    }

    private static void suspend(Course course, Cause cause, Step step) {
        if (course.givenLike()) course.is(State.SUSPENDED, cause, step);
    }

    private static void ownNo(Course course) {
        course.ownNo = true;
        course.assent = false;
    }

    private static void given(Course course, Step give, Step completedBy) {
        course.give = give;
        course.confirmedBySelf = false;
        course.givenSince = completedBy.at();
        course.is(State.GIVEN, completedBy);
    }

    private void gives(Course course, Step step, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        var decider = Objects.requireNonNull(step.decider());
        switch (decider.capacity()) {
            case SELF -> {
                course.ownNo = false;
                forgetPending(course);
                given(course, step, step);
            }
            case CONSULTEE -> {
                if (!course.ownNo) given(course, step, step);
            }
            case GUARDIAN, PARENT -> {
                course.pending.put(String.valueOf(decider.code()), step);
                course.lastPending = step;
                if (complete(course, step, step.at(), person, caseCode, module)) {
                    given(course, step, step);
                    forgetPending(course);
                } else if (course.undecided()) course.is(State.REQUESTED, step);
            }
        }
    }

    private static void forgetPending(Course course) {
        course.pending.clear();
        course.lastPending = null;
    }

    private boolean complete(
            Course course, Step give, Instant at, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        if (course.ownNo) return false;
        var decider = Objects.requireNonNull(give.decider());
        if (decider.under() == null) return true;
        var rule = ruleOf(give, person, caseCode, module);
        if (rule.map(DecisionRule::assent).orElse(true) && !course.assent) return false;
        if (rule.map(DecisionRule::quorum).orElse(Quorum.ALL) == Quorum.ONE) return true;
        return course.pending.keySet().containsAll(appointed(person, caseCode, module, RelationshipKind.GUARDIAN, at));
    }

    /** The rule a decision was made under. */
    private Optional<DecisionRule> ruleOf(Step give, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        var decider = Objects.requireNonNull(give.decider());
        var rules = rulesBy(Objects.requireNonNull(decider.under()));
        var day = give.line().occurred().firstDay();
        // Whoever decides in a person's place does so by the rule for want of ability, whatever was found out since.
        return applicable(rules, youngest(person, day), CapacityOutcome.LACKS_CAPACITY).stream()
                .filter(rule -> decides(rule, decider.capacity()))
                .findFirst();
    }

    private List<DecisionRule> rulesBy(EventId adoption) {
        return lines.stream()
                .filter(line -> line.id().equals(adoption))
                .findFirst()
                .map(line -> ((ConsentRulesAdopted) line.event()).rules())
                .orElse(List.of());
    }

    private static boolean decides(DecisionRule rule, DeciderCapacity capacity) {
        return rule.decides() == capacity
                || (rule.decides() == DeciderCapacity.PARENT && capacity == DeciderCapacity.GUARDIAN);
    }

    /** The rules of the highest band that this age reaches, for the ability assessed or presumed. */
    private static List<DecisionRule> applicable(
            List<DecisionRule> rules, int age, @Nullable CapacityOutcome assessed) {
        var band = rules.stream()
                .mapToInt(DecisionRule::fromAge)
                .filter(from -> from <= age)
                .max()
                .orElse(-1);
        var with = rules.stream()
                .filter(rule -> rule.fromAge() == band && rule.ability() == Ability.WITH)
                .toList();
        var without = rules.stream()
                .filter(rule -> rule.fromAge() == band && rule.ability() == Ability.WITHOUT)
                .toList();
        if (assessed == CapacityOutcome.LACKS_CAPACITY) return without;
        if (assessed == CapacityOutcome.HAS_CAPACITY) return with.isEmpty() ? without : with;
        return with.stream().anyMatch(DecisionRule::presumed) ? with : without;
    }

    private @Nullable CapacityOutcome assessed(
            ParticipantCode person, CaseCode caseCode, ModuleCode module, Instant at) {
        return assessed(person, caseCode, module, at, null);
    }

    private @Nullable CapacityOutcome assessed(
            ParticipantCode person, CaseCode caseCode, ModuleCode module, Instant at, @Nullable Occurred decided) {
        CapacityOutcome latest = null;
        Instant since = null;
        for (var line : lines)
            if (line.event() instanceof CapacityAssessed e
                    && e.participant().equals(person)
                    && caseCode.equals(e.envelope().caseStudy())
                    && about(e, module)
                    && !invalid.contains(line.id())) {
                var begins = e.outcome() == CapacityOutcome.HAS_CAPACITY
                        ? permitsFor(line, new Look(decided, false, true))
                        : takesAway(line.occurred());
                if (begins.isAfter(at) || (since != null && begins.isBefore(since))) continue;
                latest = e.outcome();
                since = begins;
            }
        return latest;
    }

    private Set<String> appointed(
            ParticipantCode person, CaseCode caseCode, ModuleCode module, RelationshipKind kind, Instant at) {
        var acting = new TreeSet<String>();
        var changes = new ArrayList<Line>();
        for (var line : lines)
            if ((line.event() instanceof RelationshipAppointed || line.event() instanceof RelationshipEnded)
                    && ((ConsentEvent) line.event()).participant().equals(person)
                    && caseCode.equals(line.event().envelope().caseStudy())
                    && about((ConsentEvent) line.event(), module)
                    && !invalid.contains(line.id())
                    && !begins(line).isAfter(at)) changes.add(line);
        changes.sort(Comparator.comparing(PlainReading::begins).thenComparing(Line::position));
        for (var line : changes)
            switch (line.event()) {
                case RelationshipAppointed e when e.kind() == kind -> acting.add(e.relation());
                case RelationshipEnded e when e.kind() == kind -> acting.remove(e.relation());
                default -> {
                    // another kind of relationship
                }
            }
        return acting;
    }

    private static Instant begins(Line line) {
        return line.event() instanceof RelationshipEnded ? takesAway(line.occurred()) : permits(line.occurred());
    }

    // ---- age

    private Optional<String> born(ParticipantCode person) {
        return lines.stream()
                .filter(line -> line.event() instanceof BirthRecorded e
                        && e.participant().equals(person))
                .max(Comparator.comparing(Line::position))
                .map(line -> ((BirthRecorded) line.event()).born());
    }

    private static final int ADULT = 150;

    private int oldest(ParticipantCode person, LocalDate day) {
        return born(person).map(born -> age(firstPossible(born), day)).orElse(ADULT);
    }

    private int youngest(ParticipantCode person, LocalDate day) {
        return born(person).map(born -> age(lastPossible(born), day)).orElse(ADULT);
    }

    private static LocalDate firstPossible(String born) {
        return switch (born.length()) {
            case 4 -> LocalDate.parse(born + "-01-01");
            case 7 -> LocalDate.parse(born + "-01");
            default -> LocalDate.parse(born);
        };
    }

    private static LocalDate lastPossible(String born) {
        return switch (born.length()) {
            case 4 -> LocalDate.parse(born + "-12-31");
            case 7 -> LocalDate.parse(born + "-01").plusMonths(1).minusDays(1);
            default -> LocalDate.parse(born);
        };
    }

    private static int age(LocalDate born, LocalDate day) {
        var age = 0;
        while (!born.plusYears(age + 1L).isAfter(day)) age++;
        return age;
    }

    /** Whether these rules, at this age, let the person decide alone. */
    private static boolean alone(List<DecisionRule> rules, int age, @Nullable CapacityOutcome assessed) {
        return applicable(rules, age, assessed).stream().anyMatch(rule -> rule.decides() == DeciderCapacity.SELF);
    }

    private boolean decidedInstead(Step give, Step has, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        var decider = give.decider();
        if (decider == null || decider.capacity() == DeciderCapacity.SELF) return false;
        if (decider.capacity() == DeciderCapacity.CONSULTEE) return true;
        if (decider.under() == null)
            return assessed(person, caseCode, module, give.at()) == CapacityOutcome.LACKS_CAPACITY;
        return alone(
                rulesBy(decider.under()),
                oldest(person, has.line().occurred().begunOn()),
                CapacityOutcome.HAS_CAPACITY);
    }

    // ---- what stands, with what time alone changes

    Standing standing(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when) {
        return standing(person, caseCode, module, when, Look.PLAIN);
    }

    private Standing standing(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, Look look) {
        var course = course(person, caseCode, module, when, look);
        var by = course.by == null ? null : course.by.line().id();
        if (!course.givenLike()) return new Standing(course.state, course.cause, by);
        var zone = zoneOf(caseCode);
        var day = when.dayIn(zone);
        if (look.byItself()
                && module(module, when)
                        .map(ConsentModuleDefined::collectUntil)
                        .filter(until -> day.isAfter(until))
                        .isPresent()) return new Standing(State.EXPIRED, Cause.PERIOD, by);
        if (cameOfAge(course, person, caseCode, module, when, day)) return new Standing(State.SUSPENDED, Cause.AGE, by);
        if (look.byItself()
                && approvalsOf(caseCode).stream().noneMatch(reference -> inForce(reference, caseCode, null, when, day)))
            return new Standing(State.SUSPENDED, Cause.APPROVAL, by);
        if (mustBeAskedAgain(course, when)) return new Standing(State.RECONSENT_DUE, Cause.AMENDMENT, by);
        return new Standing(course.state, Cause.NONE, by);
    }

    private Optional<ConsentModuleDefined> module(ModuleCode module, When when) {
        return lines.stream()
                .filter(line -> line.event() instanceof ConsentModuleDefined e
                        && e.module().equals(module)
                        && when.reaches(
                                permits(line.occurred()), line.occurred().zone()))
                .max(Comparator.comparing((Line line) -> permits(line.occurred()))
                        .thenComparing(Line::position))
                .map(line -> (ConsentModuleDefined) line.event());
    }

    private boolean cameOfAge(
            Course course, ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, LocalDate day) {
        var give = course.give;
        if (give == null
                || course.confirmedBySelf
                || give.decider() == null
                || give.decider().under() == null) return false;
        var capacity = give.decider().capacity();
        if (capacity != DeciderCapacity.GUARDIAN && capacity != DeciderCapacity.PARENT) return false;
        var born = born(person);
        if (born.isEmpty()) return false;
        var until = when.day() != null
                ? when.day()
                        .plusDays(1)
                        .atStartOfDay(zoneOf(caseCode))
                        .toInstant()
                        .minusNanos(1)
                : Objects.requireNonNull(when.moment());
        var assessed = assessed(person, caseCode, module, until);
        if (assessed == CapacityOutcome.LACKS_CAPACITY) return false;
        var rules = rulesBy(give.decider().under());
        var zone = give.line().occurred().zone();
        for (var rule : rules) {
            var age = rule.fromAge();
            var birthday = firstPossible(born.get()).plusYears(age);
            var begins = birthday.atStartOfDay(zone).toInstant();
            if (begins.isAfter(Objects.requireNonNull(course.givenSince))
                    && !birthday.isAfter(day)
                    && alone(rules, age, assessed)) return true;
        }
        return false;
    }

    private boolean mustBeAskedAgain(Course course, When when) {
        var give = course.give;
        if (give == null || give.text() == null) return false;
        return lines.stream()
                .filter(line -> line.event() instanceof EthicsApprovalAmended e
                        && e.reconsent() == ReconsentRule.REQUIRED
                        && approvalOf(give.text()).filter(e.reference()::equals).isPresent()
                        && (e.formVersionsRetired().isEmpty()
                                || e.formVersionsRetired().contains(give.text())))
                .anyMatch(line ->
                        when.reaches(takesAway(line.occurred()), line.occurred().zone())
                                && takesAway(line.occurred()).isAfter(Objects.requireNonNull(course.givenSince)));
    }

    private Optional<ApprovalReference> approvalOf(FormVersionCode text) {
        return lines.stream()
                .filter(line -> line.event() instanceof ConsentFormVersionReleased e
                        && e.formVersion().equals(text))
                .findFirst()
                .map(line -> ((ConsentFormVersionReleased) line.event()).approval());
    }

    // ---- approvals

    private Set<ApprovalReference> approvalsOf(CaseCode caseCode) {
        var references = new TreeSet<ApprovalReference>();
        for (var line : lines)
            if (line.event() instanceof EthicsApprovalGranted e && e.cases().contains(caseCode))
                references.add(e.reference());
            else if (line.event() instanceof EthicsApprovalAmended e
                    && e.casesAdded().contains(caseCode)) references.add(e.reference());
        return references;
    }

    /** In force at that time and all through that day, for the case and, where one is named, for the chapter. */
    private boolean inForce(
            ApprovalReference reference, CaseCode caseCode, @Nullable String chapter, When when, LocalDate day) {
        return inForce(reference, caseCode, chapter, when, day, Look.PLAIN);
    }

    private boolean inForce(
            ApprovalReference reference,
            CaseCode caseCode,
            @Nullable String chapter,
            When when,
            LocalDate day,
            Look look) {
        var changes = new ArrayList<Line>();
        for (var line : lines)
            if (line.event() instanceof EthicsEvent e
                    && e.reference().equals(reference)
                    && when.reaches(beginsApproval(line, look), line.occurred().zone())) changes.add(line);
        changes.sort(
                Comparator.comparing((Line line) -> beginsApproval(line, look)).thenComparing(Line::position));
        var granted = false;
        var named = false;
        var allowed = false;
        LocalDate decided = null;
        LocalDate ends = null;
        for (var line : changes)
            switch ((EthicsEvent) line.event()) {
                case EthicsApprovalGranted e -> {
                    granted = true;
                    named |= e.cases().contains(caseCode);
                    allowed |= chapter == null
                            || e.actions().isEmpty()
                            || e.actions().contains(chapter);
                    decided = e.decided();
                    ends = e.ends();
                }
                case EthicsApprovalAmended e -> {
                    named |= e.casesAdded().contains(caseCode);
                    allowed |= chapter == null || e.actionsAdded().contains(chapter);
                    if (e.ends() != null) ends = e.ends();
                }
                case EthicsApprovalSuspended e -> {
                    // a pause is over when the approval is resumed after it; see below
                }
                case EthicsApprovalResumed e -> {
                    // the same
                }
                case EthicsApprovalEnded e -> {
                    // the same
                }
            }
        var onHold = changes.stream()
                .filter(line -> line.event() instanceof EthicsApprovalSuspended)
                .anyMatch(pause -> changes.stream()
                        .noneMatch(line -> line.event() instanceof EthicsApprovalResumed
                                && !beginsApproval(line, look).isBefore(beginsApproval(pause, look))));
        var over = changes.stream().anyMatch(line -> line.event() instanceof EthicsApprovalEnded);
        return granted
                && !onHold
                && !over
                && named
                && allowed
                && decided != null
                && !day.isBefore(decided)
                && (ends == null || !day.isAfter(ends));
    }

    private static Instant beginsApproval(Line line, Look look) {
        return line.event() instanceof EthicsApprovalSuspended || line.event() instanceof EthicsApprovalEnded
                ? takesAway(line.occurred())
                : permitsFor(line, look);
    }

    // ---- cases, team, enrolment

    private Optional<CaseRegistered> registered(CaseCode caseCode) {
        return lines.stream()
                .filter(line -> line.event() instanceof CaseRegistered
                        && caseCode.equals(line.event().envelope().caseStudy()))
                .max(Comparator.comparing(Line::position))
                .map(line -> (CaseRegistered) line.event());
    }

    ZoneId zoneOf(CaseCode caseCode) {
        return registered(caseCode).map(CaseRegistered::zone).orElse(ZoneId.of("Europe/Stockholm"));
    }

    /** Begun no later than the action can have begun, and not ended before the action had certainly ended. */
    private boolean throughout(Occurred action, Predicate<FieldEvent> begins, Predicate<FieldEvent> ends) {
        var changes = new ArrayList<Line>();
        for (var line : lines)
            if (!(line.event() instanceof ConsentEvent && invalid.contains(line.id()))
                    && (begins.test(line.event()) || ends.test(line.event()))) changes.add(line);
        return probes(
                        action,
                        changes.stream()
                                .map(line -> begins.test(line.event())
                                        ? permits(line.occurred())
                                        : takesAway(line.occurred()))
                                .toList())
                .stream()
                .allMatch(probe -> {
                    var in = false;
                    var order = changes.stream()
                            .filter(line -> !startOf(line, begins, action).isAfter(probe))
                            .sorted(Comparator.comparing((Line line) -> startOf(line, begins, action))
                                    .thenComparing(line -> rank(line, begins))
                                    .thenComparing(Line::position))
                            .toList();
                    for (var i = 0; i < order.size(); i++) {
                        var line = order.get(i);
                        in = begins.test(line.event())
                                && order.subList(0, i).stream()
                                        .noneMatch(before -> !begins.test(before.event())
                                                && orderUnknown(before.occurred(), line.occurred()));
                    }
                    return in;
                });
    }

    /** A day's end comes before the next day's beginning; at one and the same minute, the end is what counts. */
    private static int rank(Line line, Predicate<FieldEvent> begins) {
        return begins.test(line.event()) ? 1 : line.occurred().precision() == Precision.MINUTE ? 2 : 0;
    }

    private static Instant startOf(Line line, Predicate<FieldEvent> begins, Occurred action) {
        return begins.test(line.event()) ? permitsFor(line, new Look(action, false, true)) : takesAway(line.occurred());
    }

    /** The beginning of an action, and every instant within it at which something may have changed. */
    private static List<Instant> probes(Occurred action, List<Instant> changes) {
        var probes = new TreeSet<Instant>();
        probes.add(action.earliest());
        for (var change : changes)
            if (change.isAfter(action.earliest()) && change.isBefore(action.latest())) probes.add(change);
        return List.copyOf(probes);
    }

    // ---- cover

    private static final Map<State, String> RULES = rules();

    private static Map<State, String> rules() {
        var rules = new HashMap<State, String>();
        rules.put(State.NOT_ASKED, "consent-not-given");
        rules.put(State.REQUESTED, "consent-not-given");
        rules.put(State.DEFERRED, "consent-not-given");
        rules.put(State.REFUSED, "consent-refused");
        rules.put(State.WITHDRAWN, "consent-withdrawn");
        rules.put(State.SUSPENDED, "consent-suspended");
        rules.put(State.EXPIRED, "consent-expired");
        rules.put(State.INVALIDATED, "consent-invalidated");
        rules.put(State.RECONSENT_DUE, "reconsent-due");
        return rules;
    }

    /** Every reason why an action is not covered; none when it is. */
    Set<Reason> uncovered(Action action) {
        var reasons = new java.util.LinkedHashSet<Reason>();
        var caseCode = action.caseCode();
        if (registered(caseCode).isEmpty()) {
            reasons.add(new Reason("case-not-registered", null, null));
            return reasons;
        }
        var occurred = action.occurred();
        if (!throughout(
                occurred,
                event -> event instanceof CaseRegistered
                        && caseCode.equals(event.envelope().caseStudy()),
                event -> event instanceof CaseClosed
                        && caseCode.equals(event.envelope().caseStudy())))
            reasons.add(new Reason("case-not-open", null, null));
        for (var performer : action.performers())
            if (!assigned(caseCode, performer, occurred)) reasons.add(new Reason("performer-not-assigned", null, null));
        approval(action).ifPresent(rule -> reasons.add(new Reason(rule, null, null)));
        for (var person : action.people()) {
            if (!throughout(
                    occurred,
                    event -> event instanceof ParticipantEnrolled e
                            && e.participant().equals(person)
                            && caseCode.equals(e.envelope().caseStudy()),
                    event -> event instanceof ParticipantDiscontinued e
                            && e.participant().equals(person)
                            && caseCode.equals(e.envelope().caseStudy())))
                reasons.add(new Reason("participant-not-enrolled", person, null));
            reasons.addAll(uncoveredConsent(action, person));
        }
        for (var module : action.modules())
            if (module(module, When.at(Instant.MAX))
                    .map(ConsentModuleDefined::collectUntil)
                    .filter(until -> occurred.lastDay().isAfter(until))
                    .isPresent()) reasons.add(new Reason("module-period-over", null, module));
        return reasons;
    }

    /** A person may hold several roles in the team; one of them is enough. */
    private boolean assigned(CaseCode caseCode, ResearcherCode performer, Occurred occurred) {
        return lines.stream()
                .filter(line -> line.event() instanceof ResearcherRoleAssigned e
                        && e.researcher().equals(performer)
                        && caseCode.equals(e.envelope().caseStudy()))
                .map(line -> ((ResearcherRoleAssigned) line.event()).role())
                .distinct()
                .anyMatch(role -> throughout(
                        occurred,
                        event -> event instanceof ResearcherRoleAssigned e
                                && e.researcher().equals(performer)
                                && e.role() == role
                                && caseCode.equals(e.envelope().caseStudy()),
                        event -> event instanceof ResearcherRoleEnded e
                                && e.researcher().equals(performer)
                                && e.role() == role
                                && caseCode.equals(e.envelope().caseStudy())));
    }

    private Optional<String> approval(Action action) {
        var caseCode = action.caseCode();
        var named = approvalsOf(caseCode);
        var holding = named.stream()
                .filter(reference -> inForceThroughout(reference, caseCode, null, action.occurred()))
                .toList();
        if (holding.isEmpty()) return Optional.of("approval-not-in-force");
        var allowing = holding.stream()
                .filter(reference -> inForceThroughout(reference, caseCode, action.chapter(), action.occurred()))
                .toList();
        if (allowing.isEmpty()) return Optional.of("action-not-approved");
        return allowing.stream().anyMatch(reference -> startedInTime(reference, action.occurred()))
                ? Optional.empty()
                : Optional.of("approval-not-started");
    }

    private boolean inForceThroughout(
            ApprovalReference reference, CaseCode caseCode, @Nullable String chapter, Occurred occurred) {
        var changes = lines.stream()
                .filter(line ->
                        line.event() instanceof EthicsEvent e && e.reference().equals(reference))
                .map(line -> beginsApproval(line, new Look(occurred, false, true)))
                .toList();
        var days = new ArrayList<LocalDate>();
        for (var day = occurred.firstDay(); !day.isAfter(occurred.lastDay()); day = day.plusDays(1)) days.add(day);
        return probes(occurred, changes).stream()
                .allMatch(probe -> days.stream()
                        .allMatch(day -> inForce(
                                reference, caseCode, chapter, When.at(probe), day, new Look(occurred, false, true))));
    }

    private boolean startedInTime(ApprovalReference reference, Occurred occurred) {
        return lines.stream()
                .filter(line -> line.event() instanceof EthicsApprovalGranted e
                        && e.reference().equals(reference))
                .map(line -> (EthicsApprovalGranted) line.event())
                .allMatch(granted -> granted.mustStartBy() == null
                        || !occurred.lastDay().isAfter(granted.mustStartBy())
                        || lines.stream()
                                .anyMatch(line ->
                                        reference.equals(line.event().envelope().approval())
                                                && !line.occurred().lastDay().isAfter(granted.mustStartBy())));
    }

    Set<Reason> uncoveredConsent(Action action, ParticipantCode person) {
        var reasons = new java.util.LinkedHashSet<Reason>();
        if (action.session() != null && dissentsIn(action, person))
            reasons.add(new Reason("session-dissented", person, null));
        for (var module : action.modules())
            uncoveredConsent(action, person, module).ifPresent(rule -> reasons.add(new Reason(rule, person, module)));
        return reasons;
    }

    private boolean dissentsIn(Action action, ParticipantCode person) {
        return lines.stream()
                .filter(line -> !invalid.contains(line.id())
                        && line.event() instanceof ConsentEvent e
                        && e.participant().equals(person)
                        && action.caseCode().equals(e.envelope().caseStudy()))
                .filter(line -> Objects.equals(sessionRefused(line.event()), action.session()))
                .anyMatch(line -> line.occurred().precision() != Precision.MINUTE
                        || !action.occurred().latest().isBefore(line.occurred().earliest()));
    }

    private static @Nullable SessionCode sessionRefused(FieldEvent event) {
        return switch (event) {
            case DissentExpressed e -> e.session();
            case ConsentWithdrawn e when e.kind() == WithdrawalKind.DISSENT_IN_SESSION -> e.session();
            default -> null;
        };
    }

    private Optional<String> uncoveredConsent(Action action, ParticipantCode person, ModuleCode module) {
        var caseCode = action.caseCode();
        var occurred = action.occurred();
        var look = new Look(occurred, action.passive(), false);
        var forever = When.at(Instant.MAX);
        var changes = new ArrayList<Instant>();
        for (var step : steps(person, caseCode, module, forever, look)) changes.add(step.at());
        for (var line : lines) {
            if (line.event() instanceof EthicsEvent) {
                changes.add(permits(line.occurred()));
                changes.add(takesAway(line.occurred()));
            }
            if (line.event() instanceof ObjectionDecided) changes.add(permits(line.occurred()));
            if (line.event() instanceof ConsentWithdrawn) changes.add(takesAway(line.occurred()));
        }
        var zone = zoneOf(caseCode);
        for (var day = occurred.firstDay(); !day.isAfter(occurred.lastDay()); day = day.plusDays(1))
            changes.add(day.atStartOfDay(zone).toInstant());
        for (var probe : probes(occurred, changes)) {
            var when = When.at(probe);
            var stands = standing(person, caseCode, module, when, look);
            if (stands.state() != State.GIVEN && stands.state() != State.REAFFIRMED) {
                var course = course(person, caseCode, module, when, look);
                if (course.state == State.WITHDRAWN
                        && course.withdrawal != null
                        && course.withdrawal.kind() == WithdrawalKind.NO_CONTACT) return Optional.of("no-contact");
                return Optional.of(Objects.requireNonNull(RULES.get(stands.state())));
            }
        }
        for (var probe : probes(occurred, changes))
            if (!action.passive() && declines(action, person, module, When.at(probe), look))
                return Optional.of("mode-declined");
        return Optional.empty();
    }

    /** The last wish about the mode, unless something was given since. */
    private boolean declines(Action action, ParticipantCode person, ModuleCode module, When when, Look look) {
        Optional<List<Mode>> only = Optional.empty();
        var order = new ArrayList<Map.Entry<Order, Optional<List<Mode>>>>();
        for (var line : lines) {
            if (!(line.event() instanceof ConsentEvent e)
                    || !e.participant().equals(person)
                    || !action.caseCode().equals(e.envelope().caseStudy())
                    || invalid.contains(line.id())) continue;
            if (e instanceof ConsentWithdrawn w
                    && w.kind() == WithdrawalKind.REDUCE_OR_CHANGE_MODE
                    && about(w, module)
                    && when.reaches(takesAway(line.occurred()), line.occurred().zone()))
                order.add(Map.entry(
                        new Order(takesAway(line.occurred()), line.position()),
                        w.onlyBy().isEmpty() ? Optional.empty() : Optional.of(w.onlyBy())));
            var gives = e instanceof ConsentGiven g && g.modules().contains(module)
                    || e instanceof ConsentChanged c && c.modules().contains(module)
                    || e instanceof ConsentAttested a && a.modules().contains(module);
            if (gives && when.reaches(permitsFor(line, look), line.occurred().zone()))
                order.add(Map.entry(new Order(permitsFor(line, look), line.position()), Optional.empty()));
        }
        order.sort(Comparator.comparing((Map.Entry<Order, Optional<List<Mode>>> one) ->
                        one.getKey().at())
                .thenComparing(one -> one.getKey().position()));
        for (var one : order) only = one.getValue();
        return only.isPresent() && (action.mode() == null || !only.get().contains(action.mode()));
    }

    // ---- who may decide

    /** Why a decision may not be recorded; empty when it may. */
    Optional<String> mayNotDecide(
            ParticipantCode person,
            CaseCode caseCode,
            ModuleCode module,
            DeciderCapacity capacity,
            @Nullable String code,
            Occurred occurred) {
        var at = occurred.earliest();
        if (capacity != DeciderCapacity.SELF
                && course(person, caseCode, module, When.at(at), new Look(occurred, false, true)).ownNo)
            return Optional.of("person-dissented");
        var adopted = registered(caseCode).map(CaseRegistered::country).flatMap(where -> rulesInForce(where, at));
        if (adopted.isEmpty()) return Optional.empty();
        var rules = ((ConsentRulesAdopted) adopted.get().event()).rules();
        var assessed = assessed(person, caseCode, module, at, occurred);
        var young = youngest(person, occurred.firstDay());
        var old = oldest(person, occurred.begunOn());
        for (var age : List.of(young, old))
            if (applicable(rules, age, assessed).stream().noneMatch(rule -> decides(rule, capacity)))
                return Optional.of("decider-not-entitled");
        if (capacity == DeciderCapacity.SELF) return Optional.empty();
        var kind = capacity == DeciderCapacity.CONSULTEE ? RelationshipKind.CONSULTEE : RelationshipKind.GUARDIAN;
        return code != null && holds(person, caseCode, module, kind, code, occurred)
                ? Optional.empty()
                : Optional.of("decider-not-entitled");
    }

    private boolean holds(
            ParticipantCode person,
            CaseCode caseCode,
            ModuleCode module,
            RelationshipKind kind,
            String relation,
            Occurred occurred) {
        return throughout(
                occurred,
                event -> event instanceof RelationshipAppointed e
                        && e.kind() == kind
                        && e.relation().equals(relation)
                        && concerns(e, person, caseCode, module),
                event -> event instanceof RelationshipEnded e
                        && e.kind() == kind
                        && e.relation().equals(relation)
                        && concerns(e, person, caseCode, module));
    }

    private static boolean concerns(ConsentEvent event, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        return event.participant().equals(person)
                && caseCode.equals(event.envelope().caseStudy())
                && about(event, module);
    }

    Optional<Line> rulesInForce(Country country, Instant at) {
        return lines.stream()
                .filter(line -> line.event() instanceof ConsentRulesAdopted e
                        && e.country() == country
                        && !permits(line.occurred()).isAfter(at))
                .max(Comparator.comparing((Line line) -> permits(line.occurred()))
                        .thenComparing(Line::position));
    }

    /** Whether a text was in use all through that time. */
    boolean inUse(FormVersionCode text, Occurred occurred) {
        return throughout(
                occurred,
                event -> event instanceof ConsentFormVersionReleased e
                        && e.formVersion().equals(text),
                event -> event instanceof ConsentFormVersionRetired e
                        && e.formVersion().equals(text));
    }

    // ---- what is held

    /** What becomes of an action's material, as far as one person is concerned, at that time. */
    Held held(Line line, Action action, ParticipantCode person, When when) {
        var strongest = Held.USABLE;
        for (var module : action.modules()) strongest = stronger(strongest, held(line, action, person, module, when));
        return strongest;
    }

    private static Held stronger(Held one, Held other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private Held held(Line line, Action action, ParticipantCode person, ModuleCode module, When when) {
        var held = Held.USABLE;
        var decided = new HashSet<EventId>();
        for (var other : lines)
            if (other.event() instanceof ObjectionDecided e
                    && when.reaches(
                            e.outcome() == ObjectionOutcome.LIFTED
                                    ? permits(other.occurred())
                                    : takesAway(other.occurred()),
                            other.occurred().zone())
                    && !invalid.contains(other.id())
                    && !objectedAfter(
                            e.objection(),
                            e.outcome() == ObjectionOutcome.LIFTED
                                    ? permits(other.occurred())
                                    : takesAway(other.occurred()))) decided.add(e.objection());
        for (var other : lines) {
            if (!(other.event() instanceof ConsentEvent e)
                    || !e.participant().equals(person)
                    || !action.caseCode().equals(e.envelope().caseStudy())
                    || invalid.contains(other.id())) continue;
            var session = sessionRefused(e);
            if (session != null && session.equals(action.session()) && began(other, when)) {
                var asked = heldAsked(e);
                if (asked == org.fieldledger.events.Held.DESTROY) held = stronger(held, Held.TO_BE_DESTROYED);
                if (asked == org.fieldledger.events.Held.KEEP_IN_PART) held = stronger(held, Held.IN_PART);
            }
            if (!about(e, module)
                    || !when.reaches(
                            takesAway(other.occurred()), other.occurred().zone())
                    || !takesAway(other.occurred()).isAfter(action.occurred().earliest())) continue;
            if (e instanceof ConsentWithdrawn w)
                switch (w.kind()) {
                    case DESTROY -> held = stronger(held, Held.TO_BE_DESTROYED);
                    case NO_NEW_USE -> held = stronger(held, Held.NOT_IN_NEW_DATASETS);
                    case RESTRICT_OR_OBJECT -> {
                        if (!decided.contains(other.id())) held = stronger(held, Held.ON_HOLD);
                    }
                    default -> {
                        // leaves what is held as it is
                    }
                }
            if (e instanceof ObjectionDecided o && o.outcome() == ObjectionOutcome.UPHELD)
                held = stronger(held, Held.NOT_IN_NEW_DATASETS);
        }
        var lacking = uncovered(action).stream()
                .anyMatch(reason -> !reason.rule().equals("session-dissented")
                        || !saidWhatBecomesOfIt(action, Objects.requireNonNull(reason.person())));
        if (line.event().envelope().deviation() != null || lacking) held = stronger(held, Held.QUARANTINED);
        var day = when.dayIn(zoneOf(action.caseCode()));
        if (module(module, when)
                .map(ConsentModuleDefined::useUntil)
                .filter(until -> day.isAfter(until))
                .isPresent()) held = stronger(held, Held.USE_PERIOD_OVER);
        return held;
    }

    /** Whether a person who said no to a session also said what becomes of what was collected in it until then. */
    private boolean saidWhatBecomesOfIt(Action action, ParticipantCode person) {
        return lines.stream()
                .filter(line -> !invalid.contains(line.id())
                        && line.event() instanceof ConsentEvent e
                        && e.participant().equals(person)
                        && action.caseCode().equals(e.envelope().caseStudy())
                        && action.session() != null
                        && action.session().equals(sessionRefused(e)))
                .anyMatch(line -> heldAsked((ConsentEvent) line.event()) != null);
    }

    private static boolean began(Line line, When when) {
        return when.reaches(line.occurred().earliest(), line.occurred().zone());
    }

    private static org.fieldledger.events.@Nullable Held heldAsked(ConsentEvent event) {
        return switch (event) {
            case DissentExpressed e -> e.held();
            case ConsentWithdrawn e -> e.held();
            default -> null;
        };
    }
}
