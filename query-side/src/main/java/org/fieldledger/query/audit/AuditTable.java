package org.fieldledger.query.audit;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.query.Columns;

/**
 * Rows of an answer as people read them: the few columns that go into a table, and below each row what is too long or too
 * rarely needed for a column of its own. What no row says is left out.
 */
public record AuditTable(List<Column> columns, List<Line> lines) {

    /** A column of the table, and the share of the page that it gets. */
    public record Column(String label, int percent) {}

    /** A row: what stands in the table, and what stands below it. */
    public record Line(List<String> cells, List<Detail> details) {}

    /** A value that is too long or too rarely needed for a column of its own. */
    public record Detail(String label, String value, boolean code) {}

    /** Widths of columns, in shares: words need twice the room of numbers. */
    private static final int WORDS = 2;

    private static final int NUMBER = 1;
    private static final int ROOM = 12;
    private static final int MOST_WORD_COLUMNS = 5;
    private static final Set<String> BELOW = Set.of("zone", "detail", "told", "why", "authority", "title");

    /** All rows of an answer. */
    public static AuditTable of(AuditAnswer answer) {
        return of(answer, answer.items(), Set.of());
    }

    /**
     * Some rows of an answer.
     *
     * @param said names of columns that the title says already
     */
    static AuditTable of(AuditAnswer answer, List<? extends Record> rows, Set<String> said) {
        var components = Arrays.stream(answer.row().getRecordComponents())
                .filter(component -> !component.getName().equals("zone"))
                .filter(component -> !said.contains(component.getName()))
                .filter(component -> rows.stream()
                        .anyMatch(row ->
                                !Columns.text(Columns.value(row, component)).isEmpty()))
                .toList();
        var columns = columns(components);
        return new AuditTable(
                widths(columns),
                rows.stream().map(row -> line(row, components, columns)).toList());
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
        var all = columns.stream().mapToInt(AuditTable::share).sum();
        return columns.stream()
                .map(column -> new Column(words(Columns.heading(column)), 100 * share(column) / all))
                .toList();
    }

    private static Line line(Record row, List<RecordComponent> components, List<RecordComponent> columns) {
        return new Line(
                columns.stream()
                        .map(column -> Columns.text(Columns.value(row, column)))
                        .toList(),
                components.stream()
                        .filter(component -> !columns.contains(component))
                        .map(component -> new Detail(
                                words(Columns.heading(component)),
                                Columns.text(Columns.value(row, component)),
                                component.getType() == UUID.class))
                        .filter(detail ->
                                !detail.value().isEmpty() && !detail.value().equals("false"))
                        .toList());
    }

    /** A name of the code as people write it: keptAsDeviations is kept as deviations. */
    public static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
