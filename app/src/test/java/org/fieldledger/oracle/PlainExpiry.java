package org.fieldledger.oracle;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalEnded;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Cause;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.Standing;
import org.fieldledger.oracle.PlainReading.When;
import tools.jackson.databind.JsonNode;

/** Question 11, plainly: the approvals and the periods of modules that end in the months ahead, and how many people stand on them. */
record PlainExpiry(PlainReading plain, CaseCode caseCode, List<ParticipantCode> people, When when) {

    TreeSet<String> within(int months) {
        var from = when.dayIn(plain.cases.zoneOf(caseCode));
        var until = from.plusMonths(months);
        var rows = new TreeSet<String>();
        for (var reference : plain.approvals.approvalsOf(caseCode))
            if (!ended(reference)) add(rows, "approval", reference.code(), term(reference), from, until, standing());
        for (var module : FieldWorld.MODULES) {
            var defined = plain.standings.module(module, when);
            add(rows, "collection", module.code(), defined.map(one -> one.collectUntil()), from, until, given(module));
            add(rows, "use", module.code(), defined.map(one -> one.useUntil()), from, until, gaveOnce(module));
        }
        return rows;
    }

    static String written(JsonNode row) {
        return "%s %s %s ends on %s for %d"
                .formatted(
                        row.path("caseCode").asString(),
                        row.path("what").asString(),
                        row.path("name").asString(),
                        row.path("lastDay").asString(),
                        row.path("people").asLong());
    }

    private void add(
            TreeSet<String> rows,
            String what,
            String name,
            Optional<LocalDate> last,
            LocalDate from,
            LocalDate until,
            long people) {
        last.filter(day -> !day.isBefore(from) && !day.isAfter(until))
                .ifPresent(day -> rows.add("%s %s %s ends on %s for %d".formatted(caseCode, what, name, day, people)));
    }

    private boolean ended(ApprovalReference reference) {
        return plain.lines.stream()
                .anyMatch(line -> line.event() instanceof EthicsApprovalEnded e
                        && e.reference().equals(reference)
                        && when.begun(line.occurred()));
    }

    /** As the last amendment in effect has it; as it was granted where none says anything of it. */
    private Optional<LocalDate> term(ApprovalReference reference) {
        var granted = plain.lines.stream()
                .filter(line -> line.event() instanceof EthicsApprovalGranted e
                        && e.reference().equals(reference))
                .findFirst()
                .map(line -> ((EthicsApprovalGranted) line.event()).ends());
        return plain.lines.stream()
                .filter(line -> line.event() instanceof EthicsApprovalAmended e
                        && e.reference().equals(reference)
                        && e.ends() != null
                        && when.reaches(
                                PlainTimes.permits(line.occurred()),
                                line.occurred().zone()))
                .max(Comparator.comparing((Line line) -> PlainTimes.permits(line.occurred()))
                        .thenComparing(Line::position))
                .map(line -> ((EthicsApprovalAmended) line.event()).ends())
                .or(() -> granted);
    }

    private long standing() {
        return people.stream()
                .filter(person -> FieldWorld.MODULES.stream().anyMatch(module -> given(of(person, module))))
                .count();
    }

    private long given(ModuleCode module) {
        return people.stream().filter(person -> given(of(person, module))).count();
    }

    /** What was collected in time may be used although no more may be collected. */
    private long gaveOnce(ModuleCode module) {
        return people.stream()
                .map(person -> of(person, module))
                .filter(standing -> given(standing) || standing.cause() == Cause.PERIOD)
                .count();
    }

    private Standing of(ParticipantCode person, ModuleCode module) {
        return plain.standing(person, caseCode, module, when);
    }

    private static boolean given(Standing standing) {
        return PlainStanding.permits(standing.state());
    }
}
