package org.fieldledger.query.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.fieldledger.access.AccessSchema;
import org.fieldledger.access.ReadLog;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.audit.AuditQuestion.Findings;
import org.fieldledger.query.audit.LogQuestion.Sources;
import org.fieldledger.query.reads.Showing;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.LogVerification;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Asks the log the audit questions, as of any two times. Reads the log itself, so its answers are never behind. */
@Component
public class Audit {

    private static final List<AuditQuestion> QUESTIONS = List.of(
            new CoveredWhenItHappened(),
            new BelievedThenKnownNow(),
            new TextSeen(),
            new WhoDecided(),
            new CollectedAfterWithdrawal(),
            new WhoReceived(),
            new ExpressedRecordedEnforced(),
            new RetiredTexts(),
            new ReconsentDue(),
            new ExpiresNext(),
            new OutsideApproval(),
            new RefusalsAndDissents(),
            new CapacityAndAdvice(),
            new WhoRead(),
            new WhatWasErased(),
            new LogIntact(),
            new EverythingHeld(),
            new BlocksUse(),
            new LateEntries());

    /** Name and version of the way in which these answers are found, as projections have one. */
    private static final String EDITION = "audit/1";

    private final EventLog log;
    private final ZoneId zone;
    private final CaseAccess access;
    private final LogVerification verification;
    private final ReadLog reads;
    private final Showing showing;
    private final FieldEventReader reader = new FieldEventReader();

    /** The zone says where the day is counted on which approvals and periods end. */
    @Autowired
    Audit(
            EventLog log,
            @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone,
            CaseAccess access,
            DataSource database,
            ReadLog reads,
            Showing showing) {
        this.reads = reads;
        this.showing = showing;
        this.log = log;
        this.verification = new LogVerification(database);
        this.zone = zone;
        this.access = access;
    }

    /** For whoever may see every case: an operator who holds the database in their hands. */
    public static Audit ofEveryCase(EventLog log, ZoneId zone, DataSource database) {
        AccessSchema.migrate(database);
        var reads = new ReadLog(database, Clock.systemUTC());
        return new Audit(log, zone, new EveryCase(), database, reads, Showing.toTheOperator(reads));
    }

    private record EveryCase() implements CaseAccess {
        @Override
        public void require(CaseCode caseCode) {
            // may be seen
        }

        @Override
        public Optional<Set<CaseCode>> visibleCases() {
            return Optional.empty();
        }
    }

    /**
     * A question that can be asked.
     *
     * @param takes what it may be narrowed by, in writing
     * @param needs which of these it cannot be asked without
     */
    public record Askable(
            int number, String name, String asks, List<String> takes, List<String> needs, boolean forDataManagers) {}

    /** Every question, in order. */
    public static List<Askable> questions() {
        return QUESTIONS.stream()
                .map(question -> new Askable(
                        question.number(),
                        question.name(),
                        question.asks(),
                        question.takes().stream()
                                .map(Inquiry.Parameter::written)
                                .toList(),
                        question.needs().stream()
                                .map(Inquiry.Parameter::written)
                                .toList(),
                        question.forDataManagers()))
                .toList();
    }

    /**
     * Asks a question by its name, narrowed by what is given. Throws {@link BadQuestion} for a question there is not, and for
     * one that is narrowed by what it does not take or not narrowed by what it needs.
     */
    public AuditAnswer ask(String name, AsOf asOf, Map<String, String> narrowedBy) {
        var question = QUESTIONS.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadQuestion(
                        "question",
                        name,
                        "Ask one of "
                                + String.join(
                                        ", ",
                                        QUESTIONS.stream()
                                                .map(AuditQuestion::name)
                                                .toList())));
        var answers = answers(asOf, List.of(new Asked(question, Inquiry.read(question, narrowedBy))));
        toBeShown("audit-" + name, narrowedBy, answers);
        return answers.getFirst();
    }

    /**
     * Asks at once, from one reading of the log, every question that can be asked of just this: those that take what is
     * given and need nothing else, and those about the log itself.
     */
    public List<AuditAnswer> askAll(AsOf asOf, Map<String, String> narrowedBy) {
        var answers = answers(
                asOf,
                QUESTIONS.stream()
                        .filter(question ->
                                question instanceof LogQuestion || question.canBeAskedOf(narrowedBy.keySet()))
                        .map(question -> new Asked(
                                question,
                                Inquiry.read(
                                        question, question.canBeAskedOf(narrowedBy.keySet()) ? narrowedBy : Map.of())))
                        .toList());
        toBeShown("audit-report", narrowedBy, answers);
        return answers;
    }

    /** Nothing is answered, to whomever, that has not been recorded first. */
    private void toBeShown(String question, Map<String, String> narrowedBy, List<AuditAnswer> answers) {
        showing.shown(
                question,
                narrowedBy,
                answers.getFirst().basis(),
                answers.stream().map(AuditAnswer::row).toList(),
                answers.stream().flatMap(answer -> answer.items().stream()).toList());
    }

    private record Asked(AuditQuestion question, Inquiry inquiry) {}

    /** The answers to questions that are about the same cases, from one reading of the log. */
    private List<AuditAnswer> answers(AsOf asOf, List<Asked> asked) {
        asked.forEach(one -> one.inquiry().caseCode().ifPresent(access::require));
        var upTo = asOf.knownAt() == null ? log.head() : log.positionAsOf(asOf.knownAt());
        var aboutReadsAlone = asked.stream().allMatch(one -> one.question() instanceof WhoRead);
        var now = asOf.knownAt() != null ? asOf.knownAt() : aboutReadsAlone ? lastOf(upTo) : recordedAt(upTo);
        var basis = new Basis(
                upTo,
                asOf.trueAt() == null ? null : asOf.trueAt().toString(),
                now,
                EDITION,
                log.identity().kind() == StoreKind.DEMONSTRATION);
        var sources = new Sources(log, verification, reads, upTo, asOf.knownAt(now), zone);
        var aboutCases = asked.stream()
                .filter(one -> one.question() instanceof CaseQuestion)
                .findFirst();
        var read = aboutCases.map(one -> read(upTo, one.inquiry()));
        var trails = read.map(found -> trails(found, aboutCases.get().inquiry(), asOf, time(now)))
                .orElse(List.of());
        var unreadable = read.map(Read::unreadable).orElse(List.of());
        return asked.stream()
                .map(one -> switch (one.question()) {
                    case LogQuestion question ->
                        answer(question, basis, asOf, List.of(question.in(sources, one.inquiry())), List.of());
                    case CaseQuestion question ->
                        answer(
                                question,
                                basis,
                                asOf,
                                trails.stream()
                                        .map(trail -> question.in(trail, one.inquiry()))
                                        .toList(),
                                unreadable);
                })
                .toList();
    }

    /** A trail for each case, and, for whoever may see everything, one for the programme as a whole. */
    private List<AuditTrail> trails(Read read, Inquiry inquiry, AsOf asOf, Instant now) {
        var trails = new ArrayList<AuditTrail>();
        for (var caseCode : read.cases()) trails.add(new AuditTrail(caseCode, read.entries(), asOf, zone, now));
        if (inquiry.caseCode().isEmpty() && access.visibleCases().isEmpty())
            trails.add(new AuditTrail(null, read.entries(), asOf, zone, now));
        return trails;
    }

    private static Instant time(@Nullable Instant now) {
        return now == null ? Instant.EPOCH : now;
    }

    /** When the last event or the last read was recorded, whichever came later. */
    private @Nullable Instant lastOf(long position) {
        var event = recordedAt(position);
        return reads.head(null)
                .map(ReadLog.Head::recordedAt)
                .filter(read -> event == null || read.isAfter(event))
                .orElse(event);
    }

    private @Nullable Instant recordedAt(long position) {
        return log.after(position - 1, 1).stream()
                .findFirst()
                .map(StoredEvent::recordedAt)
                .orElse(null);
    }

    private AuditAnswer answer(
            AuditQuestion question, Basis basis, AsOf asOf, List<Findings> found, List<Long> unreadable) {
        var counts = new LinkedHashMap<String, Long>();
        for (var findings : found) findings.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
        return new AuditAnswer(
                question.name(),
                question.asks(),
                basis,
                new AuditTrail(null, List.of(), asOf, zone, time(basis.knownAt()))
                        .today()
                        .toString(),
                counts,
                unreadable,
                question.row(),
                found.stream()
                        .flatMap(findings -> findings.rows().stream())
                        .distinct()
                        .toList());
    }

    /** What was read, the cases in it that may be seen, and the positions of what could not be read. */
    private record Read(List<Entry> entries, List<CaseCode> cases, List<Long> unreadable) {}

    /**
     * The events of the cases asked about and of what binds them all, and every correction, wherever it was reported: it may
     * concern one of these.
     */
    private Read read(long upTo, Inquiry inquiry) {
        var wanted = inquiry.caseCode().map(Set::of).or(access::visibleCases);
        var entries = new ArrayList<Entry>();
        var cases = new TreeSet<CaseCode>();
        var unreadable = new ArrayList<Long>();
        log.replay(0, upTo, stored -> tried(stored, wanted), tried -> {
            for (var one : tried) {
                if (one.theirs() != null) cases.add(one.theirs());
                if (one.entry() != null) entries.add(one.entry());
                if (one.unreadable()) unreadable.add(one.position());
            }
        });
        return new Read(entries, List.copyOf(cases), unreadable);
    }

    /**
     * One event of the log, as far as it matters here.
     *
     * @param theirs the case it belongs to, where that may be asked about
     */
    private record Tried(
            long position,
            @Nullable CaseCode theirs,
            @Nullable Entry entry,
            boolean unreadable) {}

    private Tried tried(StoredEvent stored, Optional<Set<CaseCode>> wanted) {
        var code = stored.caseCode() == null ? null : new CaseCode(stored.caseCode());
        var asked = code == null || wanted.map(some -> some.contains(code)).orElse(true);
        var theirs = asked ? code : null;
        if (!asked
                && !AuditTrail.bindsAllCases(stored.type())
                && !stored.payload().contains("\"corrects\"")) return new Tried(stored.position(), null, null, false);
        try {
            var event = reader.read(stored.type(), stored.revision(), stored.payload());
            return new Tried(
                    stored.position(),
                    theirs,
                    new Entry(stored.position(), stored.eventId(), stored.recordedAt(), event, null, null),
                    false);
        } catch (RuntimeException unreadable) {
            return new Tried(stored.position(), theirs, null, true);
        }
    }
}
