package org.fieldledger.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionRetired;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Question 8, plainly: what was collected on a text that has gone out of use since, or had before. */
record PlainRetired(PlainReading plain, CaseCode caseCode, When when) {

    /** @param person whose alone; everybody's where none is named */
    List<String> resting(@Nullable ParticipantCode person) {
        var resting = new LinkedHashMap<String, List<Line>>();
        actions().forEach(line -> {
            var action = Foretold.action(line.event()).orElseThrow();
            var rests = new PlainRests(plain, action);
            for (var module : action.modules())
                for (var one : action.people()) {
                    if (person != null && !person.equals(one)) continue;
                    rests.on(one, module)
                            .ifPresent(given -> Optional.ofNullable(given.text())
                                    .flatMap(this::retired)
                                    .ifPresent(retired -> resting.computeIfAbsent(
                                                    "%s of %s about %s by %s, %s"
                                                            .formatted(
                                                                    given.text(),
                                                                    one,
                                                                    module,
                                                                    given.decision(),
                                                                    retired),
                                                    key -> new ArrayList<>())
                                            .add(line)));
                }
        });
        return resting.entrySet().stream()
                .map(one -> "%s: %d from %s to %s"
                        .formatted(
                                one.getKey(),
                                one.getValue().size(),
                                one.getValue().getFirst().occurred(),
                                one.getValue().getLast().occurred()))
                .toList();
    }

    private Stream<Line> actions() {
        return plain.lines.stream()
                .filter(line -> caseCode.equals(line.event().envelope().caseStudy())
                        && when.begun(line.occurred())
                        && Foretold.action(line.event()).isPresent())
                .sorted(Comparator.comparing((Line line) -> line.occurred().earliest())
                        .thenComparing(Line::position));
    }

    /** When it went out of use and by what; where several say so, the earliest, and a retirement rather than an amendment. */
    private Optional<String> retired(FormVersionCode text) {
        return plain.lines.stream()
                .filter(line -> when.begun(line.occurred()))
                .filter(line -> line.event() instanceof ConsentFormVersionRetired e
                                && e.formVersion().equals(text)
                        || line.event() instanceof EthicsApprovalAmended a
                                && a.formVersionsRetired().contains(text))
                .min(Comparator.comparing((Line line) -> line.occurred().begunOn())
                        .thenComparing(line -> line.event() instanceof EthicsApprovalAmended)
                        .thenComparing(Line::position))
                .map(line -> outOfUse(line.occurred().begunOn(), line.id()));
    }

    private static String outOfUse(Object on, Object by) {
        return "out of use on %s by %s".formatted(on, by);
    }

    static String written(JsonNode row) {
        return "%s of %s about %s by %s, %s: %s from %s to %s"
                .formatted(
                        AuditProof.text(row, "formVersion"),
                        AuditProof.text(row, "participant"),
                        AuditProof.text(row, "module"),
                        AuditProof.text(row, "decision"),
                        outOfUse(LocalDate.parse(AuditProof.text(row, "retiredOn")), AuditProof.text(row, "retiredBy")),
                        AuditProof.text(row, "actions"),
                        AuditProof.text(row, "firstAction"),
                        AuditProof.text(row, "lastAction"));
    }
}
