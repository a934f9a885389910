package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.ReleaseNoticeGiven;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.Selection;

/**
 * Question 6. The releases that hold this person's data: those that name the person, and those of the person's cases, or of the
 * whole programme, that were made by other means, name nobody and may hold what had been recorded of the person by then.
 */
final class WhoReceived implements CaseQuestion {

    private static final Set<Use> OUT_OF_RELEASES =
            EnumSet.of(Use.NOT_IN_NEW_DATASETS, Use.ON_HOLD, Use.QUARANTINED, Use.TO_BE_DESTROYED);

    /**
     * @param certainty named, or may-hold where the release names nobody
     * @param recordedByThen how many entries about the person the store held when the data were released
     * @param noticeFor modules of material in it that by this person's own word is no longer to be used: whoever received the
     *     data is still to be told
     * @param noticeGiven modules of such material about which the recipient was told
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
            List<String> noticeGiven,
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
    public Selection reads(Inquiry inquiry) {
        return Extract.everything(inquiry, GovernanceEvent.class);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var person = inquiry.participant().orElseThrow();
        var rows = new ArrayList<Row>();
        if (trail.caseCode().isEmpty()) return Findings.of(rows); // told with the cases whose data it may hold
        trail.standing(DataReleased.class)
                .filter(fact -> trail.begun(fact.entry()))
                .forEach(fact -> {
                    var frozen = fact.event().frozen();
                    var named = frozen == null ? Concerned.codes(fact.event()) : frozen.participants();
                    var ofThisCase = fact.entry().caseCode().equals(trail.code());
                    var held = trail.everRecordedOf(person)
                            .filter(entry ->
                                    !entry.recordedAt().isAfter(fact.entry().recordedAt()))
                            .filter(entry -> entry.position() < fact.entry().position())
                            .filter(entry -> frozen == null || canHold(frozen.definition(), entry))
                            .toList();
                    if (named.contains(person)
                            ? ofThisCase || !held.isEmpty()
                            : frozen == null && named.isEmpty() && !held.isEmpty())
                        rows.add(row(trail, fact, person, named.contains(person) ? "named" : "may-hold", held));
                });
        return Findings.of(rows);
    }

    private static boolean canHold(Definition definition, Entry entry) {
        return entry.position() <= definition.position()
                && !entry.recordedAt().isAfter(definition.knownAt())
                && definition.takes(entry.event());
    }

    private static Row row(
            AuditTrail trail, Fact<DataReleased> fact, ParticipantCode person, String certainty, List<Entry> held) {
        var entry = fact.entry();
        var reading = trail.reading().orElseThrow().person(person);
        var told = trail.standing(ReleaseNoticeGiven.class)
                .filter(given -> given.event().release().equals(fact.event().release()) && trail.begun(given.entry()))
                .map(given -> given.event().because())
                .collect(Collectors.toSet());
        var noticeFor = new TreeSet<String>();
        var noticeGiven = new TreeSet<String>();
        var leftOut = leftOutThen(trail, fact, person);
        held.stream().filter(Entry::stands).filter(leftOut.negate()).forEach(one -> {
            var holding = HeldMaterial.byOwnWord(reading, AuditTrail.fact(one), trail.at());
            if (!OUT_OF_RELEASES.contains(holding.use())) return;
            var given = holding.cause() != null && told.contains(holding.cause().id());
            for (var module : Needs.of(one.event()).modules()) (given ? noticeGiven : noticeFor).add(module.code());
        });
        return new Row(
                entry.caseCode(),
                person.code(),
                fact.event().release(),
                fact.event().recipient(),
                fact.event().question(),
                entry.occurred().toString(),
                entry.occurred().zone().getId(),
                certainty,
                held.size(),
                List.copyOf(noticeFor),
                List.copyOf(noticeGiven),
                entry.id(),
                entry.recordedAt());
    }

    /** What a release left out by rule when it was made: nobody is to be told of that. */
    private static Predicate<Entry> leftOutThen(AuditTrail trail, Fact<DataReleased> fact, ParticipantCode person) {
        var frozen = fact.event().frozen();
        if (frozen == null) return entry -> false;
        var judgedAt = frozen.definition().judgedAt();
        var then =
                trail.readingUpTo(frozen.definition().position()).orElseThrow().person(person);
        return entry ->
                HeldMaterial.of(then, AuditTrail.fact(entry), judgedAt).use().compareTo(Use.IN_PART) > 0;
    }
}
