package org.fieldledger.query.audit;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.apache.pdfbox.Loader;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.GovernanceEvent.AuditReportSignedOff;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.audit.AuditReport.Made;
import org.fieldledger.query.audit.AuditReport.Scope;
import org.fieldledger.query.paper.Press;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.Opening;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes audit reports, and tells whether a paper is one that was signed. */
@Component
public class AuditReports {

    private final Audit audit;
    private final EventLog log;
    private final Press press;
    private final ZoneId zone;
    private final FieldEventReader reader = new FieldEventReader();

    @Autowired
    AuditReports(Audit audit, EventLog log, Press press, @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone) {
        this.audit = audit;
        this.log = log;
        this.press = press;
        this.zone = zone;
    }

    /** For whoever may see every case: an operator who holds the database in their hands. */
    public static AuditReports ofEveryCase(EventLog log, ZoneId zone, DataSource database, Opening opening) {
        return new AuditReports(Audit.ofEveryCase(log, zone, database, opening), log, new Press(), zone);
    }

    /** Throws {@link org.fieldledger.query.NothingKnown} where nothing is known of the case or the person. */
    public AuditReport about(Scope scope, AsOf asOf) {
        return AuditReport.of(audit, scope, asOf);
    }

    /** As a PDF. */
    public byte[] print(AuditReport report, Made made) {
        return report.print(press, made, zone);
    }

    /** What the log says of a paper. */
    public enum Finding {
        /** The log holds a signature of this very file. */
        SIGNED,
        /** The log holds the signature that the file names, but of another file: this one is not as it was signed. */
        NOT_AS_SIGNED,
        /** The log holds no signature of it. */
        NOT_SIGNED
    }

    /**
     * A signature in the log.
     *
     * @param event which event it is
     * @param logAsThen whether the log up to the position it rests on still has the root it had
     */
    public record Signature(
            UUID event,
            Instant recordedAt,
            ResearcherCode signedBy,
            @Nullable CaseCode caseCode,
            @Nullable ParticipantCode participant,
            String signOff,
            Sha256 paper,
            Sha256 findings,
            @Nullable String trueAt,
            Instant knownAt,
            long position,
            Sha256 root,
            boolean logAsThen) {}

    /** @param signature that of this file, or that which it names; absent where there is none */
    public record Verdict(Finding finding, @Nullable Signature signature) {}

    /** Whether the log holds a signature of exactly this file. */
    public Verdict check(byte[] file) {
        var verdict = check(Sha256.of(file));
        if (verdict.finding() == Finding.SIGNED) return verdict;
        return codeIn(file)
                .flatMap(code -> signature(event -> event.signOff().equals(code)))
                .map(another -> new Verdict(Finding.NOT_AS_SIGNED, another))
                .orElse(verdict);
    }

    /** The same, by the SHA-256 of the file. */
    public Verdict check(Sha256 paper) {
        return signature(event -> event.paper().equals(paper))
                .map(found -> new Verdict(Finding.SIGNED, found))
                .orElseGet(() -> new Verdict(Finding.NOT_SIGNED, null));
    }

    /** The code of the signature that a file names; none where it is no PDF or names none. */
    private static Optional<String> codeIn(byte[] file) {
        try (var paper = Loader.loadPDF(file)) {
            return Optional.ofNullable(paper.getDocumentInformation().getCustomMetadataValue(AuditReport.SIGN_OFF));
        } catch (IOException | RuntimeException notOne) {
            return Optional.empty();
        }
    }

    private Optional<Signature> signature(Predicate<AuditReportSignedOff> which) {
        var found = new ArrayList<Signature>();
        log.replay(
                0,
                log.head(),
                this::signature,
                some -> some.stream()
                        .filter(Objects::nonNull)
                        .filter(one -> which.test(one.event()))
                        .forEach(one -> found.add(told(one))));
        return found.stream().findFirst();
    }

    private record Signed(StoredEvent stored, AuditReportSignedOff event) {}

    private @Nullable Signed signature(StoredEvent stored) {
        return stored.type().equals(AuditReportSignedOff.class.getSimpleName())
                ? new Signed(
                        stored, (AuditReportSignedOff) reader.read(stored.type(), stored.revision(), stored.payload()))
                : null;
    }

    private Signature told(Signed signed) {
        var event = signed.event();
        return new Signature(
                signed.stored().eventId(),
                signed.stored().recordedAt(),
                event.envelope().recordedBy(),
                event.envelope().caseStudy(),
                event.participant(),
                event.signOff(),
                event.paper(),
                event.findings(),
                event.trueAt(),
                event.knownAt(),
                event.position(),
                event.root(),
                asThen(event.position(), event.root()));
    }

    private boolean asThen(long position, Sha256 root) {
        var answer = audit.ask(
                "log-intact", AsOf.LATEST, Map.of(Inquiry.Parameter.CHECKPOINT.written(), position + ":" + root));
        return List.of("intact")
                .equals(answer.items().stream()
                        .map(row -> ((LogIntact.Row) row).finding())
                        .toList());
    }
}
