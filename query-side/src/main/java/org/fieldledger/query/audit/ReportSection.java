package org.fieldledger.query.audit;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
        List<Column> columns,
        List<Line> lines,
        long leftOut,
        String overHttp,
        String atTheCommandLine) {

    /** A figure and what it counts. */
    public record Figure(String label, long value) {}

    /** A column of the table, and the share of the page that it gets. */
    public record Column(String label, int percent) {}

    /** A row: what stands in the table, and what stands below it. */
    public record Line(List<String> cells, List<Detail> details) {}

    /** A value that is too long or too rarely needed for a column of its own. */
    public record Detail(String label, String value, boolean code) {}

    private static final int MOST_LINES = 25;

    /** Widths of columns, in shares: words need twice the room of numbers. */
    private static final int WORDS = 2;

    private static final int NUMBER = 1;
    private static final int ROOM = 12;
    private static final int MOST_WORD_COLUMNS = 5;
    private static final Set<String> BELOW = Set.of("zone", "detail", "told", "why", "authority", "title");

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
        var components = Arrays.stream(answer.row().getRecordComponents())
                .filter(component -> !component.getName().equals("zone"))
                .filter(component -> !saidByTheTitle(component, scope))
                .filter(component -> shown.stream()
                        .anyMatch(row -> !AuditAnswer.text(AuditAnswer.value(row, component))
                                .isEmpty()))
                .toList();
        var columns = columns(components);
        return new ReportSection(
                question.number(),
                question.name(),
                question.asks(),
                "",
                answer.items().size(),
                mattering.size(),
                answer.counts().entrySet().stream()
                        .map(count -> new Figure(words(count.getKey()), count.getValue()))
                        .toList(),
                widths(columns),
                shown.stream().map(row -> line(row, components, columns)).toList(),
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
            case RefusalsAndDissents.Row no -> false;
            case WhoRead.Row read -> false;
            case EverythingHeld.Row held -> false;
            default -> true;
        };
    }

    private static boolean saidByTheTitle(RecordComponent component, Scope scope) {
        return switch (component.getName()) {
            case "caseCode" -> scope.caseCode() != null;
            case "participant" -> scope.participant() != null;
            default -> false;
        };
    }

    private static List<RecordComponent> columns(List<RecordComponent> components) {
        var chosen = new ArrayList<RecordComponent>();
        int room = ROOM;
        int words = 0;
        for (var component : components) {
            if (BELOW.contains(component.getName()) || goesBelow(component.getType())) continue;
            var share = share(component);
            if (share > room || share == WORDS && words == MOST_WORD_COLUMNS) continue;
            room -= share;
            if (share == WORDS) words++;
            chosen.add(component);
        }
        return chosen;
    }

    private static boolean goesBelow(Class<?> type) {
        return type == UUID.class
                || type == Instant.class
                || type == List.class
                || type == boolean.class
                || type == Boolean.class;
    }

    private static int share(RecordComponent component) {
        return component.getType().isPrimitive() || Number.class.isAssignableFrom(component.getType()) ? NUMBER : WORDS;
    }

    private static List<Column> widths(List<RecordComponent> columns) {
        var all = columns.stream().mapToInt(ReportSection::share).sum();
        return columns.stream()
                .map(column -> new Column(words(AuditAnswer.heading(column)), 100 * share(column) / all))
                .toList();
    }

    private static Line line(Record row, List<RecordComponent> components, List<RecordComponent> columns) {
        return new Line(
                columns.stream()
                        .map(column -> AuditAnswer.text(AuditAnswer.value(row, column)))
                        .toList(),
                components.stream()
                        .filter(component -> !columns.contains(component))
                        .map(component -> new Detail(
                                words(AuditAnswer.heading(component)),
                                AuditAnswer.text(AuditAnswer.value(row, component)),
                                component.getType() == UUID.class))
                        .filter(detail ->
                                !detail.value().isEmpty() && !detail.value().equals("false"))
                        .toList());
    }

    /** A name of the code as people write it: keptAsDeviations is kept as deviations. */
    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT);
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
