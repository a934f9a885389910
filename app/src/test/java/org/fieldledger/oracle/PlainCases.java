package org.fieldledger.oracle;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionRetired;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.Precision;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainTimes.Look;

/** Whether something that begins and ends was so all through an action: cases, roles in the team, texts in use. */
final class PlainCases {

    private final List<Line> lines;
    private final Set<EventId> invalid;

    PlainCases(PlainReading reading) {
        this.lines = reading.lines;
        this.invalid = reading.invalid;
    }

    Optional<CaseRegistered> registered(CaseCode caseCode) {
        return lines.stream()
                .filter(line -> line.event() instanceof CaseRegistered
                        && caseCode.equals(line.event().envelope().caseStudy()))
                .max(Comparator.comparing(Line::position))
                .map(line -> (CaseRegistered) line.event());
    }

    ZoneId zoneOf(CaseCode caseCode) {
        return registered(caseCode).map(CaseRegistered::zone).orElse(ZoneId.of("Europe/Stockholm"));
    }

    /** Begun no later than the action can have begun, and not ended before the action had certainly ended. */
    boolean throughout(Occurred action, Predicate<FieldEvent> begins, Predicate<FieldEvent> ends) {
        var changes = new ArrayList<Line>();
        for (var line : lines)
            if (!(line.event() instanceof ConsentEvent && invalid.contains(line.id()))
                    && (begins.test(line.event()) || ends.test(line.event()))) changes.add(line);
        return PlainTimes.probes(
                        action,
                        changes.stream()
                                .map(line -> begins.test(line.event())
                                        ? PlainTimes.permits(line.occurred())
                                        : PlainTimes.takesAway(line.occurred()))
                                .toList())
                .stream()
                .allMatch(probe -> {
                    var in = false;
                    var order = changes.stream()
                            .filter(line -> !startOf(line, begins, action).isAfter(probe))
                            .sorted(Comparator.comparing((Line line) -> startOf(line, begins, action))
                                    .thenComparing(line -> rank(line, begins))
                                    .thenComparing(Line::position))
                            .toList();
                    for (var i = 0; i < order.size(); i++) {
                        var line = order.get(i);
                        // A beginning of which it is not known that it came after the end does not end what had begun
                        // again.
                        in = begins.test(line.event())
                                && (in
                                        || order.subList(0, i).stream()
                                                .noneMatch(before -> !begins.test(before.event())
                                                        && PlainTimes.orderUnknown(
                                                                before.occurred(), line.occurred())));
                    }
                    return in;
                });
    }

    /** A day's end comes before the next day's beginning; at one and the same minute, the end is what counts. */
    private static int rank(Line line, Predicate<FieldEvent> begins) {
        return begins.test(line.event()) ? 1 : line.occurred().precision() == Precision.MINUTE ? 2 : 0;
    }

    private static Instant startOf(Line line, Predicate<FieldEvent> begins, Occurred action) {
        return begins.test(line.event())
                ? PlainTimes.permitsFor(line, new Look(action, false, true))
                : PlainTimes.takesAway(line.occurred());
    }

    /** A person may hold several roles in the team; one of them is enough. */
    boolean assigned(CaseCode caseCode, ResearcherCode performer, Occurred occurred) {
        return lines.stream()
                .filter(line -> line.event() instanceof ResearcherRoleAssigned e
                        && e.researcher().equals(performer)
                        && caseCode.equals(e.envelope().caseStudy()))
                .map(line -> ((ResearcherRoleAssigned) line.event()).role())
                .distinct()
                .anyMatch(role -> throughout(
                        occurred,
                        event -> event instanceof ResearcherRoleAssigned e
                                && e.researcher().equals(performer)
                                && e.role() == role
                                && caseCode.equals(e.envelope().caseStudy()),
                        event -> event instanceof ResearcherRoleEnded e
                                && e.researcher().equals(performer)
                                && e.role() == role
                                && caseCode.equals(e.envelope().caseStudy())));
    }

    /** Whether a text was in use all through that time. */
    boolean inUse(FormVersionCode text, Occurred occurred) {
        return throughout(
                occurred,
                event -> event instanceof ConsentFormVersionReleased e
                        && e.formVersion().equals(text),
                event -> event instanceof ConsentFormVersionRetired e
                        && e.formVersion().equals(text));
    }
}
