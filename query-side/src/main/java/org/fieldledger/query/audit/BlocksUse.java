package org.fieldledger.query.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.query.Concerned;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Question 19. For each meeting of several people, whoever stands in the way of its use: not covered when it happened, since
 * withdrawn from use or on hold, or past the last day of use. One is enough to block the whole.
 */
final class BlocksUse implements CaseQuestion {

    /** @param because the decision that blocks, where there is one */
    record Row(
            String caseCode,
            String session,
            UUID event,
            String kind,
            String occurred,
            String zone,
            String participant,
            String module,
            String why,
            @Nullable UUID because) {}

    private record Block(String why, Optional<Entry> because) {}

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
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var useUntil = useUntil(trail);
        var rows = new ArrayList<Row>();
        var blocked = 0L;
        var meetings = trail.happened(GroupSessionEvent.class)
                .filter(fact ->
                        inquiry.session().map(fact.event().session()::equals).orElse(true))
                .filter(fact -> !Needed.by(fact.event()).modules().isEmpty())
                .toList();
        for (var meeting : meetings) {
            var before = rows.size();
            for (var person : Concerned.codes(meeting.event()))
                for (var module : Needed.by(meeting.event()).modules())
                    if (inquiry.about(person))
                        block(trail, meeting, person, module, useUntil)
                                .ifPresent(block -> rows.add(row(meeting, person, module, block)));
            if (rows.size() > before) blocked++;
        }
        return new Findings(
                rows, new TreeMap<>(Map.of("meetings", (long) meetings.size(), "meetingsBlocked", blocked)));
    }

    private static Optional<Block> block(
            AuditTrail trail,
            Fact<GroupSessionEvent> meeting,
            ParticipantCode person,
            ModuleCode module,
            Map<ModuleCode, LocalDate> useUntil) {
        var consents = trail.consents();
        if (consents.dissentedFrom(person, meeting.event().session()))
            return Optional.of(new Block("Said no to this meeting", Optional.empty()));
        var standing = consents.standing(person, module);
        if (WhoReceived.outOfReleases(standing.decision()))
            return Optional.of(new Block(
                    "Consent is " + AuditQuestion.code(standing.state()) + ", also for what is held",
                    Optional.ofNullable(standing.decision()).map(Consents.Decision::entry)));
        var finding = consents.finding(person, module, meeting.occurred());
        if (!finding.covered())
            return Optional.of(new Block(
                    "Consent did not cover the meeting when it was held",
                    Optional.ofNullable(finding.decision()).map(Consents.Decision::entry)));
        return Optional.ofNullable(useUntil.get(module))
                .filter(until -> trail.today().isAfter(until))
                .map(until -> new Block("Use ended on " + until, Optional.empty()));
    }

    private static Map<ModuleCode, LocalDate> useUntil(AuditTrail trail) {
        var until = new HashMap<ModuleCode, LocalDate>();
        trail.standing(ConsentModuleDefined.class)
                .filter(fact -> trail.begun(fact.entry()))
                .forEach(fact -> {
                    var lastDay = fact.event().useUntil();
                    if (lastDay == null) until.remove(fact.event().module());
                    else until.put(fact.event().module(), lastDay);
                });
        return until;
    }

    private static Row row(Fact<GroupSessionEvent> meeting, ParticipantCode person, ModuleCode module, Block block) {
        return new Row(
                meeting.entry().caseCode(),
                meeting.event().session().code(),
                meeting.entry().id(),
                meeting.entry().kind(),
                meeting.occurred().toString(),
                meeting.occurred().zone().getId(),
                person.code(),
                module.code(),
                block.why(),
                block.because().map(Entry::id).orElse(null));
    }
}
