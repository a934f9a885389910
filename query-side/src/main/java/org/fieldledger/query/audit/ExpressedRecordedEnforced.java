package org.fieldledger.query.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.EventId;
import org.fieldledger.events.GovernanceEvent;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Question 7. For each time somebody said no: when it was said, when the store knew, and when nothing uncovered was left in
 * use. From the moment of recording the gate refuses; what had been collected in between counts as dealt with when it is
 * kept as a deviation, when a deviation is opened about it, or when it is superseded.
 */
final class ExpressedRecordedEnforced implements CaseQuestion {

    /**
     * @param daysToRecord whole local days from the day it was expressed to the day the store knew
     * @param collectedBetween actions that it uncovers and that were already in the store
     * @param openStill how many of them nobody has dealt with yet
     * @param enforcedAt when the last of them was dealt with; absent while one is open
     */
    record Row(
            String caseCode,
            String participant,
            String decision,
            UUID event,
            List<String> modules,
            String expressed,
            String zone,
            Instant recordedAt,
            long daysToRecord,
            long collectedBetween,
            long openStill,
            @Nullable Instant enforcedAt,
            @Nullable Long daysToEnforce) {}

    @Override
    public int number() {
        return 7;
    }

    @Override
    public String name() {
        return "time-to-enforce";
    }

    @Override
    public String asks() {
        return "How long from expressed to recorded to enforced?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Selection reads(Inquiry inquiry) {
        return Extract.everything(inquiry, GovernanceEvent.class);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var uncovered = uncovered(trail, inquiry);
        var opened = deviationsOpened(trail);
        return Findings.of(trail.happened(ConsentEvent.class)
                .filter(fact -> inquiry.about(fact.event().participant()))
                .filter(fact -> saysNo(fact.event()))
                .map(fact -> row(
                        fact,
                        uncovered.getOrDefault(fact.entry().id(), Map.of()).values(),
                        opened))
                .toList());
    }

    private static boolean saysNo(ConsentEvent event) {
        return switch (event) {
            case ConsentWithdrawn e -> true;
            case ConsentRefused e -> true;
            case DissentExpressed e -> true;
            case ConsentChanged e -> !e.withdrawn().isEmpty();
            default -> false;
        };
    }

    /** The actions that each decision uncovers, by their identity. A person's decision uncovers what concerns the person. */
    private static Map<UUID, Map<UUID, Entry>> uncovered(AuditTrail trail, Inquiry inquiry) {
        var found = new HashMap<UUID, Map<UUID, Entry>>();
        inquiry.participant()
                .map(trail::everRecordedOf)
                .orElseGet(trail::everRecorded)
                .filter(trail::begun)
                .forEach(action -> {
                    for (var lacking : trail.shortfalls(action))
                        if (lacking.cause() != null)
                            found.computeIfAbsent(lacking.cause().id().value(), decision -> new LinkedHashMap<>())
                                    .put(action.id(), action);
                });
        return found;
    }

    /** When the first deviation was opened about each action that any names. */
    private static Map<EventId, Instant> deviationsOpened(AuditTrail trail) {
        var opened = new HashMap<EventId, Instant>();
        trail.happened(DeviationOpened.class)
                .forEach(fact -> Stream.concat(
                                Stream.ofNullable(fact.event().concerning()), fact.event().actions().stream())
                        .forEach(action -> opened.merge(
                                action, fact.entry().recordedAt(), (one, other) -> other.isBefore(one) ? other : one)));
        return opened;
    }

    private static Row row(Fact<ConsentEvent> fact, Collection<Entry> uncovered, Map<EventId, Instant> opened) {
        var entry = fact.entry();
        var between = uncovered.stream()
                .filter(action -> action.position() < entry.position())
                .toList();
        var dealtWith =
                between.stream().map(action -> dealtWith(action, opened)).toList();
        var open = dealtWith.stream().filter(Optional::isEmpty).count();
        var enforcedAt = open > 0
                ? null
                : dealtWith.stream()
                        .flatMap(Optional::stream)
                        .filter(when -> when.isAfter(entry.recordedAt()))
                        .max(Instant::compareTo)
                        .orElse(entry.recordedAt());
        var modules = new ArrayList<>(
                fact.event() instanceof ConsentChanged changed
                        ? changed.withdrawn()
                        : fact.event().modules());
        return new Row(
                entry.caseCode(),
                fact.event().participant().code(),
                entry.kind(),
                entry.id(),
                modules.stream().map(ModuleCode::code).toList(),
                entry.occurred().toString(),
                entry.occurred().zone().getId(),
                entry.recordedAt(),
                days(entry, entry.recordedAt()),
                between.size(),
                open,
                enforcedAt,
                enforcedAt == null ? null : days(entry, enforcedAt));
    }

    /** Whole local days from the last day of the action to that moment; never less than 0. */
    static long days(Entry entry, Instant until) {
        var zone = entry.occurred().zone();
        return Math.max(
                0,
                ChronoUnit.DAYS.between(
                        entry.occurred().lastDay(), until.atZone(zone).toLocalDate()));
    }

    private static Optional<Instant> dealtWith(Entry action, Map<EventId, Instant> opened) {
        if (action.quarantined()) return Optional.of(action.recordedAt());
        return Stream.concat(
                        Stream.ofNullable(opened.get(new EventId(action.id()))),
                        Stream.ofNullable(action.supersededAt()))
                .min(Instant::compareTo);
    }
}
