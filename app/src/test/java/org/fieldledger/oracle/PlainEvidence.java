package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.InterpretationEvent.InterpretationRecorded;
import org.fieldledger.events.InterpretationEvent.ThemeRecorded;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

/** What themes and interpretations rest on, and whether that holds, read off the plain course. */
final class PlainEvidence {

    private static final List<String> WORST_FIRST =
            List.of("in-error", "corrected", "not-begun", "not-known", "none-named", "stands");

    private final PlainCourse plain;

    PlainEvidence(PlainCourse plain) {
        this.plain = plain;
    }

    /** Of one case, or of all there is where none is named. */
    List<String> evidence(@Nullable CaseCode caseCode) {
        var rows = new ArrayList<String>();
        for (var claim : plain.begun)
            if (caseCode == null || caseCode.equals(claim.event().envelope().caseStudy()))
                rests(claim).ifPresent(evidence -> ground(rows, claim, evidence));
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    /** How many themes there are, on how many claims, and of how many the ground holds, holds in part or does not; and why not. */
    List<String> counted(CaseCode caseCode) {
        var holding = new TreeMap<String, List<Boolean>>();
        var claims = new TreeSet<String>();
        var leftOut = new TreeMap<String, Integer>();
        for (var row : evidence(caseCode)) {
            // claim, theme, evidence, standing, what is beneath it, use, whether it holds
            var cells = row.split(" ", -1);
            var holds = Boolean.parseBoolean(cells[6]);
            claims.add(cells[0]);
            holding.computeIfAbsent(cells[1], theme -> new ArrayList<>()).add(holds);
            if (!holds) leftOut.merge("left out " + why(cells[3], cells[4], cells[5]), 1, Integer::sum);
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

    private static String why(String standing, String beneath, String use) {
        if (use.equals("null")) return standing;
        return use.equals(PlainCourse.written(Held.USABLE)) ? beneath : use;
    }

    /** What a theme or an interpretation names. */
    private static Optional<List<EventId>> rests(Line claim) {
        return switch (claim.event()) {
            case ThemeRecorded e -> Optional.of(e.evidence());
            case InterpretationRecorded e -> Optional.of(e.evidence());
            default -> Optional.empty();
        };
    }

    private static String theme(Line claim) {
        return claim.event() instanceof ThemeRecorded e ? e.theme() : ((InterpretationRecorded) claim.event()).theme();
    }

    private void ground(List<String> rows, Line claim, List<EventId> evidence) {
        if (evidence.isEmpty()) rows.add("%s %s null none-named null null false".formatted(claim.id(), theme(claim)));
        for (var id : evidence) {
            var standing = standing(id);
            var beneath = new TreeSet<Integer>();
            var uses = new TreeSet<Held>();
            if (standing.equals("stands")) follow(line(id).orElseThrow(), beneath, uses, new HashSet<>());
            var worst = beneath.isEmpty() ? null : WORST_FIRST.get(beneath.first());
            rows.add("%s %s %s %s %s %s %s"
                    .formatted(
                            claim.id(),
                            theme(claim),
                            id,
                            standing,
                            worst,
                            uses.isEmpty() ? null : PlainCourse.written(uses.first()),
                            standing.equals("stands")
                                    && uses.first() == Held.USABLE
                                    && (worst == null || worst.equals("stands"))));
        }
    }

    /** Down to the material itself: what becomes of everything on the way, and what may be done with it. */
    private void follow(Line line, Set<Integer> beneath, Set<Held> uses, Set<EventId> been) {
        if (!been.add(line.id())) return;
        uses.add(plain.use(line));
        var evidence = rests(line);
        if (evidence.isEmpty()) return;
        if (evidence.get().isEmpty()) beneath.add(WORST_FIRST.indexOf("none-named"));
        for (var id : evidence.get()) {
            beneath.add(WORST_FIRST.indexOf(standing(id)));
            if (standing(id).equals("stands")) follow(line(id).orElseThrow(), beneath, uses, been);
        }
    }

    private Optional<Line> line(EventId id) {
        return plain.known.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private String standing(EventId id) {
        var line = line(id);
        if (line.isEmpty()) return "not-known";
        if (!plain.struck.contains(id)) return plain.hasBegun(line.get()) ? "stands" : "not-begun";
        return Objects.requireNonNull(plain.striking.get(id)).event() instanceof EnteredInError
                ? "in-error"
                : "corrected";
    }
}
