package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Holding;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.Words;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/** Question 18. Every entry that concerns a person, also what was corrected since: what a copy for them has to contain. */
final class EverythingHeld implements CaseQuestion {

    /**
     * @param use what may be done with it at the time asked about; absent where it is no material of theirs, or was corrected
     * @param useBecause the decision that made it so, or the action itself where that lacked cover
     * @param files SHA-256, media type and custody of each file that belongs to it
     * @param supersededBy the correction, where it no longer stands
     */
    record Row(
            String caseCode,
            String participant,
            UUID event,
            String kind,
            String title,
            String occurred,
            String zone,
            @Nullable String role,
            List<String> files,
            boolean deviation,
            @Nullable String use,
            @Nullable UUID useBecause,
            Instant recordedAt,
            @Nullable UUID supersededBy) {}

    @Override
    public int number() {
        return 18;
    }

    @Override
    public String name() {
        return "held";
    }

    @Override
    public String asks() {
        return "Everything held on this person, as a copy for them?";
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
        return Extract.everything(inquiry, GovernanceEvent.class);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var person = inquiry.participant().orElseThrow();
        return Findings.of(trail.everRecordedOf(person)
                .filter(trail::begun)
                .map(entry -> row(trail, entry, person))
                .toList());
    }

    private static Row row(AuditTrail trail, Entry entry, ParticipantCode person) {
        var held = held(trail, entry, person);
        var envelope = entry.event().envelope();
        return new Row(
                entry.caseCode(),
                person.code(),
                entry.id(),
                entry.kind(),
                Words.of(entry.event()),
                entry.occurred().toString(),
                entry.occurred().zone().getId(),
                envelope.partOf(person)
                        .map(Participation::role)
                        .map(role -> role.code())
                        .orElse(null),
                envelope.artefacts().stream()
                        .map(file -> "%s %s at %s".formatted(file.sha256(), file.mediaType(), file.custody()))
                        .toList(),
                entry.quarantined(),
                held.map(holding -> AuditQuestion.code(holding.use())).orElse(null),
                held.map(Holding::cause).map(cause -> cause.id().value()).orElse(null),
                entry.recordedAt(),
                entry.supersededBy());
    }

    private static Optional<Holding> held(AuditTrail trail, Entry entry, ParticipantCode person) {
        if (!entry.stands() || Needs.of(entry.event()).modules().isEmpty()) return Optional.empty();
        return trail.reading()
                .map(reading -> HeldMaterial.of(reading.person(person), AuditTrail.fact(entry), trail.at()));
    }
}
