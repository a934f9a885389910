package org.fieldledger.query.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.consent.Standing;
import org.fieldledger.consent.State;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.Wording;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/** What one person was asked and what was decided, module by module: the rows of their receipt. */
final class ReceiptParts implements CaseQuestion {

    /**
     * One module in one case.
     *
     * @param titles what the module is called, by language
     * @param dataCategory as the module was defined, where it has no words in the language of the form
     * @param wordings the same, and what for, by language
     * @param state where it stands at the time asked about
     * @param capacity who decided: self, guardian, parent, consultee; attested where somebody vouched for it
     * @param relation which guardian, parent or consultee
     * @param decision the event that made it so
     * @param text the version of the form, where it was decided on one
     */
    record Row(
            String caseCode,
            String participant,
            Country country,
            String module,
            Map<String, String> titles,
            String dataCategory,
            String purpose,
            List<Wording> wordings,
            State state,
            @Nullable UUID decision,
            @Nullable String decided,
            @Nullable Instant recordedAt,
            @Nullable String capacity,
            @Nullable String relation,
            @Nullable ConsentMethod method,
            @Nullable Text text,
            @Nullable LocalDate collectUntil,
            @Nullable LocalDate useUntil) {

        Optional<Wording> in(Language language) {
            return wordings.stream()
                    .filter(wording -> wording.language().equals(language))
                    .findFirst();
        }
    }

    /** The exact words that were shown. */
    record Text(
            String code,
            String form,
            String version,
            String language,
            boolean easyRead,
            String sha256,
            String approval) {}

    @Override
    public int number() {
        return 0;
    }

    @Override
    public String name() {
        return "consent-receipt";
    }

    @Override
    public String asks() {
        return "What did this person consent to?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> needs() {
        return EnumSet.of(Parameter.PARTICIPANT);
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        trail.reading().ifPresent(reading -> {
            var person = reading.person(inquiry.participant().orElseThrow());
            for (var module : person.modules()) {
                var standing = person.standing(module, trail.at());
                if (standing.state() != State.NOT_ASKED) rows.add(row(trail, reading, person, module, standing));
            }
        });
        return Findings.of(rows);
    }

    private static Row row(
            AuditTrail trail, CaseReading reading, PersonReading person, ModuleCode module, Standing standing) {
        var defined = reading.defined(module);
        var decided = standing.decision();
        var entry = decided == null
                ? Optional.<Entry>empty()
                : trail.find(decided.id().value());
        var event =
                entry.map(Entry::event).filter(ConsentEvent.class::isInstance).map(ConsentEvent.class::cast);
        var by = event.flatMap(Decision::by);
        return new Row(
                trail.code(),
                person.code().code(),
                reading.country(),
                module.code(),
                defined.map(ReceiptParts::titles).orElse(Map.of()),
                defined.map(ConsentModuleDefined::dataCategory).orElse(""),
                defined.map(ConsentModuleDefined::purpose).orElse(""),
                defined.map(ConsentModuleDefined::wordings).orElse(List.of()),
                standing.state(),
                entry.map(Entry::id).orElse(null),
                entry.map(one -> one.occurred().toString()).orElse(null),
                entry.map(Entry::recordedAt).orElse(null),
                by.map(decider -> AuditQuestion.code(decider.capacity()))
                        .or(() ->
                                event.filter(ConsentAttested.class::isInstance).map(attested -> "attested"))
                        .orElse(null),
                by.map(decider -> decider.code()).orElse(null),
                event.map(ReceiptParts::method).orElse(null),
                text(reading, standing, event),
                defined.map(ConsentModuleDefined::collectUntil).orElse(null),
                defined.map(ConsentModuleDefined::useUntil).orElse(null));
    }

    private static Map<String, String> titles(ConsentModuleDefined module) {
        var titles = new TreeMap<String, String>();
        module.title().forEach((language, title) -> titles.put(language.code(), title));
        return titles;
    }

    private static @Nullable ConsentMethod method(ConsentEvent event) {
        return switch (event) {
            case ConsentGiven e -> e.method();
            case ConsentRefused e -> e.method();
            case ConsentReaffirmed e -> e.method();
            case ConsentChanged e -> e.method();
            case ConsentWithdrawn e -> e.method();
            default -> null;
        };
    }

    /** The text that the decision names, or that the consent was given on which it confirmed or took back. */
    private static @Nullable Text text(CaseReading reading, Standing standing, Optional<ConsentEvent> event) {
        var given = standing.given();
        return event.flatMap(Decision::text)
                .or(() -> Optional.ofNullable(given == null ? null : given.text()))
                .flatMap(code -> reading.forms().version(code))
                .map(ReceiptParts::text)
                .orElse(null);
    }

    private static Text text(ConsentFormVersionReleased form) {
        return new Text(
                form.formVersion().code(),
                form.form(),
                form.version(),
                form.language().code(),
                form.easyRead(),
                form.text().code(),
                form.approval().code());
    }
}
