package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EthicsEvent.EthicsApprovalEnded;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.query.audit.Inquiry.Parameter;
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
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        trail.caseCode().ifPresent(caseCode -> {
            approvals(trail, caseCode, inquiry, rows);
            modules(trail, inquiry, rows);
        });
        rows.sort(Comparator.comparing(Row::lastDay).thenComparing(Row::what).thenComparing(Row::name));
        return Findings.of(rows);
    }

    private static void approvals(AuditTrail trail, CaseCode caseCode, Inquiry inquiry, ArrayList<Row> rows) {
        var approvals = new Approvals(trail);
        approvals
                .ofCase(caseCode)
                .filter(one -> approvals
                        .about(one.reference(), EthicsApprovalEnded.class)
                        .noneMatch(ended -> trail.begun(ended.entry())))
                .forEach(one -> add(
                        trail,
                        inquiry,
                        rows,
                        "approval",
                        one.reference().code(),
                        approvals.ends(one).orElse(null),
                        null));
    }

    private static void modules(AuditTrail trail, Inquiry inquiry, ArrayList<Row> rows) {
        var defined = new TreeMap<ModuleCode, ConsentModuleDefined>();
        trail.standing(ConsentModuleDefined.class)
                .filter(fact -> trail.begun(fact.entry()))
                .forEach(fact -> defined.put(fact.event().module(), fact.event()));
        defined.values().forEach(module -> {
            var code = module.module();
            add(trail, inquiry, rows, "collection", code.code(), module.collectUntil(), code);
            add(trail, inquiry, rows, "use", code.code(), module.useUntil(), code);
        });
    }

    private static void add(
            AuditTrail trail,
            Inquiry inquiry,
            ArrayList<Row> rows,
            String what,
            String name,
            @Nullable LocalDate lastDay,
            @Nullable ModuleCode module) {
        var today = trail.today();
        if (lastDay == null || lastDay.isBefore(today) || lastDay.isAfter(today.plusMonths(inquiry.within()))) return;
        rows.add(new Row(
                trail.code(), what, name, lastDay, ChronoUnit.DAYS.between(today, lastDay), people(trail, module)));
    }

    private static long people(AuditTrail trail, @Nullable ModuleCode module) {
        var consents = trail.consents();
        return consents.people().stream()
                .filter(person -> consents.modulesOf(person).stream()
                        .filter(one -> module == null || one.equals(module))
                        .anyMatch(one -> {
                            var decision = consents.standing(person, one).decision();
                            return decision != null
                                    && decision.valid()
                                    && decision.effect().permits();
                        }))
                .count();
    }
}
