package org.fieldledger.query.projection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that events make, held as PostgreSQL's COPY text until their batch is written.
 *
 * <p>Values may be null, strings, numbers, booleans, dates, instants, UUIDs, enums (written in lower case), anything
 * else by its {@code toString}, and collections of these, which become arrays.
 */
public final class Rows {

    private final Map<Table, StringBuilder> lines = new LinkedHashMap<>();

    /** Adds a fact: the columns every fact has, taken from the event, then these values for the table's own. */
    public void fact(Table table, Recorded event, @Nullable Object... own) {
        var occurred = event.envelope().occurred();
        var values = new ArrayList<@Nullable Object>(Table.OF_EVERY_FACT.size() + own.length);
        values.add(event.position());
        values.add(event.eventId());
        values.add(event.envelope().caseStudy());
        values.add(occurred.from());
        values.add(occurred.until());
        values.add(occurred.zone().getId());
        values.add(occurred.precision());
        values.add(occurred.earliest());
        values.add(occurred.latest());
        values.add(occurred.begunBy());
        values.add(occurred.begunOn());
        values.add(event.recordedAt());
        values.add(event.quarantined());
        values.addAll(Arrays.asList(own));
        add(table, values);
    }

    /** Adds a part of a fact. */
    public void part(Table table, @Nullable Object... values) {
        add(table, Arrays.asList(values));
    }

    private void add(Table table, List<@Nullable Object> values) {
        if (values.size() != table.columns().size())
            throw new IllegalArgumentException("%s has %d columns, the row %d"
                    .formatted(table.name(), table.columns().size(), values.size()));
        var line = lines.computeIfAbsent(table, t -> new StringBuilder());
        var separator = "";
        for (var value : values) {
            line.append(separator);
            separator = "\t";
            if (value == null) line.append("\\N");
            else escaped(line, value instanceof Collection<?> many ? array(many) : text(value));
        }
        line.append('\n');
    }

    void addAll(Rows others) {
        others.lines.forEach((table, more) ->
                lines.computeIfAbsent(table, t -> new StringBuilder()).append(more));
    }

    Map<Table, StringBuilder> lines() {
        return lines;
    }

    private static String text(Object value) {
        return value instanceof Enum<?> named ? named.name().toLowerCase(Locale.ROOT) : value.toString();
    }

    private static String array(Collection<?> values) {
        var array = new StringBuilder("{");
        for (var value : values) {
            if (array.length() > 1) array.append(',');
            array.append('"')
                    .append(text(value).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return array.append('}').toString();
    }

    private static void escaped(StringBuilder line, String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }
}
