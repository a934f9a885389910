package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EthicsEvent.*;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.oracle.PlainFold.Course;
import org.fieldledger.oracle.PlainReading.Cause;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.Standing;
import org.fieldledger.oracle.PlainReading.State;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainSteps.Step;
import org.fieldledger.oracle.PlainTimes.Look;
import org.jspecify.annotations.Nullable;

/** What stands, with what time alone changes: periods, birthdays, approvals and amendments. */
final class PlainStanding {

    private final PlainReading reading;
    private final List<Line> lines;

    PlainStanding(PlainReading reading) {
        this.reading = reading;
        this.lines = reading.lines;
    }

    /** Whether something may be collected on it. */
    static boolean permits(State state) {
        return state == State.GIVEN || state == State.REAFFIRMED;
    }

    Standing standing(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when) {
        return standing(person, caseCode, module, when, Look.PLAIN);
    }

    /** The text that consent which stands was given on, and since when it holds. */
    record Given(FormVersionCode text, Instant since) {}

    /** By decisions alone; empty where nothing stands as given or no text was named. */
    Optional<Given> given(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when) {
        var course = reading.fold.course(person, caseCode, module, when, Look.PLAIN);
        return Optional.ofNullable(course.givenLike() ? course.give : null)
                .map(Step::text)
                .map(text -> new Given(text, Objects.requireNonNull(course.givenSince)));
    }

    Standing standing(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, Look look) {
        var course = reading.fold.course(person, caseCode, module, when, look);
        var by = course.by == null ? null : course.by.line().id();
        if (!course.givenLike()) return new Standing(course.state, course.cause, by);
        var zone = reading.cases.zoneOf(caseCode);
        var day = when.dayIn(zone);
        if (look.byItself()
                && module(module, when)
                        .map(ConsentModuleDefined::collectUntil)
                        .filter(until -> day.isAfter(until))
                        .isPresent()) return new Standing(State.EXPIRED, Cause.PERIOD, by);
        if (cameOfAge(course, person, caseCode, module, when, day)) return new Standing(State.SUSPENDED, Cause.AGE, by);
        if (look.byItself()
                && reading.approvals.approvalsOf(caseCode).stream()
                        .noneMatch(reference -> reading.approvals.inForce(reference, caseCode, null, when, day)))
            return new Standing(State.SUSPENDED, Cause.APPROVAL, by);
        if (mustBeAskedAgain(course, when)) return new Standing(State.RECONSENT_DUE, Cause.AMENDMENT, by);
        return new Standing(course.state, Cause.NONE, by);
    }

    Optional<ConsentModuleDefined> module(ModuleCode module, When when) {
        return lines.stream()
                .filter(line -> line.event() instanceof ConsentModuleDefined e
                        && e.module().equals(module)
                        && when.reaches(
                                PlainTimes.permits(line.occurred()),
                                line.occurred().zone()))
                .max(Comparator.comparing((Line line) -> PlainTimes.permits(line.occurred()))
                        .thenComparing(Line::position))
                .map(line -> (ConsentModuleDefined) line.event());
    }

    private boolean cameOfAge(
            Course course, ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, LocalDate day) {
        var until = when.lastIn(reading.cases.zoneOf(caseCode));
        return birthdays(course, person, caseCode, module, until).anyMatch(birthday -> !birthday.isAfter(day));
    }

    /** The birthday from which what others decided by a day is on hold, had time alone gone on; empty where none will be. */
    Optional<LocalDate> onHoldFrom(ParticipantCode person, CaseCode caseCode, ModuleCode module, LocalDate today) {
        var when = When.endOf(today);
        var course = reading.fold.course(person, caseCode, module, when, Look.PLAIN);
        if (!course.givenLike()) return Optional.empty();
        return birthdays(course, person, caseCode, module, when.lastIn(reading.cases.zoneOf(caseCode)))
                .min(Comparator.naturalOrder());
    }

    /** After others decided, each from which the person, as far as their ability is assessed by then, decides alone. */
    private Stream<LocalDate> birthdays(
            Course course, ParticipantCode person, CaseCode caseCode, ModuleCode module, Instant assessedBy) {
        var give = course.give;
        if (give == null
                || course.confirmedBySelf
                || give.decider() == null
                || give.decider().under() == null) return Stream.empty();
        var capacity = give.decider().capacity();
        if (capacity != DeciderCapacity.GUARDIAN && capacity != DeciderCapacity.PARENT) return Stream.empty();
        var born = reading.ages.born(person);
        if (born.isEmpty()) return Stream.empty();
        var assessed = reading.deciders.assessed(person, caseCode, module, assessedBy);
        if (assessed == CapacityOutcome.LACKS_CAPACITY) return Stream.empty();
        var rules = reading.deciders.rulesBy(give.decider().under());
        var zone = give.line().occurred().zone();
        return rules.stream()
                .filter(rule -> PlainDeciders.alone(rules, rule.fromAge(), assessed))
                .map(rule -> PlainAges.firstPossible(born.get()).plusYears(rule.fromAge()))
                .filter(birthday ->
                        birthday.atStartOfDay(zone).toInstant().isAfter(Objects.requireNonNull(course.givenSince)));
    }

    /** The event that makes it so: the decision, or the amendment that asks for another one. */
    @Nullable
    EventId because(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, Look look) {
        var standing = standing(person, caseCode, module, when, look);
        if (standing.cause() != Cause.AMENDMENT) return standing.by();
        return askingAgain(reading.fold.course(person, caseCode, module, when, look), when)
                .orElseThrow()
                .id();
    }

    private boolean mustBeAskedAgain(Course course, When when) {
        return askingAgain(course, when).isPresent();
    }

    /** Of several amendments that require it, the first to take effect. */
    private Optional<Line> askingAgain(Course course, When when) {
        var give = course.give;
        if (give == null || give.text() == null) return Optional.empty();
        return lines.stream()
                .filter(line -> line.event() instanceof EthicsApprovalAmended e
                        && e.reconsent() == ReconsentRule.REQUIRED
                        && approvalOf(give.text()).filter(e.reference()::equals).isPresent()
                        && (e.formVersionsRetired().isEmpty()
                                || e.formVersionsRetired().contains(give.text())))
                .filter(line -> when.reaches(
                                PlainTimes.takesAway(line.occurred()),
                                line.occurred().zone())
                        && PlainTimes.takesAway(line.occurred()).isAfter(Objects.requireNonNull(course.givenSince)))
                .min(Comparator.comparing((Line line) -> PlainTimes.takesAway(line.occurred()))
                        .thenComparing(Line::position));
    }

    Optional<ApprovalReference> approvalOf(FormVersionCode text) {
        return lines.stream()
                .filter(line -> line.event() instanceof ConsentFormVersionReleased e
                        && e.formVersion().equals(text))
                .findFirst()
                .map(line -> ((ConsentFormVersionReleased) line.event()).approval());
    }
}
