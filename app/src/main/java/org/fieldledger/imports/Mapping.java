package org.fieldledger.imports;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.Wording;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * How the tables of one source become commands of one case.
 *
 * @param id part of every command's key: the same mapping read twice adds nothing
 * @param performer the member of the team under whose code the source's fieldwork is recorded
 */
record Mapping(
        String id,
        StudySetUp study,
        ResearcherCode performer,
        List<ModuleSetUp> modules,
        List<InstrumentSetUp> instruments,
        List<ScheduleSetUp> schedules,
        List<PeopleTable> people,
        List<AnswersTable> answers) {

    /** The case and the ethics approval that covers it. */
    record StudySetUp(
            CaseCode code,
            String title,
            Country country,
            String setting,
            boolean vulnerableGroup,
            ZoneId zone,
            LocalDate opened,
            ApprovalReference approval,
            String authority,
            String population,
            LocalDate decided) {}

    record ModuleSetUp(
            ModuleCode code,
            Map<Language, String> title,
            String dataCategory,
            String purpose,
            List<Wording> wordings) {}

    record InstrumentSetUp(
            InstrumentCode code,
            String version,
            InstrumentKind kind,
            Map<Language, String> title,
            List<Item> items,
            List<MissingCode> missingCodes,
            List<Score> scores) {}

    record ScheduleSetUp(InstrumentCode instrument, String version, List<Timepoint> timepoints) {}

    /** Which rows of a table are meant: those whose cells hold exactly these values; an empty value means an empty cell. */
    record Where(Map<String, String> cells) {
        boolean matches(TableRow row) {
            return cells.entrySet().stream()
                    .allMatch(cell -> row.cell(cell.getKey()).orElse("").equals(cell.getValue()));
        }
    }

    /** A table with one row a person. */
    record PeopleTable(
            String table,
            Where where,
            String participant,
            Attestation attestation,
            Enrolment enrolment,
            Optional<Allocation> allocation,
            Optional<Discontinuation> discontinuation,
            Optional<Withdrawal> withdrawal) {}

    /** Who vouches for consent given before the store existed, on what evidence, for which modules and from which day. */
    record Attestation(String from, List<ModuleCode> modules, String attestedBy, String evidence) {}

    record Enrolment(String on, Role role) {}

    record Allocation(String on, String arm, String method) {}

    /** A person whose reason column is empty did not discontinue. */
    record Discontinuation(String on, String reason, Map<String, DiscontinuationReason> reasons) {}

    /** The rows that mean a withdrawal of consent, and what kind. */
    record Withdrawal(String on, Where when, List<ModuleCode> modules, WithdrawalKind kind, ConsentMethod method) {}

    /**
     * A table with one row an item. Rows of one person stand together.
     *
     * @param ifAbsent the missing code of an item for which the source has no row or no value
     * @param missingValues values of the source that stand for a missing code
     * @param totals values of the item column that are sums made by the source, by the score they should equal
     */
    record AnswersTable(
            String table,
            Where where,
            String participant,
            String on,
            InstrumentCode instrument,
            String version,
            String item,
            String value,
            String ifAbsent,
            Map<String, String> missingValues,
            Map<String, String> totals,
            @Nullable String timepoint,
            Map<String, TimepointCode> timepoints) {}
}
