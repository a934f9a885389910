package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.*;
import org.fieldledger.events.Occurred;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainTimes.Look;
import org.jspecify.annotations.Nullable;

/** Whether ethical approval was in force for a case and an action. */
final class PlainApprovals {

    private final List<Line> lines;

    PlainApprovals(PlainReading reading) {
        this.lines = reading.lines;
    }

    Set<ApprovalReference> approvalsOf(CaseCode caseCode) {
        var references = new TreeSet<ApprovalReference>();
        for (var line : lines)
            if (line.event() instanceof EthicsApprovalGranted e && e.cases().contains(caseCode))
                references.add(e.reference());
            else if (line.event() instanceof EthicsApprovalAmended e
                    && e.casesAdded().contains(caseCode)) references.add(e.reference());
        return references;
    }

    /** In force at that time and all through that day, for the case and, where one is named, for the chapter. */
    boolean inForce(
            ApprovalReference reference, CaseCode caseCode, @Nullable String chapter, When when, LocalDate day) {
        return inForce(reference, caseCode, chapter, when, day, Look.PLAIN);
    }

    boolean inForce(
            ApprovalReference reference,
            CaseCode caseCode,
            @Nullable String chapter,
            When when,
            LocalDate day,
            Look look) {
        var changes = new ArrayList<Line>();
        for (var line : lines)
            if (line.event() instanceof EthicsEvent e
                    && e.reference().equals(reference)
                    && when.reaches(beginsApproval(line, look), line.occurred().zone())) changes.add(line);
        changes.sort(
                Comparator.comparing((Line line) -> beginsApproval(line, look)).thenComparing(Line::position));
        var granted = false;
        var named = false;
        var allowed = false;
        LocalDate decided = null;
        LocalDate ends = null;
        for (var line : changes)
            switch ((EthicsEvent) line.event()) {
                case EthicsApprovalGranted e -> {
                    granted = true;
                    named |= e.cases().contains(caseCode);
                    allowed |= chapter == null
                            || e.actions().isEmpty()
                            || e.actions().contains(chapter);
                    decided = e.decided();
                    ends = e.ends();
                }
                case EthicsApprovalAmended e -> {
                    named |= e.casesAdded().contains(caseCode);
                    allowed |= chapter == null || e.actionsAdded().contains(chapter);
                    if (e.ends() != null) ends = e.ends();
                }
                case EthicsApprovalSuspended e -> {
                    // a pause is over when the approval is resumed after it; see below
                }
                case EthicsApprovalResumed e -> {
                    // the same
                }
                case EthicsApprovalEnded e -> {
                    // the same
                }
            }
        var onHold = changes.stream()
                .filter(line -> line.event() instanceof EthicsApprovalSuspended)
                .anyMatch(pause -> changes.stream()
                        .noneMatch(line -> line.event() instanceof EthicsApprovalResumed
                                && !beginsApproval(line, look).isBefore(beginsApproval(pause, look))));
        var over = changes.stream().anyMatch(line -> line.event() instanceof EthicsApprovalEnded);
        return granted
                && !onHold
                && !over
                && named
                && allowed
                && decided != null
                && !day.isBefore(decided)
                && (ends == null || !day.isAfter(ends));
    }

    private static Instant beginsApproval(Line line, Look look) {
        return line.event() instanceof EthicsApprovalSuspended || line.event() instanceof EthicsApprovalEnded
                ? PlainTimes.takesAway(line.occurred())
                : PlainTimes.permitsFor(line, look);
    }

    Optional<String> approval(Action action) {
        var caseCode = action.caseCode();
        var named = approvalsOf(caseCode);
        var holding = named.stream()
                .filter(reference -> inForceThroughout(reference, caseCode, null, action.occurred()))
                .toList();
        if (holding.isEmpty()) return Optional.of("approval-not-in-force");
        var allowing = holding.stream()
                .filter(reference -> inForceThroughout(reference, caseCode, action.chapter(), action.occurred()))
                .toList();
        if (allowing.isEmpty()) return Optional.of("action-not-approved");
        return allowing.stream().anyMatch(reference -> startedInTime(reference, action.occurred()))
                ? Optional.empty()
                : Optional.of("approval-not-started");
    }

    private boolean inForceThroughout(
            ApprovalReference reference, CaseCode caseCode, @Nullable String chapter, Occurred occurred) {
        var changes = lines.stream()
                .filter(line ->
                        line.event() instanceof EthicsEvent e && e.reference().equals(reference))
                .map(line -> beginsApproval(line, new Look(occurred, false, true)))
                .toList();
        var days = new ArrayList<LocalDate>();
        for (var day = occurred.firstDay(); !day.isAfter(occurred.lastDay()); day = day.plusDays(1)) days.add(day);
        return PlainTimes.probes(occurred, changes).stream()
                .allMatch(probe -> days.stream()
                        .allMatch(day -> inForce(
                                reference, caseCode, chapter, When.at(probe), day, new Look(occurred, false, true))));
    }

    private boolean startedInTime(ApprovalReference reference, Occurred occurred) {
        return lines.stream()
                .filter(line -> line.event() instanceof EthicsApprovalGranted e
                        && e.reference().equals(reference))
                .map(line -> (EthicsApprovalGranted) line.event())
                .allMatch(granted -> granted.mustStartBy() == null
                        || !occurred.lastDay().isAfter(granted.mustStartBy())
                        || lines.stream()
                                .anyMatch(line ->
                                        reference.equals(line.event().envelope().approval())
                                                && !line.occurred().lastDay().isAfter(granted.mustStartBy())));
    }
}
