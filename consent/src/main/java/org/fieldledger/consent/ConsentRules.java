package org.fieldledger.consent;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.Ability;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EventId;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.jspecify.annotations.Nullable;

/** The rules on who decides that the programme adopted, country by country. A decision keeps those it was made under. */
public final class ConsentRules {

    private final Facts programme;

    public ConsentRules(Facts programme) {
        this.programme = programme;
    }

    /** The rules of a country in force when something occurred; empty where none had been adopted. */
    public Optional<Adopted> inForce(Country country, Occurred decided) {
        return programme
                .of(ConsentRulesAdopted.class)
                .filter(adopted -> adopted.event().country() == country
                        && !Instants.begins(adopted.occurred(), decided).isAfter(decided.earliest()))
                .reduce((earlier, later) ->
                        Instants.begins(earlier.occurred(), decided).isAfter(Instants.begins(later.occurred(), decided))
                                ? earlier
                                : later)
                .map(Adopted::new);
    }

    /** The rules of a country adopted last, whatever the day. */
    public Optional<Adopted> latest(Country country) {
        return programme
                .of(ConsentRulesAdopted.class)
                .filter(adopted -> adopted.event().country() == country)
                .reduce((earlier, later) -> later)
                .map(Adopted::new);
    }

    /** The ages at which any rules that were ever adopted change. */
    Stream<Integer> allAges() {
        return programme
                .of(ConsentRulesAdopted.class)
                .flatMap(adopted -> new Adopted(adopted).ages())
                .distinct();
    }

    /** The rules that a decision was made under. */
    Optional<Adopted> of(@Nullable EventId adoption) {
        if (adoption == null) return Optional.empty();
        return programme
                .of(ConsentRulesAdopted.class)
                .filter(adopted -> adopted.id().equals(adoption))
                .findFirst()
                .map(Adopted::new);
    }

    /** One adoption: the rules of one country in one edition. */
    public record Adopted(Fact<ConsentRulesAdopted> fact) {

        /** The rule for a person of this age; an unknown age is that of an adult. Nobody decides where none is found. */
        public Optional<DecisionRule> rule(@Nullable Integer age, Ability ability) {
            var band = band(age);
            return band.stream()
                    .filter(rule -> rule.ability() == ability)
                    .findFirst()
                    .or(() -> ability == Ability.WITH
                            ? band.stream()
                                    .filter(rule -> rule.ability() == Ability.WITHOUT)
                                    .findFirst()
                            : Optional.empty());
        }

        /** Whether a person of this age decides for themselves, if they are able to. */
        boolean letsAblePersonDecide(@Nullable Integer age) {
            return ownDecision(age).isPresent();
        }

        /** The rule by which a person of this age decides for themselves, if they are able to. */
        Optional<DecisionRule> ownDecision(@Nullable Integer age) {
            return rule(age, Ability.WITH).filter(rule -> rule.decides() == DeciderCapacity.SELF);
        }

        /** The ages at which the rules change, in order. */
        public Stream<Integer> ages() {
            return rules().stream().map(DecisionRule::fromAge).distinct().sorted();
        }

        private List<DecisionRule> band(@Nullable Integer age) {
            var from = rules().stream()
                    .map(DecisionRule::fromAge)
                    .filter(bound -> age == null || bound <= age)
                    .max(Comparator.naturalOrder());
            return rules().stream()
                    .filter(rule ->
                            from.filter(bound -> bound == rule.fromAge()).isPresent())
                    .toList();
        }

        private List<DecisionRule> rules() {
            return fact.event().rules();
        }
    }
}
