package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalEnded;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EthicsEvent.EthicsApprovalResumed;
import org.fieldledger.events.EthicsEvent.EthicsApprovalSuspended;
import org.fieldledger.events.Occurred;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainTimes.Look;
import tools.jackson.databind.JsonNode;

/** Question 12, plainly: what was done on a day on which no approval covered it, and what the approval of the case lacked. */
record PlainLapses(PlainReading plain, CaseCode caseCode, When when) {

    List<String> outside() {
        return plain.lines.stream()
                .filter(line -> caseCode.equals(line.event().envelope().caseStudy()) && when.begun(line.occurred()))
                .flatMap(line -> Foretold.anyAction(line.event())
                        .filter(action -> action.chapter() != null
                                && plain.approvals.approval(action).isPresent())
                        .map(action -> row(line, action))
                        .stream())
                .toList();
    }

    private String row(Line line, Action action) {
        return "%s %s on %s in %s recorded %s, deviation %s: No ethics approval covered %s in case %s on %s: %s %s"
                .formatted(
                        line.id(),
                        line.event().getClass().getSimpleName(),
                        line.occurred(),
                        line.occurred().zone(),
                        line.recordedAt(),
                        PlainHistory.quarantined(line),
                        action.chapter(),
                        caseCode,
                        line.occurred(),
                        FieldWorld.approval(caseCode),
                        lacking(FieldWorld.approval(caseCode), action));
    }

    static String written(JsonNode row) {
        return "%s %s on %s in %s recorded %s, deviation %s: %s"
                .formatted(
                        AuditProof.text(row, "event"),
                        AuditProof.text(row, "kind"),
                        AuditProof.text(row, "occurred"),
                        AuditProof.text(row, "zone"),
                        AuditProof.text(row, "recordedAt"),
                        AuditProof.text(row, "deviation"),
                        AuditProof.text(row, "why"));
    }

    /** The first that it lacks: a decision, its term, an end, a pause without an end, and what it allows. */
    private String lacking(ApprovalReference reference, Action action) {
        return notDecided(reference, action.occurred())
                .or(() -> termOver(reference, action.occurred()))
                .or(() -> ended(reference, action.occurred()))
                .or(() -> onHold(reference, action.occurred()))
                .orElse("does not allow " + action.chapter());
    }

    private Stream<Line> about(Class<?> kind, ApprovalReference reference) {
        return plain.lines.stream()
                .filter(line -> kind.isInstance(line.event())
                        && ((EthicsEvent) line.event()).reference().equals(reference));
    }

    private Optional<String> notDecided(ApprovalReference reference, Occurred occurred) {
        var granted = about(EthicsApprovalGranted.class, reference).findFirst().orElseThrow();
        var decided = ((EthicsApprovalGranted) granted.event()).decided();
        if (occurred.firstDay().isBefore(decided)) return Optional.of("was decided only on " + decided);
        return begins(granted, occurred).isAfter(occurred.earliest())
                ? Optional.of("holds only from " + granted.occurred())
                : Optional.empty();
    }

    private static Instant begins(Line line, Occurred occurred) {
        return PlainTimes.permitsFor(line, new Look(occurred, false, true));
    }

    /** As it was at the beginning, or became by an amendment meanwhile. */
    private Optional<String> termOver(ApprovalReference reference, Occurred occurred) {
        var changes = about(EthicsApprovalAmended.class, reference)
                .map(line -> begins(line, occurred))
                .toList();
        return PlainTimes.probes(occurred, changes).stream()
                .flatMap(probe -> term(reference, occurred, probe).stream())
                .filter(last -> occurred.lastDay().isAfter(last))
                .findFirst()
                .map(last -> "ended on " + last);
    }

    private Optional<LocalDate> term(ApprovalReference reference, Occurred occurred, Instant at) {
        return about(EthicsApprovalAmended.class, reference)
                .filter(line -> ((EthicsApprovalAmended) line.event()).ends() != null
                        && !begins(line, occurred).isAfter(at))
                .max(Comparator.comparing((Line line) -> begins(line, occurred)).thenComparing(Line::position))
                .map(line -> ((EthicsApprovalAmended) line.event()).ends())
                .or(() -> about(EthicsApprovalGranted.class, reference)
                        .findFirst()
                        .map(line -> ((EthicsApprovalGranted) line.event()).ends()));
    }

    private Optional<String> ended(ApprovalReference reference, Occurred occurred) {
        return about(EthicsApprovalEnded.class, reference)
                .filter(line -> during(line, occurred))
                .findFirst()
                .map(line -> "was ended on " + line.occurred());
    }

    /** Whether it took effect before the action had certainly ended, or at its very moment. */
    private static boolean during(Line line, Occurred occurred) {
        var from = PlainTimes.takesAway(line.occurred());
        return PlainTimes.probes(occurred, List.of(from)).stream().anyMatch(probe -> !from.isAfter(probe));
    }

    private Optional<String> onHold(ApprovalReference reference, Occurred occurred) {
        return about(EthicsApprovalSuspended.class, reference)
                .filter(pause -> {
                    var from = PlainTimes.takesAway(pause.occurred());
                    return during(pause, occurred)
                            && about(EthicsApprovalResumed.class, reference)
                                    .map(line -> begins(line, occurred))
                                    .noneMatch(until -> !until.isBefore(from)
                                            && (until.equals(from) || !until.isAfter(occurred.earliest())));
                })
                .findFirst()
                .map(pause -> "was on hold from " + pause.occurred());
    }
}
