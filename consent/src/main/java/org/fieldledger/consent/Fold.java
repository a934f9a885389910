package org.fieldledger.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fieldledger.consent.Standing.Awaiting;
import org.fieldledger.consent.Standing.Given;
import org.fieldledger.events.Ability;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.AmendmentTold;
import org.fieldledger.events.ConsentEvent.AssentGiven;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentExpired;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentSuspended;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/** Takes one person's decisions on one module in the order in which they took effect, and keeps what stood after each. */
final class Fold {

    private final PersonReading person;
    private final ModuleCode module;
    private final Grain grain;
    private final List<Step> steps = new ArrayList<>();

    private Standing now = Standing.NOT_ASKED;
    private boolean ownNo;
    private boolean assent;
    private final Map<String, Fact<? extends ConsentEvent>> pending = new LinkedHashMap<>();
    /** From when the last of the gives that wait for others counts. */
    private Instant pendingSince = Instant.MIN;
    /** What was taken so far, to be told again without an objection that was lifted. */
    private final List<Taken> taken = new ArrayList<>();

    Fold(PersonReading person, ModuleCode module, Grain grain) {
        this.person = person;
        this.module = module;
        this.grain = grain;
    }

    /** What stood from an instant on, and whether the person's own no stood beside it. */
    record Step(Instant from, Standing standing, boolean ownNo) {}

    List<Step> steps() {
        return steps;
    }

    /** One decision and from when it counts for the module. */
    record Taken(Fact<? extends ConsentEvent> fact, Instant at) {}

    void take(Taken next) {
        tell(next);
        steps.add(new Step(next.at(), now, ownNo));
    }

    private void tell(Taken next) {
        read(next.fact(), next.at());
        if (now.permits() && !Course.takesAway(next.fact().event(), module))
            for (var before : List.copyOf(taken))
                if (mayHaveComeAfter(before.fact(), next.fact())) read(before.fact(), next.at());
        taken.add(next);
    }

    /**
     * Where the one is known only to the month or the year, it cannot be told which came first: then what takes away counts,
     * for not knowing denies.
     */
    private boolean mayHaveComeAfter(Fact<? extends ConsentEvent> taken, Fact<? extends ConsentEvent> given) {
        return Course.takesAway(taken.event(), module) && Instants.mayHaveComeAfter(taken.occurred(), given.occurred());
    }

    private void read(Fact<? extends ConsentEvent> fact, Instant at) {
        if (person.neverValid(fact)) {
            // Nothing is unmarked: what was said stands there as invalid, from its own day, and counts for nothing.
            if (now.state().undecided() && decides(fact.event()))
                becomes(State.INVALIDATED, null, fact, at, null, null);
            return;
        }
        switch (fact.event()) {
            case ConsentRequested e -> asked(State.REQUESTED, fact, at);
            case ConsentDeferred e -> asked(State.DEFERRED, fact, at);
            case ConsentGiven e -> give(e.decidedBy(), e.formVersion(), fact, at);
            case ConsentChanged e -> {
                if (e.withdrawn().contains(module))
                    withdrawn(WithdrawalKind.NO_FURTHER_COLLECTION, e.decidedBy(), fact, at);
                else give(e.decidedBy(), e.formVersion(), fact, at);
            }
            case ConsentAttested e -> attested(fact, at);
            case ConsentReaffirmed e -> reaffirmed(e.decidedBy(), fact, at);
            case ConsentRefused e -> refused(e.decidedBy().capacity() == DeciderCapacity.SELF, fact, at);
            case DissentExpressed e -> {
                if (e.session() == null) refused(true, fact, at);
            }
            case ConsentWithdrawn e -> {
                switch (e.kind()) {
                    case NO_CONTACT -> {
                        if (!(grain.passive() && e.passiveAgreed())) withdrawn(e.kind(), e.decidedBy(), fact, at);
                    }
                    case NO_FURTHER_COLLECTION, NO_NEW_USE, DESTROY -> withdrawn(e.kind(), e.decidedBy(), fact, at);
                    case RESTRICT_OR_OBJECT -> suspended(Cause.OBJECTION, fact, at);
                    case DISSENT_IN_SESSION, REDUCE_OR_CHANGE_MODE -> {
                        // they stop a session or a way of meeting, not the consent
                    }
                }
            }
            case ConsentSuspended e -> suspended(Cause.ON_HOLD, fact, at);
            case CapacityAssessed e -> assessed(e.outcome(), fact, at);
            case ObjectionDecided e -> decided(e, fact, at);
            case AssentGiven e -> {
                assent = true;
                ownNo = false;
                // It completes what waits for it; it revives nothing from before a suspension or an expiry.
                if (now.state().undecided()
                        || now.permits()
                        || now.since() == null
                        || !pendingSince.isBefore(now.since())) complete(fact, at);
            }
            case ConsentExpired e -> {
                if (now.permits() || now.state() == State.SUSPENDED)
                    becomes(State.EXPIRED, null, fact, at, now.given(), null);
            }
            case ConsentInvalidated e -> {
                // counts on the decision it names, wherever that stands
            }
            case AmendmentTold e -> {
                // asks for nothing
            }
            case RelationshipAppointed e -> {
                // read by whoever asks for the quorum
            }
            case RelationshipEnded e -> {
                // the same
            }
        }
    }

    /** Whether an event says where the person stands with the module, and not what somebody found or who was appointed. */
    private static boolean decides(ConsentEvent event) {
        return switch (event) {
            case AmendmentTold e -> false;
            case CapacityAssessed e -> false;
            case RelationshipAppointed e -> false;
            case RelationshipEnded e -> false;
            case ObjectionDecided e -> false;
            case ConsentInvalidated e -> false;
            case DissentExpressed e -> e.session() == null;
            case ConsentWithdrawn e ->
                e.kind() != WithdrawalKind.DISSENT_IN_SESSION && e.kind() != WithdrawalKind.REDUCE_OR_CHANGE_MODE;
            default -> true;
        };
    }

    private void asked(State state, Fact<? extends ConsentEvent> fact, Instant at) {
        if (now.state().undecided()) becomes(state, null, fact, at, null, null);
    }

    private void give(Decider by, FormVersionCode text, Fact<? extends ConsentEvent> fact, Instant at) {
        switch (by.capacity()) {
            case SELF -> {
                ownNo = false;
                pending.clear();
                given(new Given(fact.id(), by, text, at), fact, at);
            }
            case CONSULTEE -> {
                if (!ownNo) given(new Given(fact.id(), by, text, at), fact, at);
            }
            case GUARDIAN, PARENT -> {
                pending.remove(relation(by));
                pending.put(relation(by), fact);
                pendingSince = at;
                complete(fact, at);
            }
        }
    }

    private void attested(Fact<? extends ConsentEvent> fact, Instant at) {
        if (ownNo) return;
        pending.clear();
        given(new Given(fact.id(), null, null, at), fact, at);
    }

    private void given(Given given, Fact<? extends ConsentEvent> fact, Instant at) {
        becomes(State.GIVEN, null, fact, at, given, null);
    }

    /** Guardians decide together where the rules say so; what they decide stands once nobody's yes is missing. */
    private void complete(Fact<? extends ConsentEvent> trigger, Instant at) {
        if (pending.isEmpty()) return;
        var last = pending.values().stream().reduce((earlier, later) -> later).orElseThrow();
        var by = decider(last.event());
        var ruled = by.under() != null;
        var rule = guardians(last, by);
        Set<String> missing = new HashSet<>();
        // Decided under rules that, as is known by now, name no guardian here: every yes there can be is asked for.
        if (ruled && (rule == null || rule.quorum() == Quorum.ALL)) {
            missing.addAll(person.representation().guardians(module, at, grain.wholeDay()));
            missing.removeAll(pending.keySet());
        }
        var assentMissing = ownNo || ruled && (rule == null || rule.assent()) && !assent;
        if (missing.isEmpty() && !assentMissing) {
            pending.clear();
            given(new Given(trigger.id(), by, text(last.event()), at), trigger, at);
            return;
        }
        if (now.state().undecided()) becomes(State.REQUESTED, null, trigger, at, null, null);
        now = new Standing(
                now.state(),
                now.cause(),
                now.decision(),
                now.since(),
                now.given(),
                null,
                now.withdrawal(),
                new Awaiting(missing, assentMissing));
    }

    /** The rule that a guardian's decision was made under, for somebody who does not decide alone. */
    private @Nullable DecisionRule guardians(Fact<? extends ConsentEvent> give, Decider by) {
        var day = give.occurred().firstDay();
        return person.rules()
                .of(by.under())
                .flatMap(rules ->
                        rules.rule(person.age().map(age -> age.youngestOn(day)).orElse(null), Ability.WITHOUT))
                .filter(rule -> rule.decides() == DeciderCapacity.GUARDIAN || rule.decides() == DeciderCapacity.PARENT)
                .orElse(null);
    }

    private void reaffirmed(Decider by, Fact<? extends ConsentEvent> fact, Instant at) {
        var given = now.given();
        if (given == null || !now.permits() && now.state() != State.SUSPENDED) return;
        becomes(
                State.REAFFIRMED,
                null,
                fact,
                at,
                by.capacity() == DeciderCapacity.SELF
                        ? new Given(given.event(), by, given.text(), given.since())
                        : given,
                null);
    }

    private void refused(boolean own, Fact<? extends ConsentEvent> fact, Instant at) {
        ownNo(own);
        becomes(State.REFUSED, null, fact, at, null, null);
    }

    private void withdrawn(WithdrawalKind kind, Decider by, Fact<? extends ConsentEvent> fact, Instant at) {
        ownNo(by.capacity() == DeciderCapacity.SELF);
        becomes(State.WITHDRAWN, null, fact, at, null, kind);
    }

    private void ownNo(boolean own) {
        pending.clear();
        if (!own) return;
        ownNo = true;
        assent = false;
    }

    private void decided(ObjectionDecided decided, Fact<? extends ConsentEvent> fact, Instant at) {
        if (decided.outcome() == ObjectionOutcome.UPHELD) {
            pending.clear();
            becomes(State.WITHDRAWN, null, fact, at, null, WithdrawalKind.NO_NEW_USE);
            return;
        }
        without(decided.objection());
    }

    /** Tells everything again as if that objection had not been made: what else put consent on hold meanwhile stays. */
    private void without(EventId objection) {
        var rest = taken.stream()
                .filter(one ->
                        !one.fact().id().equals(objection) && !lifts(one.fact().event(), objection))
                .toList();
        now = Standing.NOT_ASKED;
        ownNo = false;
        assent = false;
        pending.clear();
        pendingSince = Instant.MIN;
        taken.clear();
        rest.forEach(this::tell);
    }

    private static boolean lifts(ConsentEvent event, EventId objection) {
        return event instanceof ObjectionDecided decided
                && decided.outcome() == ObjectionOutcome.LIFTED
                && decided.objection().equals(objection);
    }

    private void suspended(Cause cause, Fact<? extends ConsentEvent> fact, Instant at) {
        if (now.permits()) becomes(State.SUSPENDED, cause, fact, at, now.given(), null);
    }

    private void assessed(CapacityOutcome outcome, Fact<? extends ConsentEvent> fact, Instant at) {
        if (outcome == CapacityOutcome.LACKS_CAPACITY || othersDecided(fact)) suspended(Cause.CAPACITY, fact, at);
    }

    /** Whether others decided for want of an ability that the person is now found to have. */
    private boolean othersDecided(Fact<? extends ConsentEvent> assessed) {
        var given = now.given();
        if (given == null || given.by() == null) return false;
        return switch (given.by().capacity()) {
            case SELF -> false;
            case CONSULTEE -> true;
            case GUARDIAN, PARENT ->
                person.rules()
                        .of(given.by().under())
                        .map(rules -> rules.letsAblePersonDecide(person.age()
                                .map(age -> age.oldestOn(assessed.occurred().lastDay()))
                                .orElse(null)))
                        .orElseGet(() -> person.representation().lacksAbility(module, given.since(), grain.wholeDay()));
        };
    }

    private void becomes(
            State state,
            @Nullable Cause cause,
            Fact<? extends ConsentEvent> fact,
            Instant at,
            @Nullable Given given,
            @Nullable WithdrawalKind withdrawal) {
        now = new Standing(state, cause, fact, at, given, null, withdrawal, Awaiting.NOBODY);
    }

    private static String relation(Decider by) {
        return by.code() == null ? "" : by.code();
    }

    private static Decider decider(ConsentEvent give) {
        return switch (give) {
            case ConsentGiven e -> e.decidedBy();
            case ConsentChanged e -> e.decidedBy();
            default ->
                throw new IllegalStateException(
                        "Nobody gives consent by " + give.getClass().getSimpleName());
        };
    }

    private static FormVersionCode text(ConsentEvent give) {
        return switch (give) {
            case ConsentGiven e -> e.formVersion();
            case ConsentChanged e -> e.formVersion();
            default ->
                throw new IllegalStateException(
                        "Nobody gives consent by " + give.getClass().getSimpleName());
        };
    }
}
