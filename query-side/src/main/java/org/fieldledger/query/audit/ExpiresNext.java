package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Cause;
import org.fieldledger.events.EthicsEvent.EthicsApprovalEnded;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/** Question 11. Approvals, and the periods of collection and use of consent modules, that end in the months ahead, soonest first. */
final class ExpiresNext implements CaseQuestion {

    /**
     * @param what approval, collection or use
     * @param daysLeft from the day asked about to the last day on which it holds
     * @param people how many people in the case stand as consenting and are concerned
     */
    record Row(String caseCode, String what, String name, LocalDate lastDay, long daysLeft, long people) {}

    @Override
    public int number() {
        return 11;
    }

    @Override
    public String name() {
        return "expires-next";
    }

    @Override
    public String asks() {
        return "Whose consent or approval expires next?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.WITHIN);
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        trail.reading().ifPresent(reading -> {
            approvals(trail, reading, inquiry, rows);
            for (var module : reading.modules()) {
                add(trail, inquiry, rows, "collection", module.code(), reading.collectUntil(module), module);
                add(trail, inquiry, rows, "use", module.code(), reading.useUntil(module), module);
            }
        });
        rows.sort(Comparator.comparing(Row::lastDay).thenComparing(Row::what).thenComparing(Row::name));
        return Findings.of(rows);
    }

    private static void approvals(AuditTrail trail, CaseReading reading, Inquiry inquiry, ArrayList<Row> rows) {
        var ended = trail.standing(EthicsApprovalEnded.class)
                .filter(fact -> trail.begun(fact.entry()))
                .map(fact -> fact.event().reference())
                .collect(Collectors.toSet());
        reading.approvals()
                .ofCase(reading.code())
                .filter(one -> !ended.contains(one.reference()))
                .forEach(one -> add(
                        trail,
                        inquiry,
                        rows,
                        "approval",
                        one.reference().code(),
                        reading.approvals().termAt(one, trail.at()),
                        null));
    }

    private static void add(
            AuditTrail trail,
            Inquiry inquiry,
            ArrayList<Row> rows,
            String what,
            String name,
            Optional<LocalDate> lastDay,
            @Nullable ModuleCode module) {
        var today = trail.today();
        lastDay.filter(last -> !last.isBefore(today) && !last.isAfter(today.plusMonths(inquiry.within())))
                .ifPresent(last -> rows.add(new Row(
                        trail.code(),
                        what,
                        name,
                        last,
                        ChronoUnit.DAYS.between(today, last),
                        consenting(trail, what, module))));
    }

    /** Consent may be used after the time of collecting has ended it; then everybody counts who had given it. */
    private static long consenting(AuditTrail trail, String what, @Nullable ModuleCode module) {
        var reading = trail.reading().orElseThrow();
        return trail.people().stream()
                .map(reading::person)
                .filter(person -> person.modules().stream()
                        .filter(one -> module == null || one.equals(module))
                        .map(one -> person.standing(one, trail.at()))
                        .anyMatch(standing ->
                                standing.permits() || what.equals("use") && standing.cause() == Cause.PERIOD_OVER))
                .count();
    }
}
