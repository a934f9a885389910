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

    /** One thing a person can consent to apart from the others, with its own last days of collection and of use. */
    record ConsentModuleDefined(
            Envelope envelope,
            ModuleCode module,
            Map<Language, String> title,
            String dataCategory,
            String purpose,
            @Nullable LocalDate collectUntil,
            @Nullable LocalDate useUntil)
            implements ProgrammeEvent {}

    /** The literature was searched and screened. */
    record ScopingReviewConducted(
            Envelope envelope, List<String> databases, String query, int found, int screened, int included)
            implements ProgrammeEvent {}

    /** Findings went out to one of the programme's audiences. */
    record FindingsDisseminated(Envelope envelope, String audience, String channel, String title)
            implements ProgrammeEvent {}

    /** What several cases say together was written down. */
    record CrossCaseSynthesisRecorded(Envelope envelope, List<CaseCode> cases, String synthesis)
            implements ProgrammeEvent {}
}
