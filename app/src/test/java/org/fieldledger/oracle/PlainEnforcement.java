package org.fieldledger.oracle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Question 7, plainly: each no, when it was said, when it was recorded, and when all that it left uncovered was dealt with. */
final class PlainEnforcement {

    private final PlainReading plain;
    private final CaseCode caseCode;
    private final When when;
    private final List<Line> known;
    /** Everything of the case that had begun, also what does not stand any more. */
    private final List<Line> begun;

    PlainEnforcement(PlainReading plain, List<Line> log, CaseCode caseCode, When when, Instant knownAt) {
        this.plain = plain;
        this.caseCode = caseCode;
        this.when = when;
        this.known =
                log.stream().filter(line -> !line.recordedAt().isAfter(knownAt)).toList();
        this.begun = known.stream().filter(this::here).toList();
    }

    private boolean here(Line line) {
        return caseCode.equals(line.event().envelope().caseStudy()) && when.begun(line.occurred());
    }

    /** @param person whose alone; everybody's where none is named */
    List<String> noes(@Nullable ParticipantCode person) {
        var uncovered = new HashMap<EventId, Set<Line>>();
        for (var line : begun)
            Foretold.action(line.event())
                    .ifPresent(action -> plain.cover.gaps(action).stream()
                            .flatMap(gap -> Stream.ofNullable(gap.because()))
                            .forEach(no -> uncovered
                                    .computeIfAbsent(no, key -> new LinkedHashSet<>())
                                    .add(line)));
        return plain.lines.stream()
                .filter(this::here)
                .filter(line -> saysNo(line)
                        && (person == null
                                || ((ConsentEvent) line.event()).participant().equals(person)))
                .map(no -> enforced(
                        no,
                        uncovered.getOrDefault(no.id(), Set.of()).stream()
                                .filter(action -> action.position() < no.position())
                                .toList()))
                .toList();
    }

    private static boolean saysNo(Line line) {
        return line.event() instanceof ConsentWithdrawn
                || line.event() instanceof ConsentRefused
                || line.event() instanceof DissentExpressed
                || line.event() instanceof ConsentChanged e && !e.withdrawn().isEmpty();
    }

    private String enforced(Line no, List<Line> between) {
        var open =
                between.stream().filter(action -> dealtWith(action).isEmpty()).count();
        var last = between.stream()
                .flatMap(action -> dealtWith(action).stream())
                .max(Instant::compareTo)
                .filter(at -> at.isAfter(no.recordedAt()))
                .orElse(no.recordedAt());
        return "%s %s of %s about %s on %s recorded %s after %d days, %d collected between, %d open, enforced %s after %s days"
                .formatted(
                        no.id(),
                        no.event().getClass().getSimpleName(),
                        ((ConsentEvent) no.event()).participant(),
                        no.event() instanceof ConsentChanged e ? e.withdrawn() : ((ConsentEvent) no.event()).modules(),
                        no.occurred(),
                        no.recordedAt(),
                        days(no, no.recordedAt()),
                        between.size(),
                        open,
                        open > 0 ? null : last,
                        open > 0 ? null : days(no, last));
    }

    /** Kept apart from the beginning, found to be an error, or noted as a deviation, whichever came first. */
    private Optional<Instant> dealtWith(Line action) {
        if (PlainHistory.quarantined(action)) return Optional.of(action.recordedAt());
        var superseded = known.stream().filter(line -> line.corrects(action.id()));
        var deviations = plain.lines.stream()
                .filter(this::here)
                .filter(line -> line.event() instanceof DeviationOpened e
                        && (action.id().equals(e.concerning()) || e.actions().contains(action.id())));
        return Stream.concat(superseded, deviations).map(Line::recordedAt).min(Instant::compareTo);
    }

    private static long days(Line no, Instant until) {
        var day = until.atZone(no.occurred().zone()).toLocalDate();
        return Math.max(0, no.occurred().lastDay().until(day, ChronoUnit.DAYS));
    }

    static String written(JsonNode row) {
        return "%s after %s days, %s collected between, %s open, enforced %s after %s days"
                .formatted(
                        AuditProof.about(row, "decision", "expressed"),
                        AuditProof.text(row, "daysToRecord"),
                        AuditProof.text(row, "collectedBetween"),
                        AuditProof.text(row, "openStill"),
                        AuditProof.text(row, "enforcedAt"),
                        AuditProof.text(row, "daysToEnforce"));
    }
}
