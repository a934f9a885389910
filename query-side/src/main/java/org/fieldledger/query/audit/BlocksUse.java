package org.fieldledger.query.audit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Holding;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.Shortfall;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Question 19. For each meeting of several people, whoever stands in the way of its use by their own word: not covered when it
 * happened, since withdrawn from use, on hold or to be destroyed. One is enough to block the whole. What blocks it whoever was
 * there, such as the end of the period of use, is told without a name.
 */
final class BlocksUse implements CaseQuestion {

    /**
     * @param participant whoever blocks it; absent where nobody does, but a period or the action itself
     * @param use what may be done with it because of that
     * @param because the decision that blocks, where there is one
     */
    record Row(
            String caseCode,
            String session,
            UUID event,
            String kind,
            String occurred,
            String zone,
            @Nullable String participant,
            List<String> modules,
            String use,
            String why,
            @Nullable UUID because) {}

    @Override
    public int number() {
        return 19;
    }

    @Override
    public String name() {
        return "blocks-use";
    }

    @Override
    public String asks() {
        return "Which people in a focus group block its use?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.SESSION, Parameter.PARTICIPANT);
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.decisions(inquiry, GroupSessionEvent.class);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var rows = new ArrayList<Row>();
        var blocked = 0L;
        var meetings = trail.happened(GroupSessionEvent.class)
                .filter(fact ->
                        inquiry.session().map(fact.event().session()::equals).orElse(true))
                .filter(fact -> !Needs.of(fact.event()).modules().isEmpty())
                .toList();
        for (var meeting : meetings) {
            var before = rows.size();
            trail.reading().ifPresent(reading -> block(trail, reading, meeting, inquiry, rows));
            if (rows.size() > before) blocked++;
        }
        return new Findings(
                rows, new TreeMap<>(Map.of("meetings", (long) meetings.size(), "meetingsBlocked", blocked)));
    }

    private static void block(
            AuditTrail trail, CaseReading reading, Fact<GroupSessionEvent> meeting, Inquiry inquiry, List<Row> rows) {
        var fact = AuditTrail.fact(meeting.entry());
        for (var code : Concerned.codes(meeting.event())) {
            if (!inquiry.about(code)) continue;
            var held = HeldMaterial.byOwnWord(reading.person(code), fact, trail.at());
            if (held.use().compareTo(Use.IN_PART) > 0) rows.add(row(meeting, code, held));
        }
        if (inquiry.participant().isEmpty()) nobodysWord(trail, reading, meeting, rows);
    }

    private static void nobodysWord(
            AuditTrail trail, CaseReading reading, Fact<GroupSessionEvent> meeting, List<Row> rows) {
        var lacking = trail.shortfalls(meeting.entry()).stream()
                .filter(shortfall -> shortfall.participant() == null)
                .map(Shortfall::detail)
                .collect(Collectors.joining("; "));
        var deviation = meeting.event().envelope().deviation();
        if (!lacking.isEmpty())
            rows.add(row(meeting, null, List.of(), Use.QUARANTINED, "Not covered when it happened: " + lacking, null));
        else if (deviation != null)
            rows.add(row(meeting, null, List.of(), Use.QUARANTINED, "Recorded as a deviation", null));
        for (var module : Needs.of(meeting.event()).modules())
            reading.useUntil(module)
                    .filter(last -> trail.today().isAfter(last))
                    .ifPresent(last -> rows.add(row(
                            meeting,
                            null,
                            List.of(module.code()),
                            Use.USE_PERIOD_OVER,
                            "The use of %s ended on %s".formatted(module, last),
                            null)));
    }

    private static Row row(Fact<GroupSessionEvent> meeting, ParticipantCode person, Holding held) {
        var needed = Needs.of(meeting.event()).modules();
        return row(
                meeting,
                person,
                needed.stream()
                        .filter(module -> concerns(held, module))
                        .map(ModuleCode::code)
                        .toList(),
                held.use(),
                switch (held.use()) {
                    case QUARANTINED ->
                        held.shortfalls().stream().map(Shortfall::detail).collect(Collectors.joining("; "));
                    case ON_HOLD -> "An objection is not decided";
                    case NOT_IN_NEW_DATASETS -> "Withdrawn from new use";
                    case TO_BE_DESTROYED, DESTROYED -> "To be destroyed, as asked";
                    case USABLE, IN_PART, USE_PERIOD_OVER -> "";
                },
                held.cause() == null ? null : held.cause().id().value());
    }

    private static boolean concerns(Holding held, ModuleCode module) {
        return held.use() == Use.QUARANTINED
                ? held.shortfalls().stream()
                        .anyMatch(lacking ->
                                lacking.module() == null || lacking.module().equals(module))
                : held.cause() != null
                        && held.cause().event() instanceof ConsentEvent decision
                        && (decision.modules().isEmpty() || decision.modules().contains(module));
    }

    private static Row row(
            Fact<GroupSessionEvent> meeting,
            @Nullable ParticipantCode person,
            List<String> modules,
            Use use,
            String why,
            @Nullable UUID because) {
        return new Row(
                meeting.entry().caseCode(),
                meeting.event().session().code(),
                meeting.entry().id(),
                meeting.entry().kind(),
                meeting.occurred().toString(),
                meeting.occurred().zone().getId(),
                person == null ? null : person.code(),
                modules,
                AuditQuestion.code(use),
                why,
                because);
    }
}
