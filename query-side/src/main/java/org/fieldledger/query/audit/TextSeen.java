package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/** Question 3. A row for each time a person was asked or decided: the text, by its hash, and its language. */
final class TextSeen implements CaseQuestion {

    /**
     * @param text the SHA-256 of the exact text
     * @param evidence the SHA-256 of what was signed, or of what the attestation rests on
     * @param told why there is no text, where there is none
     */
    record Row(
            String caseCode,
            String participant,
            String decision,
            UUID event,
            String occurred,
            String zone,
            List<String> modules,
            @Nullable String formVersion,
            @Nullable String form,
            @Nullable String version,
            @Nullable String language,
            @Nullable Boolean easyRead,
            @Nullable String text,
            @Nullable String approval,
            @Nullable String evidence,
            @Nullable String told,
            Instant recordedAt) {}

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String name() {
        return "text-seen";
    }

    @Override
    public String asks() {
        return "Which exact text, in which language, did this person see?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public boolean forDataManagers() {
        return false;
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var texts = new HashMap<FormVersionCode, ConsentFormVersionReleased>();
        trail.standing(ConsentFormVersionReleased.class)
                .forEach(fact -> texts.put(fact.event().formVersion(), fact.event()));
        return Findings.of(trail.happened(ConsentEvent.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .filter(fact -> Decision.text(fact.event()).isPresent() || fact.event() instanceof ConsentAttested)
                .map(fact -> row(fact.entry(), fact.event(), texts))
                .toList());
    }

    private static Row row(
            Entry entry, ConsentEvent decision, HashMap<FormVersionCode, ConsentFormVersionReleased> texts) {
        var named = Decision.text(decision).orElse(null);
        var text = named == null ? null : texts.get(named);
        var evidence = switch (decision) {
            case ConsentGiven given -> given.evidence();
            case ConsentAttested attested -> attested.evidenceHash();
            default -> null;
        };
        return new Row(
                entry.caseCode(),
                decision.participant().code(),
                entry.kind(),
                entry.id(),
                entry.occurred().toString(),
                entry.occurred().zone().getId(),
                decision.modules().stream().map(ModuleCode::code).toList(),
                named == null ? null : named.code(),
                text == null ? null : text.form(),
                text == null ? null : text.version(),
                text == null ? null : text.language().code(),
                text == null ? null : text.easyRead(),
                text == null ? null : text.text().code(),
                text == null ? null : text.approval().code(),
                evidence == null ? null : evidence.code(),
                named == null
                        ? "Attested from before this store: the text is with the evidence"
                        : text == null ? "No such text is on record" : null,
                entry.recordedAt());
    }
}
