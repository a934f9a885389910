package org.fieldledger.command.programme;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.ProgrammeEvent.Wording;
import org.jspecify.annotations.Nullable;

/** What can be asked of the programme. */
public sealed interface ProgrammeCommand extends FieldCommand {

    @Override
    default StreamName stream() {
        return StreamName.PROGRAMME;
    }

    /** Sets up the programme of this store. */
    record RegisterProgramme(
            Report report, String programme, String title, LocalDate begins, LocalDate ends, ZoneId zone)
            implements ProgrammeCommand {}

    /**
     * Defines, or defines anew, something a person can consent to.
     *
     * @param wordings what kind of data and what for, in the languages that people sign in
     */
    record DefineConsentModule(
            Report report,
            ModuleCode module,
            Map<Language, String> title,
            String dataCategory,
            String purpose,
            @Nullable LocalDate collectUntil,
            @Nullable LocalDate useUntil,
            List<Wording> wordings)
            implements ProgrammeCommand {

        public DefineConsentModule {
            wordings = wordings == null ? List.of() : List.copyOf(wordings);
        }

        public DefineConsentModule(
                Report report,
                ModuleCode module,
                Map<Language, String> title,
                String dataCategory,
                String purpose,
                @Nullable LocalDate collectUntil,
                @Nullable LocalDate useUntil) {
            this(report, module, title, dataCategory, purpose, collectUntil, useUntil, List.of());
        }
    }

    /**
     * Adopts a country's rules on who decides about consent, from the day it occurred. Adopting the rules in force once
     * more adds nothing.
     */
    record AdoptConsentRules(
            Report report, Country country, String edition, List<DecisionRule> rules, List<String> sources)
            implements ProgrammeCommand {}

    /** Records a search of the literature. */
    record RecordScopingReview(
            Report report, List<String> databases, String query, int found, int screened, int included)
            implements ProgrammeCommand {}

    /** Records that findings went out. */
    record RecordDissemination(Report report, String audience, String channel, String title)
            implements ProgrammeCommand {}

    /** Records what several cases say together. */
    record RecordCrossCaseSynthesis(Report report, List<CaseCode> cases, String synthesis)
            implements ProgrammeCommand {}
}
