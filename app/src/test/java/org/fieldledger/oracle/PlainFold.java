package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.oracle.PlainReading.Cause;
import org.fieldledger.oracle.PlainReading.State;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainSteps.Step;
import org.fieldledger.oracle.PlainTimes.Look;
import org.fieldledger.oracle.PlainTimes.Order;
import org.jspecify.annotations.Nullable;

/** Where the steps of one person with one module lead, taken one after the other. */
final class PlainFold {

    private final PlainReading reading;

    PlainFold(PlainReading reading) {
        this.reading = reading;
    }

    /** Where a fold has got to. */
    static final class Course {
        State state = State.NOT_ASKED;
        Cause cause = Cause.NONE;

        @Nullable
        Step by;
        /** The give that what is given rests on, and since when it holds. */
        @Nullable
        Step give;

        /** What completed it: the give itself, or the last yes that it waited for. */
        @Nullable
        Step completedBy;

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

    Course course(ParticipantCode person, CaseCode caseCode, ModuleCode module, When when, Look look) {
        var course = new Course();
        var before = new ArrayList<Step>();
        for (var step : reading.steps.steps(person, caseCode, module, when, look)) {
            take(course, step, person, caseCode, module);
            if (course.givenLike() && !PlainSteps.TAKING.contains(step.act()))
                for (var earlier : before)
                    if (PlainSteps.TAKING.contains(earlier.act())
                            && PlainTimes.orderUnknown(
                                    earlier.line().occurred(), step.line().occurred()))
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
        course.completedBy = completedBy;
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
        var rule = reading.deciders.ruleOf(give, person, caseCode, module);
        if (rule.map(DecisionRule::assent).orElse(true) && !course.assent) return false;
        if (rule.map(DecisionRule::quorum).orElse(Quorum.ALL) == Quorum.ONE) return true;
        return course.pending
                .keySet()
                .containsAll(reading.deciders.appointed(person, caseCode, module, RelationshipKind.GUARDIAN, at));
    }

    private boolean decidedInstead(Step give, Step has, ParticipantCode person, CaseCode caseCode, ModuleCode module) {
        var decider = give.decider();
        if (decider == null || decider.capacity() == DeciderCapacity.SELF) return false;
        if (decider.capacity() == DeciderCapacity.CONSULTEE) return true;
        if (decider.under() == null)
            return reading.deciders.assessed(person, caseCode, module, give.at()) == CapacityOutcome.LACKS_CAPACITY;
        return PlainDeciders.alone(
                reading.deciders.rulesBy(decider.under()),
                reading.ages.oldest(person, has.line().occurred().begunOn()),
                CapacityOutcome.HAS_CAPACITY);
    }
}
