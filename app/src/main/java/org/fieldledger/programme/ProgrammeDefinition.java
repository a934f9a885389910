package org.fieldledger.programme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ForumScope;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.ProgrammeEvent.Wording;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.Role;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.TimepointCode;
import org.jspecify.annotations.Nullable;

/** A research programme as its definition file has it. */
public record ProgrammeDefinition(
        String code,
        String title,
        LocalDate begins,
        LocalDate ends,
        ZoneId zone,
        List<ConsentRules> consentRules,
        List<Module> modules,
        List<Approval> approvals,
        List<Form> forms,
        List<MissingCode> missingCodes,
        List<Instrument> instruments,
        List<Case> cases,
        List<Forum> forums) {

    /** A country's rules on who decides about consent, from a day on, with where each is taken from. */
    public record ConsentRules(
            Country country, String edition, LocalDate from, List<String> sources, List<DecisionRule> rules) {}

    public record Module(
            ModuleCode code,
            Map<Language, String> title,
            String dataCategory,
            String purpose,
            @Nullable LocalDate collectUntil,
            @Nullable LocalDate useUntil,
            List<Wording> wordings) {}

    public record Approval(
            ApprovalReference reference,
            String authority,
            Country country,
            List<CaseCode> cases,
            String population,
            List<String> conditions,
            LocalDate decided,
            LocalDate ends,
            List<Pause> pauses,
            List<Amendment> amendments) {}

    public record Pause(LocalDate from, LocalDate until, String reason) {
        public boolean covers(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(until);
        }
    }

    public record Amendment(
            String amendment,
            LocalDate on,
            List<String> formsAdded,
            List<String> formsRetired,
            ReconsentRule reconsent) {}

    public record Form(String form, ApprovalReference approval, List<CaseCode> cases, List<FormVersion> versions) {}

    public record FormVersion(
            String version,
            LocalDate released,
            @Nullable LocalDate retired,
            Map<Language, String> texts,
            Map<Language, String> easyRead) {

        /** The code of one exact text. */
        public static FormVersionCode code(Form form, FormVersion version, Language language, boolean easyRead) {
            return new FormVersionCode(
                    "%s-%s-%s%s".formatted(form.form(), version.version(), language, easyRead ? "-easy" : ""));
        }

        /** The SHA-256 of the text in UTF-8. */
        public static Sha256 hash(String text) {
            try {
                return new Sha256(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }
    }

    public record Instrument(
            InstrumentCode code,
            String version,
            InstrumentKind kind,
            LocalDate released,
            Map<Language, String> title,
            List<Item> items,
            List<Score> scores) {}

    /** @param people how many of each role there are at scale 1 */
    public record Case(
            CaseCode code,
            String title,
            Country country,
            String setting,
            boolean vulnerableGroup,
            ZoneId zone,
            LocalDate opened,
            List<Objective> objectives,
            List<Site> sites,
            Map<Role, Integer> people,
            List<ModuleCode> modules,
            Map<Role, DeciderCapacity> decidedBy,
            List<String> arms,
            boolean telephone,
            boolean goals,
            Optional<Schedule> schedule,
            Optional<Wards> wards,
            List<Series> sessions) {

        public Language language() {
            return new Language(country == Country.SE ? "sv" : "en");
        }
    }

    public record Site(SiteCode code, String name, @Nullable String arm) {}

    /** When an instrument is due, in days from enrolment. */
    public record Schedule(InstrumentCode instrument, Map<TimepointCode, Integer> timepoints) {}

    /** An intervention on one ward, with a control ward: observed before and after. */
    public record Wards(String intervention, LocalDate introduced) {}

    /** Meetings of one kind, again and again. */
    public record Series(String kind, int everyDays) {}

    public record Forum(
            int number, ForumScope scope, LocalDate convened, LocalDate held, Map<String, String> invitees) {}

    /** The approval that covers a case. The file has been checked to name one for each. */
    public Approval approvalOf(CaseCode code) {
        return approvals.stream()
                .filter(approval -> approval.cases().contains(code))
                .findFirst()
                .orElseThrow();
    }

    /** The form whose versions the people of a case are shown. The file has been checked to name one for each. */
    public Form formOf(CaseCode code) {
        return forms.stream()
                .filter(form -> form.cases().contains(code))
                .findFirst()
                .orElseThrow();
    }

    public Instrument instrument(InstrumentCode code) {
        return instruments.stream()
                .filter(instrument -> instrument.code().equals(code))
                .findFirst()
                .orElseThrow();
    }
}
