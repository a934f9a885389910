package org.fieldledger.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fieldledger.query.audit.AuditTable;
import org.fieldledger.query.audit.AuditTable.Line;

/** A table in plain letters, as wide as the window: long cells go on in the next line, and no word is broken. */
final class TableForPeople {

    private static final int WIDTH = 120;
    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    private final int width;

    /** As wide as the window, where that is said. */
    static TableForPeople asWideAsTheWindow() {
        return new TableForPeople(Optional.ofNullable(System.getenv("COLUMNS"))
                .filter(columns -> columns.matches("[1-9][0-9]{1,3}"))
                .map(Integer::parseInt)
                .orElse(WIDTH));
    }

    TableForPeople(int width) {
        this.width = width;
    }

    void print(AuditTable table, PrintWriter out) {
        var headings = table.columns().stream().map(AuditTable.Column::label).toList();
        var widths = widths(headings, table.lines().stream().map(Line::cells).toList());
        cells(headings, widths, out);
        var rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
        out.println(String.join(GAP, rule));
        for (var line : table.lines()) {
            cells(line.cells(), widths, out);
            var details = line.details().stream()
                    .map(detail -> detail.label() + ": " + detail.value())
                    .toList();
            if (!details.isEmpty())
                wrapped(String.join(" · ", details), width - INDENT.length())
                        .forEach(part -> out.println(INDENT + part));
        }
    }

    /** What each column would like, taken from the widest until all fit or no word could be shorter. */
    private int[] widths(List<String> headings, List<List<String>> rows) {
        var wanted = new int[headings.size()];
        var least = new int[headings.size()];
        note(headings, wanted, least);
        rows.forEach(row -> note(row, wanted, least));
        var room = width - GAP.length() * (headings.size() - 1);
        while (Arrays.stream(wanted).sum() > room) {
            int widest = -1;
            for (int i = 0; i < wanted.length; i++)
                if (wanted[i] > least[i] && (widest < 0 || wanted[i] > wanted[widest])) widest = i;
            if (widest < 0) break;
            wanted[widest]--;
        }
        return wanted;
    }

    private static void note(List<String> cells, int[] wanted, int[] least) {
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = Math.max(wanted[i], cells.get(i).length());
            for (var word : cells.get(i).split(" ", -1)) least[i] = Math.max(least[i], word.length());
        }
    }

    private static void cells(List<String> cells, int[] widths, PrintWriter out) {
        var columns = new ArrayList<List<String>>();
        for (int i = 0; i < widths.length; i++) columns.add(wrapped(cells.get(i), widths[i]));
        var height = columns.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < height; line++) {
            var text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                var part = line < columns.get(i).size() ? columns.get(i).get(line) : "";
                text.append(part).append(" ".repeat(widths[i] - part.length())).append(GAP);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) line.append(' ');
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
