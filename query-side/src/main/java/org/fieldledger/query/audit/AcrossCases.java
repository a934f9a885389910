package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Where in the log stands what may matter to more than one case: what binds them all, corrections, births, erasures; and what is
 * of a kind that this version does not know, so that nobody has to read it to tell. The log is gone
 * through once and then only carried on, for it never changes; so a question about one case does not read all the others.
 */
final class AcrossCases {

    /** An event that replaces another or says it was an error, wherever it was reported. */
    record Correction(long position, UUID by, Instant recordedAt, UUID corrected) {}

    /** Something about a person that holds in every case they take part in: when they were born, that they were erased. */
    private record OfPerson(long position, @Nullable CaseCode caseCode, ParticipantCode participant) {}

    private record Unreadable(long position, @Nullable CaseCode caseCode) {}

    /** What was found in one event. */
    private record Found(
            long position,
            @Nullable CaseCode caseCode,
            boolean binds,
            @Nullable Correction correction,
            @Nullable OfPerson ofPerson,
            boolean unreadable) {}

    private static final Set<String> OF_PEOPLE =
            Set.of(BirthRecorded.class.getSimpleName(), PersonErased.class.getSimpleName());

    private final EventLog log;
    private final FieldEventReader reader;
    private final List<Long> binding = new ArrayList<>();
    private final List<Correction> corrections = new ArrayList<>();
    private final List<OfPerson> ofPeople = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final Map<CaseCode, Long> cases = new TreeMap<>();
    private long upTo;

    AcrossCases(EventLog log, FieldEventReader reader) {
        this.log = log;
        this.reader = reader;
    }

    /** All of it that was recorded up to a position. */
    synchronized Known upTo(long position) {
        if (position > upTo)
            log.replay(upTo, position, this::looked, some -> {
                some.forEach(this::keep);
                upTo = some.getLast().position();
            });
        return new Known(
                binding.stream().filter(at -> at <= position).toList(),
                corrections.stream().filter(one -> one.position() <= position).toList(),
                ofPeople.stream().filter(one -> one.position() <= position).toList(),
                unreadable.stream().filter(one -> one.position() <= position).toList(),
                cases.entrySet().stream()
                        .filter(first -> first.getValue() <= position)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private void keep(Found found) {
        if (found.caseCode() != null) cases.putIfAbsent(found.caseCode(), found.position());
        if (found.binds()) binding.add(found.position());
        if (found.correction() != null) corrections.add(found.correction());
        if (found.ofPerson() != null) ofPeople.add(found.ofPerson());
        if (found.unreadable()) unreadable.add(new Unreadable(found.position(), found.caseCode()));
    }

    private Found looked(StoredEvent stored) {
        var caseCode = stored.caseCode() == null ? null : new CaseCode(stored.caseCode());
        var binds = AuditTrail.bindsAllCases(stored.type())
                || caseCode == null && stored.type().equals(DataReleased.class.getSimpleName());
        if (FieldEvents.BY_NAME.containsKey(stored.type())
                && !OF_PEOPLE.contains(stored.type())
                && !stored.payload().contains("\"corrects\""))
            return new Found(stored.position(), caseCode, binds, null, null, false);
        try {
            var event = reader.read(stored.type(), stored.revision(), stored.payload());
            var corrects = event.envelope().corrects();
            return new Found(
                    stored.position(),
                    caseCode,
                    binds,
                    corrects == null
                            ? null
                            : new Correction(
                                    stored.position(),
                                    stored.eventId(),
                                    stored.recordedAt(),
                                    corrects.event().value()),
                    concerned(event)
                            .map(person -> new OfPerson(stored.position(), caseCode, person))
                            .orElse(null),
                    false);
        } catch (RuntimeException unreadable) {
            return new Found(stored.position(), caseCode, binds, null, null, true);
        }
    }

    private static Optional<ParticipantCode> concerned(FieldEvent event) {
        return switch (event) {
            case BirthRecorded birth -> Optional.of(birth.participant());
            case PersonErased erased -> Optional.of(erased.participant());
            default -> Optional.empty();
        };
    }

    /** What was known of all this by a position. */
    record Known(
            List<Long> binding,
            List<Correction> corrections,
            List<OfPerson> ofPeople,
            List<Unreadable> unreadable,
            List<CaseCode> cases) {

        /** Where births and erasures of these people were recorded in other cases, or for the programme as a whole. */
        Stream<Long> recordedElsewhere(@Nullable CaseCode caseCode, Set<ParticipantCode> people) {
            return ofPeople.stream()
                    .filter(one -> !Objects.equals(caseCode, one.caseCode()) && people.contains(one.participant()))
                    .map(OfPerson::position);
        }

        /** What this version cannot read of no case or of one of these. */
        Stream<Long> unreadable(Optional<Set<CaseCode>> asked) {
            return unreadable.stream()
                    .filter(one -> one.caseCode() == null
                            || asked.map(some -> some.contains(one.caseCode())).orElse(true))
                    .map(Unreadable::position);
        }
    }
}
