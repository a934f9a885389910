package org.fieldledger.events;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The programme as a whole: what it is, what people can consent to, and what it does across its cases. */
public sealed interface ProgrammeEvent extends FieldEvent {

    /** A research programme was set up in this store, with the years over which it runs. */
    record ProgrammeRegistered(
            Envelope envelope, String programme, String title, LocalDate begins, LocalDate ends, ZoneId zone)
            implements ProgrammeEvent {}

    /**
     * One thing a person can consent to apart from the others, with its own last days of collection and of use.
     *
     * @param wordings what kind of data and what for, in the languages that people sign in
     */
    record ConsentModuleDefined(
            Envelope envelope,
            ModuleCode module,
            Map<Language, String> title,
            String dataCategory,
            String purpose,
            @Nullable LocalDate collectUntil,
            @Nullable LocalDate useUntil,
            List<Wording> wordings)
            implements ProgrammeEvent {

        public ConsentModuleDefined {
            wordings = List.copyOf(wordings);
        }

        /** In no other words than those of the definition. */
        public ConsentModuleDefined(
                Envelope envelope,
                ModuleCode module,
                Map<Language, String> title,
                String dataCategory,
                String purpose,
                @Nullable LocalDate collectUntil,
                @Nullable LocalDate useUntil) {
            this(envelope, module, title, dataCategory, purpose, collectUntil, useUntil, List.of());
        }
    }

    /** What kind of data a module is about, and what for, as it is said in one language. */
    record Wording(Language language, String dataCategory, String purpose) {}

    /**
     * A country's rules on who decides about consent were adopted, and hold from the day this occurred until an edition
     * is adopted that occurs later. Decisions keep the rules they were made under.
     *
     * @param sources where each rule is taken from: statutes, guidance, the decision of an authority
     */
    record ConsentRulesAdopted(
            Envelope envelope, Country country, String edition, List<DecisionRule> rules, List<String> sources)
            implements ProgrammeEvent {}

    /**
     * Who decides for a person of at least this age, with or without the ability to decide; the highest age reached counts.
     *
     * @param presumed whether ability is assumed unless an assessment found it lacking; otherwise it has to be assessed
     * @param quorum how many of those who decide have to say yes
     * @param assent whether the person's own yes is asked as well
     */
    record DecisionRule(
            int fromAge, Ability ability, boolean presumed, DeciderCapacity decides, Quorum quorum, boolean assent) {}

    /** The literature was searched and screened. */
    record ScopingReviewConducted(
            Envelope envelope, List<String> databases, String query, int found, int screened, int included)
            implements ProgrammeEvent {}

    /** Findings went out to one of the programme's audiences. */
    record FindingsDisseminated(Envelope envelope, String audience, String channel, String title)
            implements ProgrammeEvent {}

    /** What several cases say together was written down. */
    record CrossCaseSynthesisRecorded(
            Envelope envelope,
            List<CaseCode> cases,
            @Personal String synthesis) implements ProgrammeEvent {}
}
