package org.fieldledger.command.entity;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
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
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.SessionCode;
import org.jspecify.annotations.Nullable;

/** What one person has decided in one case, module by module, judged by the day in the field. Paper arrives late and out of order. */
public record ConsentRecord(CaseCode caseStudy, History history) {

    /** What a decision does to a module. */
    public enum Effect {
        GIVES,
        REFUSES,
        WITHDRAWS,
        SUSPENDS,
        EXPIRES
    }

    /** A decision on one module, with the instant from which it has that effect on the action asked about. */
    public record Decision(EventId event, ModuleCode module, Effect effect, Instant from, Occurred occurred) {}

    /** Whether a module covered an action: the decision it rests on, or the one that stands in the way, if there is any. */
    public record Finding(boolean covered, @Nullable Decision decision) {}

    /** Whether the module was given before the action and nothing took it away before the action ended. */
    public Finding finding(ModuleCode module, Occurred action) {
        var decisions = decisions(module, action);
        Decision before = null;
        Decision within = null;
        for (var decision : decisions) {
            if (!decision.from().isAfter(action.earliest())) before = decision;
            else if (decision.effect() != Effect.GIVES && decision.from().isBefore(action.latest()) && within == null)
                within = decision;
        }
        if (before == null || before.effect() != Effect.GIVES) return new Finding(false, before);
        return within == null ? new Finding(true, before) : new Finding(false, within);
    }

    /** The modules that stand as given when an action occurs so. */
    public Set<ModuleCode> given(Occurred action) {
        return here(ConsentEvent.class)
                .flatMap(event -> Stream.concat(
                        event.modules().stream(),
                        event instanceof ConsentChanged changed ? changed.withdrawn().stream() : Stream.empty()))
                .distinct()
                .filter(module -> finding(module, action).covered())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the person said no to this very session. */
    public boolean dissentedFrom(SessionCode session) {
        return here(DissentExpressed.class).anyMatch(dissent -> session.equals(dissent.session()));
    }

    private List<Decision> decisions(ModuleCode module, Occurred action) {
        var neverValid = new HashSet<EventId>();
        here(ConsentInvalidated.class).forEach(invalid -> neverValid.add(invalid.decision()));
        return history.standing().stream()
                .filter(entry -> entry.event() instanceof ConsentEvent
                        && caseStudy.equals(entry.event().envelope().caseStudy())
                        && !neverValid.contains(entry.id()))
                .flatMap(entry -> effect((ConsentEvent) entry.event(), module).stream()
                        .map(effect -> decision(entry, module, effect, action)))
                .sorted(Comparator.comparing(Decision::from))
                .toList();
    }

    private <E extends ConsentEvent> Stream<E> here(Class<E> kind) {
        return history.of(kind)
                .filter(event -> caseStudy.equals(event.envelope().caseStudy()));
    }

    private static Decision decision(History.Entry entry, ModuleCode module, Effect effect, Occurred action) {
        var occurred = entry.event().envelope().occurred();
        var from = effect == Effect.GIVES ? Cover.begins(occurred, action) : Cover.ends(occurred);
        return new Decision(entry.id(), module, effect, from, occurred);
    }

    private static Optional<Effect> effect(ConsentEvent event, ModuleCode module) {
        if (event instanceof ConsentChanged changed && changed.withdrawn().contains(module))
            return Optional.of(Effect.WITHDRAWS);
        if (!event.modules().contains(module)) return Optional.empty();
        return switch (event) {
            case ConsentGiven given -> Optional.of(Effect.GIVES);
            case ConsentAttested attested -> Optional.of(Effect.GIVES);
            case ConsentReaffirmed reaffirmed -> Optional.of(Effect.GIVES);
            case ConsentChanged changed -> Optional.of(Effect.GIVES);
            case ConsentRefused refused -> Optional.of(Effect.REFUSES);
            case ConsentWithdrawn withdrawn ->
                switch (withdrawn.kind()) {
                    case DISSENT_IN_SESSION, REDUCE_OR_CHANGE_MODE -> Optional.empty();
                    case NO_CONTACT, NO_FURTHER_COLLECTION, NO_NEW_USE, DESTROY -> Optional.of(Effect.WITHDRAWS);
                    case RESTRICT_OR_OBJECT -> Optional.of(Effect.SUSPENDS);
                };
            case DissentExpressed dissent -> dissent.session() == null ? Optional.of(Effect.REFUSES) : Optional.empty();
            case ConsentSuspended suspended -> Optional.of(Effect.SUSPENDS);
            case ConsentExpired expired -> Optional.of(Effect.EXPIRES);
            case CapacityAssessed assessed ->
                assessed.outcome() == CapacityOutcome.LACKS_CAPACITY ? Optional.of(Effect.SUSPENDS) : Optional.empty();
            case ConsentRequested requested -> Optional.empty();
            case ConsentDeferred deferred -> Optional.empty();
            case ConsentInvalidated invalidated -> Optional.empty();
            case RelationshipAppointed appointed -> Optional.empty();
            case RelationshipEnded ended -> Optional.empty();
            case AssentGiven assent -> Optional.empty();
            case ObjectionDecided decided -> Optional.empty();
        };
    }
}
