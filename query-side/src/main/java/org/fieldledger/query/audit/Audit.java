package org.fieldledger.query.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fieldledger.access.AccessSchema;
import org.fieldledger.access.ReadLog;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Nearest;
import org.fieldledger.query.audit.AuditQuestion.Findings;
import org.fieldledger.query.audit.LogQuestion.Sources;
import org.fieldledger.query.reads.Showing;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.LogVerification;
import org.fieldledger.store.Selection;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.Opening;
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
            new ComesOfAge(),
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

    /** What falls due: not one of the twenty, but asked like them. */
    private static final AuditQuestion AHEAD = new TasksAhead();

    /** Name and version of the way in which these answers are found, as projections have one. */
    private static final String EDITION = "audit/2";

    private final EventLog log;
    private final ZoneId zone;
    private final CaseAccess access;
    private final LogVerification verification;
    private final ReadLog reads;
    private final Showing showing;
    private final Clock clock;
    private final Opening opening;
    private final Trails trails;
    private final CaseDays caseDays;
    private final KnownCodes knownCodes;

    /** The clock says which day it is when none is named. */
    @Autowired
    Audit(
            EventLog log,
            @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone,
            CaseAccess access,
            DataSource database,
            ReadLog reads,
            Showing showing,
            Clock clock,
            Opening opening,
            Trails trails,
            CaseDays caseDays) {
        this.caseDays = caseDays;
        this.clock = clock;
        this.opening = opening;
        this.trails = trails;
        this.reads = reads;
        this.showing = showing;
        this.log = log;
        this.knownCodes = new KnownCodes(log);
        this.verification = new LogVerification(database);
        this.zone = zone;
        this.access = access;
    }

    /** For whoever may see every case: an operator who holds the database in their hands. */
    public static Audit ofEveryCase(EventLog log, ZoneId zone, DataSource database, Opening opening) {
        return ofEveryCase(log, zone, database, opening, null);
    }

    /** The same, with what for, in their words. */
    public static Audit ofEveryCase(
            EventLog log, ZoneId zone, DataSource database, Opening opening, @Nullable String purpose) {
        AccessSchema.migrate(database);
        var reads = new ReadLog(database, Clock.systemUTC());
        return new Audit(
                log,
                zone,
                new EveryCase(),
                database,
                reads,
                Showing.toTheOperator(reads, purpose),
                Clock.systemUTC(),
                opening,
                new Trails(log, database, opening),
                new CaseDays(log, zone));
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
        return QUESTIONS.stream().map(Audit::askable).toList();
    }

    private static Askable askable(AuditQuestion question) {
        return new Askable(
                question.number(),
                question.name(),
                question.asks(),
                question.takes().stream().map(Inquiry.Parameter::written).toList(),
                question.needs().stream().map(Inquiry.Parameter::written).toList(),
                question.forDataManagers());
    }

    /** What a parameter of a question may hold. */
    public static String meaning(String parameter) {
        return Inquiry.Parameter.valueOf(parameter.toUpperCase(Locale.ROOT)).meaning();
    }

    /** The question of that name. Throws {@link BadQuestion} with what may have been meant where there is none. */
    public static Askable question(String name) {
        return askable(named(name));
    }

    private static AuditQuestion named(String name) {
        return QUESTIONS.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    var names = QUESTIONS.stream().map(AuditQuestion::name).toList();
                    return new BadQuestion(
                            "question", name, Nearest.asked(name, names) + "Ask one of " + String.join(", ", names));
                });
    }

    /**
     * Asks a question by its name, narrowed by what is given. Throws {@link BadQuestion} for a question there is not, for one
     * that is narrowed by what it does not take or not narrowed by what it needs, and, to whoever may see every case, for a case
     * or a person that nothing is recorded of: nothing found about nobody would read as all being well.
     */
    public AuditAnswer ask(String name, AsOf asOf, Map<String, String> narrowedBy) {
        var question = named(name);
        var answers = answers(asOf, List.of(new Asked(question, Inquiry.read(question, narrowedBy))));
        aboutSomebody(answers.getFirst(), narrowedBy);
        toBeShown("audit-" + name, narrowedBy, answers);
        return answers.getFirst();
    }

    /** What falls due for whom, narrowed by a case, a person or the months ahead; of all cases that may be seen if left out. */
    public AuditAnswer tasks(AsOf asOf, Map<String, String> narrowedBy) {
        var answer = of(AHEAD, asOf, narrowedBy);
        aboutSomebody(answer, narrowedBy);
        return answer;
    }

    /** Any question of this chapter, such as those that papers are made of. */
    AuditAnswer of(AuditQuestion question, AsOf asOf, Map<String, String> narrowedBy) {
        var answers = answers(asOf, List.of(new Asked(question, Inquiry.read(question, narrowedBy))));
        toBeShown(question.name(), narrowedBy, answers);
        return answers.getFirst();
    }

    /** The same as a question that can be asked. */
    public static Askable tasks() {
        return askable(AHEAD);
    }

    /**
     * Some rows of an answer, for a page: only those are recorded as shown.
     *
     * @param answer with these rows alone, and the figures of the whole
     * @param rows how many the whole answer has
     */
    public record Part(AuditAnswer answer, int rows) {}

    /** The same as {@link #ask}, or {@link #tasks}, from a row on and no more than so many. */
    public Part part(Askable asked, AsOf asOf, Map<String, String> narrowedBy, int from, int atMost) {
        var question = asked.number() == 0 ? AHEAD : named(asked.name());
        var whole = answers(asOf, List.of(new Asked(question, Inquiry.read(question, narrowedBy))))
                .getFirst();
        aboutSomebody(whole, narrowedBy);
        var some = whole.items().stream().skip(from).limit(atMost).toList();
        var part = new AuditAnswer(
                whole.question(),
                whole.asks(),
                whole.basis(),
                whole.judgedOn(),
                whole.counts(),
                whole.unreadable(),
                whole.row(),
                some);
        toBeShown(asked.number() == 0 ? AHEAD.name() : "audit-" + asked.name(), narrowedBy, List.of(part));
        return new Part(part, whole.items().size());
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

    private void aboutSomebody(AuditAnswer answer, Map<String, String> narrowedBy) {
        if (answer.items().isEmpty() && access.visibleCases().isEmpty()) knownCodes.require(narrowedBy);
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

    /** The answers to questions that are about the same cases, each case read once and let go before the next. */
    private List<AuditAnswer> answers(AsOf asOf, List<Asked> asked) {
        asked.forEach(one -> one.inquiry().caseCode().ifPresent(access::require));
        var upTo = asOf.knownAt() == null ? log.head() : log.positionAsOf(asOf.knownAt());
        var aboutReadsAlone = asked.stream().allMatch(one -> one.question() instanceof WhoRead);
        var last = aboutReadsAlone ? lastOf(upTo) : recordedAt(upTo);
        var now = asOf.knownAt() == null
                        || asOf.mayStillGrow(clock)
                                && (last == null || asOf.knownAt().isAfter(last))
                ? last
                : asOf.knownAt();
        var days = caseDays.of(asked.stream()
                .flatMap(one -> one.inquiry().caseCode().stream())
                .distinct()
                .toList());
        var settled = asOf.settled(clock, days);
        var sources = new Sources(log, verification, reads, upTo, asOf.knownAt(now), zone, opening);
        var found = new ArrayList<List<Findings>>();
        for (var one : asked)
            found.add(
                    one.question() instanceof LogQuestion question
                            ? List.of(question.in(sources, one.inquiry()))
                            : new ArrayList<>());
        var unreadable = new TreeSet<Long>();
        var reads = asked.stream()
                .filter(one -> one.question() instanceof CaseQuestion)
                .map(one -> ((CaseQuestion) one.question()).reads(one.inquiry()))
                .reduce(Selection::with)
                .orElse(Selection.EVERYTHING);
        asked.stream()
                .filter(one -> one.question() instanceof CaseQuestion)
                .findFirst()
                .ifPresent(first -> eachCase(upTo, first.inquiry(), reads, settled, days, unreadable, trail -> {
                    for (var i = 0; i < asked.size(); i++)
                        if (asked.get(i).question() instanceof CaseQuestion question)
                            found.get(i).add(question.in(trail, asked.get(i).inquiry()));
                }));
        var answers = new ArrayList<AuditAnswer>();
        for (var i = 0; i < asked.size(); i++) {
            var question = asked.get(i).question();
            // What time alone changes has no part in a question about the record itself.
            var times = question instanceof LogQuestion ? asOf : settled;
            answers.add(answer(
                    question,
                    new Basis(
                            upTo,
                            times.trueAt() == null ? null : times.trueAt().toString(),
                            now,
                            EDITION,
                            log.identity().kind() == StoreKind.DEMONSTRATION),
                    AuditTrail.day(settled, days),
                    found.get(i),
                    question instanceof LogQuestion ? List.of() : List.copyOf(unreadable)));
        }
        return answers;
    }

    /** A trail for each case asked about, and, for whoever may see everything, one for the programme as a whole. */
    private void eachCase(
            long upTo,
            Inquiry inquiry,
            Selection reads,
            AsOf asOf,
            ZoneId days,
            Set<Long> unreadable,
            Consumer<AuditTrail> each) {
        trails.eachCase(
                upTo,
                inquiry.caseCode().map(Set::of).or(access::visibleCases),
                inquiry.caseCode().isEmpty() && access.visibleCases().isEmpty(),
                reads,
                asOf,
                days,
                unreadable,
                each);
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
            AuditQuestion question, Basis basis, LocalDate day, List<Findings> found, List<Long> unreadable) {
        var counts = new LinkedHashMap<String, Long>();
        for (var findings : found) findings.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
        return new AuditAnswer(
                question.name(),
                question.asks(),
                basis,
                day.toString(),
                counts,
                unreadable,
                question.row(),
                found.stream()
                        .flatMap(findings -> findings.rows().stream())
                        .distinct()
                        .toList());
    }
}
