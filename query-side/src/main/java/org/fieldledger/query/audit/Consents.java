package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Precision;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.consent.ConsentView.State;
import org.fieldledger.query.consent.Effect;
import org.jspecify.annotations.Nullable;

/** What everybody in a case decided, module by module, in the order in which decisions took effect. */
final class Consents {

    /**
     * One decision on one module.
     *
     * @param valid not found since to have been invalid from the beginning
     */
    record Decision(Entry entry, ConsentEvent event, ModuleCode module, Effect effect, boolean valid) {

        Instant takesEffect() {
            return effect.at(entry.occurred());
        }

        /** The kind of withdrawal, where it is one. */
        @Nullable
        WithdrawalKind withdrawal() {
            return switch (event) {
                case ConsentWithdrawn withdrawn -> withdrawn.kind();
                case ConsentChanged changed when effect == Effect.WITHDRAWS -> WithdrawalKind.NO_FURTHER_COLLECTION;
                default -> null;
            };
        }
    }

    /** What stands for a person and a module at the time asked about, and the decision that made it so. */
    record Standing(State state, @Nullable Decision decision) {}

    /** Whether a module covered an action: the decision it rests on, or the one that stands in the way, if there is any. */
    record Finding(boolean covered, @Nullable Decision decision) {}

    private static final Comparator<Decision> IN_EFFECT_ORDER = Comparator.comparing(Decision::takesEffect)
            .thenComparing(decision -> decision.entry().position());

    private final AuditTrail trail;
    private final Map<ParticipantCode, Map<ModuleCode, List<Decision>>> decisions = new TreeMap<>();
    private final Map<ParticipantCode, Set<SessionCode>> dissents = new HashMap<>();

    Consents(AuditTrail trail) {
        this.trail = trail;
        var neverValid = new HashSet<UUID>();
        trail.standing(ConsentInvalidated.class)
                .forEach(fact -> neverValid.add(fact.event().decision().value()));
        trail.standing(ConsentEvent.class).forEach(fact -> {
            var event = fact.event();
            var valid = !neverValid.contains(fact.entry().id());
            var taken = event instanceof ConsentChanged changed ? changed.withdrawn() : List.<ModuleCode>of();
            for (var module : event.modules())
                if (!taken.contains(module)) add(new Decision(fact.entry(), event, module, Effect.of(event), valid));
            for (var module : taken) add(new Decision(fact.entry(), event, module, Effect.WITHDRAWS, valid));
            if (event instanceof DissentExpressed dissent && dissent.session() != null)
                dissents.computeIfAbsent(dissent.participant(), person -> new HashSet<>())
                        .add(dissent.session());
        });
        decisions.values().forEach(modules -> modules.values().forEach(made -> made.sort(IN_EFFECT_ORDER)));
    }

    private void add(Decision decision) {
        decisions
                .computeIfAbsent(decision.event().participant(), person -> new TreeMap<>())
                .computeIfAbsent(decision.module(), module -> new ArrayList<>())
                .add(decision);
    }

    /** Everybody who decided anything, or was asked. */
    Set<ParticipantCode> people() {
        return decisions.keySet();
    }

    /** The modules about which a person decided anything, or was asked. */
    Set<ModuleCode> modulesOf(ParticipantCode person) {
        return new TreeSet<>(decisions.getOrDefault(person, Map.of()).keySet());
    }

    /** Every decision of a person on a module, in the order in which they took effect. */
    List<Decision> decisions(ParticipantCode person, ModuleCode module) {
        return decisions.getOrDefault(person, Map.of()).getOrDefault(module, List.of());
    }

    /** Whether the person said no to this very session. */
    boolean dissentedFrom(ParticipantCode person, SessionCode session) {
        return dissents.getOrDefault(person, Set.of()).contains(session);
    }

    /**
     * What stands at the time asked about. What was decided outranks what turned out invalid, and that outranks having been
     * asked; among equals the one that took effect last stands.
     */
    Standing standing(ParticipantCode person, ModuleCode module) {
        Decision decided = null;
        Decision voided = null;
        Decision asked = null;
        for (var decision : decisions(person, module)) {
            if (decision.effect() == Effect.NONE || !inEffect(decision)) continue;
            if (!decision.valid()) voided = decision;
            else if (decision.effect().decides()) decided = decision;
            else asked = decision;
        }
        if (decided != null) return new Standing(state(decided.effect()), decided);
        if (voided != null) return new Standing(State.INVALIDATED, voided);
        return asked != null ? new Standing(state(asked.effect()), asked) : new Standing(State.NOT_ASKED, null);
    }

    private boolean inEffect(Decision decision) {
        var occurred = decision.entry().occurred();
        return trail.holds(decision.effect().on(occurred), decision.effect().at(occurred));
    }

    /** Whether the module was given before the action and nothing took it away before the action ended. */
    Finding finding(ParticipantCode person, ModuleCode module, Occurred action) {
        Decision before = null;
        Decision within = null;
        for (var decision : onAction(person, module, action)) {
            var from = from(decision, action);
            if (!from.isAfter(action.earliest())) before = decision;
            else if (!decision.effect().permits() && from.isBefore(action.latest()) && within == null)
                within = decision;
        }
        if (before == null || !before.effect().permits()) return new Finding(false, before);
        return within == null ? new Finding(true, before) : new Finding(false, within);
    }

    private List<Decision> onAction(ParticipantCode person, ModuleCode module, Occurred action) {
        return decisions(person, module).stream()
                .filter(decision -> decision.valid() && decision.effect().decides())
                .sorted(Comparator.comparing((Decision decision) -> from(decision, action))
                        .thenComparing(decision -> decision.entry().position()))
                .toList();
    }

    /** Cover is a matter of days, unless both sides are known to the minute. */
    private static Instant from(Decision decision, Occurred action) {
        var given = decision.entry().occurred();
        return decision.effect().permits() ? begins(given, action) : decision.takesEffect();
    }

    /** From when a permission given then covers an action that occurred so. */
    static Instant begins(Occurred given, Occurred action) {
        return given.precision() == Precision.MINUTE && action.precision() != Precision.MINUTE
                ? given.firstDay().atStartOfDay(given.zone()).toInstant()
                : Effect.GIVES.at(given);
    }

    /** From when a permission taken away then covers nothing more. */
    static Instant ends(Occurred takenAway) {
        return Effect.WITHDRAWS.at(takenAway);
    }

    /** The text that a decision was made on; for a confirmation, the text of what it confirms. */
    Optional<FormVersionCode> text(Decision decision) {
        return textNamed(decision.event())
                .or(() -> decision.event() instanceof ConsentReaffirmed
                        ? decisions(decision.event().participant(), decision.module()).stream()
                                .takeWhile(earlier -> earlier != decision)
                                .filter(earlier -> earlier.valid() && earlier.effect() == Effect.GIVES)
                                .reduce((earlier, later) -> later)
                                .flatMap(given -> textNamed(given.event()))
                        : Optional.empty());
    }

    /** The text that an event itself names. */
    static Optional<FormVersionCode> textNamed(ConsentEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case ConsentRequested e -> e.formVersion();
                    case ConsentGiven e -> e.formVersion();
                    case ConsentRefused e -> e.formVersion();
                    case ConsentDeferred e -> e.formVersion();
                    case ConsentChanged e -> e.formVersion();
                    default -> null;
                });
    }

    /** Who decided, where the event says so; whoever attests decides nothing. */
    static Optional<Decider> decider(ConsentEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case ConsentGiven e -> e.decidedBy();
                    case ConsentRefused e -> e.decidedBy();
                    case ConsentReaffirmed e -> e.decidedBy();
                    case ConsentChanged e -> e.decidedBy();
                    case ConsentWithdrawn e -> e.decidedBy();
                    default -> null;
                });
    }

    /** Whether somebody vouches for it rather than the person having signed a text the store knows. */
    static boolean attested(Decision decision) {
        return decision.event() instanceof ConsentAttested;
    }

    private static State state(Effect effect) {
        return switch (effect) {
            case ASKS -> State.REQUESTED;
            case DEFERS -> State.DEFERRED;
            case GIVES -> State.GIVEN;
            case REAFFIRMS -> State.REAFFIRMED;
            case REFUSES -> State.REFUSED;
            case SUSPENDS -> State.SUSPENDED;
            case WITHDRAWS -> State.WITHDRAWN;
            case EXPIRES -> State.EXPIRED;
            case NONE -> throw new IllegalStateException("A decision without effect cannot stand");
        };
    }
}
