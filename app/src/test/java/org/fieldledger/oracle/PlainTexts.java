package org.fieldledger.oracle;

import java.util.Comparator;
import java.util.List;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Question 3, plainly: each time somebody was asked or decided, and the text they had before them, as it is on record. */
record PlainTexts(PlainReading plain, CaseCode caseCode, When when) {

    /** @param person whose alone; everybody's where none is named */
    List<String> seen(@Nullable ParticipantCode person) {
        return plain.lines.stream()
                .filter(line -> caseCode.equals(line.event().envelope().caseStudy()) && when.begun(line.occurred()))
                .filter(line -> line.event() instanceof ConsentEvent e
                        && (person == null || e.participant().equals(person))
                        && (e instanceof ConsentAttested || named(e) != null))
                .map(this::seen)
                .toList();
    }

    private static @Nullable FormVersionCode named(ConsentEvent event) {
        return switch (event) {
            case ConsentRequested e -> e.formVersion();
            case ConsentDeferred e -> e.formVersion();
            case ConsentGiven e -> e.formVersion();
            case ConsentChanged e -> e.formVersion();
            case ConsentRefused e -> e.formVersion();
            default -> null;
        };
    }

    private String seen(Line line) {
        var event = (ConsentEvent) line.event();
        var named = named(event);
        return "%s %s of %s about %s on %s recorded %s, %s, evidence %s"
                .formatted(
                        line.id(),
                        event.getClass().getSimpleName(),
                        event.participant(),
                        event.modules(),
                        line.occurred(),
                        line.recordedAt(),
                        named == null ? "no text named" : named + ": " + onRecord(named),
                        evidence(event));
    }

    private String onRecord(FormVersionCode text) {
        return plain.lines.stream()
                .filter(line -> line.event() instanceof ConsentFormVersionReleased e
                        && e.formVersion().equals(text))
                .max(Comparator.comparing(Line::position))
                .map(line -> (ConsentFormVersionReleased) line.event())
                .map(e ->
                        text(e.form(), e.version(), e.language(), String.valueOf(e.easyRead()), e.text(), e.approval()))
                .orElse("not on record");
    }

    private static @Nullable Sha256 evidence(ConsentEvent event) {
        return switch (event) {
            case ConsentGiven e -> e.evidence();
            case ConsentAttested e -> e.evidenceHash();
            default -> null;
        };
    }

    private static String text(
            Object form, Object version, Object language, Object easyRead, Object text, Object approval) {
        return "%s %s in %s, easy to read %s, %s under %s".formatted(form, version, language, easyRead, text, approval);
    }

    static String written(JsonNode row) {
        var told = AuditProof.text(row, "told");
        var named = AuditProof.text(row, "formVersion");
        return "%s, %s, evidence %s"
                .formatted(
                        AuditProof.about(row, "decision"),
                        named.equals("null")
                                ? (told.startsWith("Attested") ? "no text named" : told)
                                : named + ": " + onRecord(row, told),
                        AuditProof.text(row, "evidence"));
    }

    private static String onRecord(JsonNode row, String told) {
        if (told.startsWith("No such text")) return "not on record";
        return text(
                AuditProof.text(row, "form"),
                AuditProof.text(row, "version"),
                AuditProof.text(row, "language"),
                AuditProof.text(row, "easyRead"),
                AuditProof.text(row, "text"),
                AuditProof.text(row, "approval"));
    }
}
