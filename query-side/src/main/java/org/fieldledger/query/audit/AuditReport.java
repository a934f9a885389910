package org.fieldledger.query.audit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.paper.Imprint;
import org.fieldledger.query.paper.Press;
import org.jspecify.annotations.Nullable;

/**
 * The answers to all questions of an ethics officer about one case, one person or the whole programme, put together to be
 * read, printed and signed.
 *
 * @param basis what it rests on; what was known by then is always named
 * @param judgedOn the day on which it is judged what has expired and who is appointed
 * @param intact whether the log is as it was stored
 * @param root the RFC 6962 root of the log up to the position it rests on
 * @param findings the SHA-256 over all the answers it rests on, each as the API writes it in JSON, one after the other in order
 */
public record AuditReport(
        Scope scope,
        Basis basis,
        String judgedOn,
        boolean intact,
        Sha256 root,
        Sha256 findings,
        List<ReportSection> sections) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);

    /** What a report is about: one of both, or, with neither, the programme. */
    public record Scope(
            @Nullable CaseCode caseCode, @Nullable ParticipantCode participant) {

        Map<String, String> narrowing() {
            var narrowed = new LinkedHashMap<String, String>();
            if (caseCode != null) narrowed.put(Inquiry.Parameter.CASE.written(), caseCode.code());
            if (participant != null) narrowed.put(Inquiry.Parameter.PARTICIPANT.written(), participant.code());
            return narrowed;
        }

        /** In words: Case CAFE. */
        public String told() {
            if (participant != null && caseCode != null)
                return "Participant %s in case %s".formatted(participant, caseCode);
            if (participant != null) return "Participant " + participant;
            return caseCode != null ? "Case " + caseCode : "The whole programme";
        }

        /** For a file's name: case-CAFE. */
        public String fileName() {
            return narrowing().entrySet().stream()
                    .map(one -> one.getKey() + "-" + one.getValue())
                    .collect(Collectors.joining("-", "audit-report-", ""))
                    .replaceFirst("-$", "-programme");
        }
    }

    /**
     * Who had it made, and when; and, where it was made to be signed off, that it is.
     *
     * @param at to the second, so that it can be told again
     */
    public record Made(ResearcherCode by, Instant at, boolean signed) {
        public Made {
            at = at.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * Asks everything there is to ask. Left out, {@code knownAt} becomes the last instant at which something was recorded.
     * Throws {@link NothingKnown} where nothing is known of the case or the person, which is not the same as a clean report.
     */
    static AuditReport of(Audit audit, Scope scope, AsOf asOf) {
        var answers = audit.askAll(asOf, scope.narrowing());
        var recorded = answer(answers, scope.participant() != null ? "held" : "late-entries");
        if (recorded.items().isEmpty() && scope.participant() != null)
            throw new NothingKnown("participant", scope.participant());
        if (recorded.items().isEmpty() && scope.caseCode() != null) throw new NothingKnown("case", scope.caseCode());
        var log = (LogIntact.Row) answer(answers, "log-intact").items().getFirst();
        var basis = recorded.basis();
        var asked = answers.stream().collect(Collectors.toMap(AuditAnswer::question, answer -> answer));
        return new AuditReport(
                scope,
                basis,
                recorded.judgedOn(),
                log.faults().isEmpty(),
                new Sha256(log.root()),
                fingerprint(answers),
                Audit.questions().stream()
                        .map(question -> ReportSection.of(
                                question, Optional.ofNullable(asked.get(question.name())), scope, basis))
                        .toList());
    }

    private static AuditAnswer answer(List<AuditAnswer> answers, String question) {
        return answers.stream()
                .filter(answer -> answer.question().equals(question))
                .findFirst()
                .orElseThrow();
    }

    private static Sha256 fingerprint(List<AuditAnswer> answers) {
        var all = new StringWriter();
        try {
            for (var answer : answers) answer.writeJson(all);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What the report calls for a decision about, in all its questions. */
    public long mattering() {
        return sections.stream().mapToLong(ReportSection::mattering).sum();
    }

    /**
     * The code of a signature by this person at this moment: another moment, another person or another finding has another
     * code.
     */
    public String signOffCode(Made made) {
        var signed = "%s %s %s".formatted(findings, made.by(), made.at());
        return Sha256.of(signed.getBytes(StandardCharsets.UTF_8))
                .code()
                .substring(0, 16)
                .replaceAll("(.{4})(?=.)", "$1-");
    }

    /** The report as a PDF: the same, byte for byte, whenever it is made of the same by the same person at the same moment. */
    public byte[] print(Press press, Made made, ZoneId zone) {
        var title = "Audit report: " + scope.told();
        var told = new LinkedHashMap<String, Object>();
        told.put("report", this);
        told.put("title", title);
        told.put("by", made.by().code());
        told.put("at", MINUTE.format(made.at().atZone(zone)) + ", " + zone.getId());
        told.put("trueAt", basis.trueAt() == null ? "the latest: " + judgedOn : basis.trueAt());
        told.put("knownAt", String.valueOf(basis.knownAt()));
        told.put("signOff", made.signed() ? signOffCode(made) : "");
        return press.print(
                "audit-report",
                new Imprint(
                        title,
                        made.by().code(),
                        made.at(),
                        Locale.ENGLISH,
                        made.signed() ? Map.of(SIGN_OFF, signOffCode(made)) : Map.of()),
                told);
    }

    /** Under which name the code of the signature stands in the properties of the file. */
    static final String SIGN_OFF = "FieldledgerSignOff";
}
