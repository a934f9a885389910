package org.fieldledger.command.desk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.store.Append;
import org.fieldledger.store.AppendTerms;
import org.fieldledger.store.Appended;
import org.fieldledger.store.EventLog;
import org.springframework.stereotype.Component;

/** Hands what was decided to the event store, on the terms it was decided on: all of it is appended, or nothing. */
@Component
class Publication {

    private final EventStore events;
    private final EventLog log;
    private final Fingerprints fingerprints;

    Publication(EventStore events, EventLog log, Fingerprints fingerprints) {
        this.events = events;
        this.log = log;
        this.fingerprints = fingerprints;
    }

    /** What has been handed over; the store's answer is there once the unit of work has ended. */
    interface Pending {
        Appended appended();
    }

    Pending none(Instant now) {
        return () -> new Appended(-1, -1, now);
    }

    /** Within a unit of work: the append takes place when that commits. */
    Pending publish(Hearing hearing) {
        var verdicts = hearing.verdicts();
        var commands = verdicts.stream()
                .map(verdict ->
                        Outcome.of(verdict, fingerprints.of(verdict.submission().command())))
                .toList();
        var messages =
                verdicts.stream().flatMap(verdict -> messages(verdict).stream()).toList();
        if (messages.isEmpty()) {
            var appended = commands.isEmpty()
                    ? new Appended(-1, -1, log.headRecordedAt())
                    : log.append(new Append(List.of(), hearing.conditions(), commands));
            return () -> appended;
        }
        var terms = AppendTerms.of(CurrentUnitOfWork.get());
        hearing.conditions().forEach(terms::restsOn);
        commands.forEach(terms::answers);
        events.publish(messages);
        return () -> terms.appended().orElseThrow();
    }

    private static List<DomainEventMessage<FieldEvent>> messages(Hearing.Verdict verdict) {
        var metaData = MetaData.from(Map.of(
                "command", verdict.submission().command().getClass().getSimpleName(),
                "commandId", verdict.submission().commandId().toString()));
        return verdict.entries().stream()
                .<DomainEventMessage<FieldEvent>>map(entry -> new GenericDomainEventMessage<>(
                        verdict.stream().name().split("/", 2)[0],
                        verdict.stream().name(),
                        entry.sequence(),
                        entry.event(),
                        metaData,
                        entry.id().toString(),
                        Instant.EPOCH))
                .toList();
    }
}
