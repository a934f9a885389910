package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.InterpretationEvent.InterpretationRecorded;
import org.fieldledger.events.InterpretationEvent.ThemeRecorded;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;

/** What themes and interpretations rest on, and whether that holds, read off the plain course. */
final class PlainEvidence {

    private final PlainCourse plain;

    PlainEvidence(PlainCourse plain) {
        this.plain = plain;
    }

    List<String> evidence(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        for (var claim : plain.begun) {
            if (!caseCode.equals(claim.event().envelope().caseStudy())) continue;
            if (claim.event() instanceof ThemeRecorded e) ground(rows, claim, e.theme(), e.evidence());
            if (claim.event() instanceof InterpretationRecorded e) ground(rows, claim, e.theme(), e.evidence());
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** How many themes there are, on how many claims, and of how many the ground holds, holds in part or does not; and why not. */
    List<String> counted(CaseCode caseCode) {
        var holding = new TreeMap<String, List<Boolean>>();
        var claims = new TreeSet<String>();
        var leftOut = new TreeMap<String, Integer>();
        for (var row : evidence(caseCode)) {
            // claim, theme, evidence, standing, use, whether it holds
            var cells = row.split(" ", -1);
            var holds = Boolean.parseBoolean(cells[5]);
            claims.add(cells[0]);
            holding.computeIfAbsent(cells[1], theme -> new ArrayList<>()).add(holds);
            if (!holds) leftOut.merge("left out " + (cells[4].equals("null") ? cells[3] : cells[4]), 1, Integer::sum);
        }
        var whole =
                holding.values().stream().filter(all -> !all.contains(false)).count();
        var none = holding.values().stream().filter(all -> !all.contains(true)).count();
        var rows = new ArrayList<String>();
        rows.add("themes " + holding.size());
        rows.add("claims " + claims.size());
        rows.add("on-ground-that-holds " + whole);
        rows.add("on-ground-that-holds-in-part " + (holding.size() - whole - none));
        rows.add("on-ground-that-does-not-hold " + none);
        leftOut.forEach((why, often) -> rows.add(why + " " + often));
        return rows;
    }

    private void ground(List<String> rows, Line claim, String theme, List<EventId> evidence) {
        if (evidence.isEmpty()) rows.add("%s %s null none-named null false".formatted(claim.id(), theme));
        for (var id : evidence) {
            var line = plain.known.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElse(null);
            String standing;
            if (line == null) standing = "not-known";
            else if (plain.struck.contains(id))
                standing = Objects.requireNonNull(plain.striking.get(id)).event() instanceof EnteredInError
                        ? "in-error"
                        : "corrected";
            else standing = plain.hasBegun(line) ? "stands" : "not-begun";
            var use = line == null || !standing.equals("stands") ? null : plain.use(line);
            rows.add("%s %s %s %s %s %s"
                    .formatted(
                            claim.id(),
                            theme,
                            id,
                            standing,
                            use == null ? null : PlainCourse.written(use),
                            use == Held.USABLE));
        }
    }
}
