package org.fieldledger.query.retention;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.participant.ParticipantView.Dated;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.fieldledger.query.statistics.ProductLimit;
import org.fieldledger.query.statistics.ProductLimit.Followed;
import org.fieldledger.query.statistics.ProductLimit.Step;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How long people stay in a case, counted from the day they first joined. Whoever left for any reason but having completed
 * their part has left; whoever completed it, or is still there on the day asked about or when the case was closed, was followed
 * until then. A day known only to the month counts as its last.
 */
@Component
public class Retention implements ResearchQuestion {

    private static final String COMPLETED = "completed";

    private final ParticipantView participants;
    private final MeasureView measures;
    private final RegisterView register;

    Retention(ParticipantView participants, MeasureView measures, RegisterView register) {
        this.participants = participants;
        this.measures = measures;
        this.register = register;
    }

    /**
     * A day of a group on which somebody left or was not followed any longer.
     *
     * @param line an arm where people of the case were allocated; else a role
     * @param day days since joining; the first row, day 0, says how many there are
     * @param atRisk how many had been followed that long and were still there
     * @param censored how many were not followed any longer, and had not left
     * @param remaining the estimated share of those still there after that day, with its standard error and 95% interval
     */
    public record Row(
            String caseCode,
            String line,
            int day,
            int atRisk,
            int left,
            int censored,
            double remaining,
            @Nullable Double error,
            @Nullable Double lower,
            @Nullable Double upper) {}

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String asks() {
        return "How long do people stay, by arm or role?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.ROLE, Parameter.ARM);
    }

    @Override
    public List<Projection> over() {
        return List.of(participants, measures, register);
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var caseCode = asked.caseCode();
        var study = register.caseStudy(caseCode, asOf).items();
        if (study.isEmpty()) return Findings.of(List.of());
        var zone = ZoneId.of(study.getFirst().study().zone());
        var closed = study.getFirst().study().closed();
        var today = asOf.lastDay(zone);
        var last = closed == null ? today : earlier(today, new Occurred(closed, null, zone).begunOn());
        var allocations = measures.allocations(caseCode, asOf);
        var lines = new TreeMap<String, List<Followed>>();
        var reasons = new TreeMap<String, Long>();
        participants.courses(caseCode, asOf).forEach((participant, course) -> {
            var role = role(course);
            var allocated = allocations.get(participant);
            var arm = allocated == null ? null : allocated.arm();
            if (!asked.matches(Parameter.ROLE, role) || !asked.matches(Parameter.ARM, arm)) return;
            var joined = course.stream()
                    .filter(step -> step.step().equals("enrolled"))
                    .findFirst();
            if (joined.isEmpty()) return;
            var end = course.getLast();
            if (end.left()) reasons.merge(String.valueOf(end.reason()), 1L, Long::sum);
            var line = !allocations.isEmpty() ? arm == null ? "not allocated" : arm : role;
            lines.computeIfAbsent(line, one -> new ArrayList<>())
                    .add(followed(joined.get().by(), end, last));
        });
        var rows = new ArrayList<Row>();
        lines.forEach((line, people) -> rows.addAll(rows(caseCode.code(), line, people)));
        var counts = new LinkedHashMap<String, Long>();
        counts.put("people", lines.values().stream().mapToLong(List::size).sum());
        counts.put(
                "left",
                lines.values().stream()
                        .flatMap(List::stream)
                        .filter(Followed::left)
                        .count());
        reasons.forEach((reason, n) -> counts.put(reason.replace('_', '-'), n));
        return new Findings(rows, counts, Map.of());
    }

    private static Followed followed(LocalDate joined, Dated end, LocalDate last) {
        var left = end.left() && !COMPLETED.equals(end.reason());
        var until = end.left() ? end.by() : last;
        return new Followed((int) Math.max(0, ChronoUnit.DAYS.between(joined, until)), left);
    }

    private static List<Row> rows(String caseCode, String line, List<Followed> people) {
        var rows = new ArrayList<Row>();
        for (var step : ProductLimit.of(people).steps()) {
            if (rows.isEmpty() && step.day() > 0)
                rows.add(new Row(caseCode, line, 0, people.size(), 0, 0, 1, 0.0, null, null));
            rows.add(row(caseCode, line, step));
        }
        return rows;
    }

    private static Row row(String caseCode, String line, Step step) {
        return new Row(
                caseCode,
                line,
                step.day(),
                step.atRisk(),
                step.left(),
                step.censored(),
                step.remaining(),
                step.error(),
                step.lower(),
                step.upper());
    }

    private static String role(List<Dated> course) {
        return course.stream()
                .map(Dated::role)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse("");
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
