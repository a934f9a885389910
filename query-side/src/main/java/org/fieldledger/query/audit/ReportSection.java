package org.fieldledger.query.audit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.query.Basis;
import org.fieldledger.query.audit.Audit.Askable;
import org.fieldledger.query.audit.AuditReport.Scope;

/**
 * What a report tells about one question: the figures of the whole, and as many rows as a person reads.
 *
 * @param notAsked why it was not asked of this; empty where it was
 * @param rows how many rows the whole answer has
 * @param mattering how many of them call for a decision
 * @param figures the counts of the whole answer
 * @param columns what stands in the table; the rest of a row stands below it in smaller letters
 * @param leftOut how many rows that would belong here are left out
 * @param overHttp where the whole answer is to be had
 * @param atTheCommandLine the same, for an operator
 */
public record ReportSection(
        int number,
        String name,
        String asks,
        String notAsked,
        long rows,
        long mattering,
        List<Figure> figures,
        List<AuditTable.Column> columns,
        List<AuditTable.Line> lines,
        long leftOut,
        String overHttp,
        String atTheCommandLine) {

    /** A figure and what it counts. */
    public record Figure(String label, long value) {}

    private static final int MOST_LINES = 25;

    static ReportSection of(Askable question, Optional<AuditAnswer> answer, Scope scope, Basis basis) {
        return answer.map(given -> of(question, given, scope, basis))
                .orElseGet(() -> new ReportSection(
                        question.number(),
                        question.name(),
                        question.asks(),
                        question.needs().isEmpty() ? "asked of a case or of the programme" : "asked of one person",
                        0,
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        "",
                        ""));
    }

    private static ReportSection of(Askable question, AuditAnswer answer, Scope scope, Basis basis) {
        var mattering = answer.items().stream().filter(ReportSection::matters).toList();
        // A person's own paper shows the whole trail; that of many people only what somebody has to look at.
        var wanted = scope.participant() != null ? answer.items() : mattering;
        var shown = wanted.stream().limit(MOST_LINES).toList();
        var table = AuditTable.of(answer, shown, saidByTheTitle(scope));
        return new ReportSection(
                question.number(),
                question.name(),
                question.asks(),
                "",
                answer.items().size(),
                mattering.size(),
                answer.counts().entrySet().stream()
                        .map(count -> new Figure(AuditTable.words(count.getKey()), count.getValue()))
                        .toList(),
                table.columns(),
                table.lines(),
                wanted.size() - shown.size(),
                overHttp(question, scope, basis),
                atTheCommandLine(question, scope, basis));
    }

    /** Whether a row calls for somebody's decision, and is not only part of the record. */
    private static boolean matters(Record row) {
        return switch (row) {
            case WhoDecided.Row decided -> !decided.shown();
            case TextSeen.Row seen -> seen.text() == null && seen.evidence() == null;
            case WhoReceived.Row received -> !received.noticeFor().isEmpty();
            case ExpressedRecordedEnforced.Row no -> no.openStill() > 0;
            case CapacityAndAdvice.Row lacking -> !lacking.current();
            case LateEntries.Row recorder -> recorder.overAMonth() > 0 || recorder.consentAfterTheFact() > 0;
            case ComesOfAge.Row reached -> !reached.decidesAnew().isEmpty();
            case LogIntact.Row log -> !log.finding().equals("intact");
            case WhatWasErased.Row erased -> !erased.gone();
            case RefusalsAndDissents.Row no -> false;
            case WhoRead.Row read -> false;
            case EverythingHeld.Row held -> false;
            default -> true;
        };
    }

    private static Set<String> saidByTheTitle(Scope scope) {
        var said = new HashSet<String>();
        if (scope.caseCode() != null) said.add("caseCode");
        if (scope.participant() != null) said.add("participant");
        return said;
    }

    private static String overHttp(Askable question, Scope scope, Basis basis) {
        return narrowing(question, scope, basis).entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("&", "/api/audit/" + question.name() + "?", ""));
    }

    private static String atTheCommandLine(Askable question, Scope scope, Basis basis) {
        return narrowing(question, scope, basis).entrySet().stream()
                .map(one -> " --" + one.getKey().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + " "
                        + one.getValue())
                .collect(Collectors.joining("", "./fieldledger audit " + question.name(), ""));
    }

    private static LinkedHashMap<String, String> narrowing(Askable question, Scope scope, Basis basis) {
        var all = new LinkedHashMap<>(scope.narrowing());
        all.keySet().retainAll(question.takes());
        if (basis.trueAt() != null) all.put("trueAt", basis.trueAt());
        if (basis.knownAt() != null) all.put("knownAt", basis.knownAt().toString());
        return all;
    }
}
