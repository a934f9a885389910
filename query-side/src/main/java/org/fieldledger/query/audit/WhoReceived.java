package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.Concerned;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.query.audit.Consents.Decision;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Question 6. The releases that hold this person's data: those that name the person, and those of the person's cases, or of the
 * whole programme, that name nobody and may hold what had been recorded of the person by then.
 */
final class WhoReceived implements CaseQuestion {

    private static final Set<WithdrawalKind> OUT_OF_RELEASES =
            EnumSet.of(WithdrawalKind.NO_NEW_USE, WithdrawalKind.DESTROY, WithdrawalKind.RESTRICT_OR_OBJECT);

    /**
     * @param certainty named, or may-hold where the release names nobody
     * @param recordedByThen how many entries about the person the store held when the data were released
     * @param noticeFor modules since withdrawn from use: whoever received the data is to be told
     */
    record Row(
            String caseCode,
            String participant,
            String release,
            String recipient,
            String question,
            String occurred,
            String zone,
            String certainty,
            long recordedByThen,
            List<String> noticeFor,
            UUID event,
            Instant recordedAt) {}

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String name() {
        return "recipients";
    }

    @Override
    public String asks() {
        return "Who received this person's data?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> needs() {
        return EnumSet.of(Parameter.PARTICIPANT);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var person = inquiry.participant().orElseThrow();
        var rows = new ArrayList<Row>();
        if (trail.caseCode().isEmpty()) return Findings.of(rows); // told with the cases whose data it may hold
        trail.standing(DataReleased.class)
                .filter(fact -> trail.begun(fact.entry()))
                .forEach(fact -> {
                    var named = Concerned.codes(fact.event());
                    var ofThisCase = fact.entry().caseCode().equals(trail.code());
                    var held = trail.everRecorded()
                            .filter(entry ->
                                    !entry.recordedAt().isAfter(fact.entry().recordedAt()))
                            .filter(entry -> entry.position() < fact.entry().position())
                            .filter(entry -> Concerned.codes(entry.event()).contains(person))
                            .count();
                    if (named.contains(person) ? ofThisCase || held > 0 : named.isEmpty() && held > 0)
                        rows.add(row(trail, fact, person, named.isEmpty() ? "may-hold" : "named", held));
                });
        return Findings.of(rows);
    }

    private static Row row(
            AuditTrail trail, Fact<DataReleased> fact, ParticipantCode person, String certainty, long held) {
        var entry = fact.entry();
        var consents = trail.consents();
        var notice = consents.modulesOf(person).stream()
                .filter(module ->
                        outOfReleases(consents.standing(person, module).decision()))
                .map(Objects::toString)
                .collect(Collectors.toList());
        return new Row(
                entry.caseCode(),
                person.code(),
                fact.event().release(),
                fact.event().recipient(),
                fact.event().question(),
                entry.occurred().toString(),
                entry.occurred().zone().getId(),
                certainty,
                held,
                notice,
                entry.id(),
                entry.recordedAt());
    }

    /** Whether a decision that stands takes what is held out of use. */
    static boolean outOfReleases(@Nullable Decision decision) {
        return decision != null && decision.withdrawal() != null && OUT_OF_RELEASES.contains(decision.withdrawal());
    }
}
