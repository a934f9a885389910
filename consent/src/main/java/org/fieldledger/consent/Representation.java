package org.fieldledger.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentEvent.RelationshipEnded;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.RelationshipKind;
import org.jspecify.annotations.Nullable;

/** Who stands beside a person in one case, and what was found of their ability to decide. */
final class Representation {

    private final Facts consent;

    Representation(Facts consent) {
        this.consent = consent;
    }

    /** The guardians in office for a module at an instant, by their relation. */
    Set<String> guardians(ModuleCode module, Instant at, @Nullable LocalDate wholeDay) {
        return inOffice(module, RelationshipKind.GUARDIAN, at, wholeDay)
                .map(one -> one.event().relation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The appointments of a kind that hold for a module at an instant. */
    Stream<Fact<RelationshipAppointed>> inOffice(
            ModuleCode module, RelationshipKind kind, Instant at, @Nullable LocalDate wholeDay) {
        return appointed(module, kind).filter(one -> {
            var from = Instants.begins(one.occurred(), wholeDay);
            return !from.isAfter(at)
                    && endings(module, one.event()).stream()
                            .noneMatch(ending -> Instants.endsIt(ending, one.occurred(), from)
                                    && !Instants.ends(ending).isAfter(at));
        });
    }

    /** Whether somebody held this office for the module throughout. */
    boolean holds(ModuleCode module, RelationshipKind kind, String relation, Occurred decided) {
        return appointed(module, kind)
                .filter(one -> one.event().relation().equals(relation))
                .anyMatch(
                        one -> Instants.heldThroughout(one.occurred(), endings(module, one.event()).stream(), decided));
    }

    /** The assessment that counts at an instant: the one that took effect last. */
    Optional<Fact<CapacityAssessed>> assessment(ModuleCode module, Instant at, @Nullable LocalDate wholeDay) {
        return consent.of(CapacityAssessed.class)
                .filter(one -> concerns(one.event().modules(), module))
                .filter(one -> !from(one, wholeDay).isAfter(at))
                .sorted(Comparator.comparing(one -> from(one, wholeDay)))
                .reduce((earlier, later) -> later);
    }

    boolean lacksAbility(ModuleCode module, Instant at, @Nullable LocalDate wholeDay) {
        return found(module, at, wholeDay, CapacityOutcome.LACKS_CAPACITY);
    }

    boolean hasAbility(ModuleCode module, Instant at, @Nullable LocalDate wholeDay) {
        return found(module, at, wholeDay, CapacityOutcome.HAS_CAPACITY);
    }

    private boolean found(ModuleCode module, Instant at, @Nullable LocalDate wholeDay, CapacityOutcome outcome) {
        return assessment(module, at, wholeDay)
                .filter(one -> one.event().outcome() == outcome)
                .isPresent();
    }

    private static Instant from(Fact<CapacityAssessed> assessed, @Nullable LocalDate wholeDay) {
        return assessed.event().outcome() == CapacityOutcome.HAS_CAPACITY
                ? Instants.begins(assessed.occurred(), wholeDay)
                : Instants.ends(assessed.occurred());
    }

    private Stream<Fact<RelationshipAppointed>> appointed(ModuleCode module, RelationshipKind kind) {
        return consent.of(RelationshipAppointed.class)
                .filter(one ->
                        one.event().kind() == kind && concerns(one.event().modules(), module));
    }

    private List<Occurred> endings(ModuleCode module, RelationshipAppointed appointed) {
        return consent.of(RelationshipEnded.class)
                .filter(one -> one.event().kind() == appointed.kind()
                        && one.event().relation().equals(appointed.relation())
                        && concerns(one.event().modules(), module))
                .map(Fact::occurred)
                .toList();
    }

    /** What names no module concerns them all. */
    static boolean concerns(List<ModuleCode> modules, ModuleCode module) {
        return modules.isEmpty() || modules.contains(module);
    }
}
