package org.fieldledger.query.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Holding;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.audit.AuditTrail;
import org.fieldledger.query.audit.Entry;

/**
 * What of one case may not be in a new dataset, and why: the one reading of consent, asked at the instant at which the release
 * was made and by all that was known then, however far back the release itself looks. What one person stands in the way of is
 * left out whole. Unknown denies.
 */
final class Withholding {

    /** Why something is left out. The strongest reason is told, where there are several. */
    enum Reason {
        /** Nobody ever agreed to any use of it. */
        NOT_AGREED_TO,
        /** Not everybody in it agreed to the further modules that the release asks for. */
        NOT_SHARED,
        /** The last day of its use has passed. */
        USE_PERIOD_OVER,
        /** Withdrawn from new use, or an objection was upheld. */
        NOT_IN_NEW_DATASETS,
        /** An objection is not decided. */
        ON_HOLD,
        /** Recorded without cover, or found since to have had none. */
        QUARANTINED,
        /** Its destruction was asked for or decided. */
        TO_BE_DESTROYED,
        /** The person was erased. */
        DESTROYED;

        /** As it is written. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** In words. */
        String words() {
            return switch (this) {
                case NOT_AGREED_TO -> "Nobody agreed to any use of it";
                case NOT_SHARED -> "Not everybody in it agreed to the further modules that the release asks for";
                case USE_PERIOD_OVER -> "The last day of its use has passed";
                case NOT_IN_NEW_DATASETS -> "Withdrawn from new use, or an objection was upheld";
                case ON_HOLD -> "On hold until an objection is decided";
                case QUARANTINED -> "Recorded without cover, or found since to have had none";
                case TO_BE_DESTROYED -> "To be destroyed, as asked or decided";
                case DESTROYED -> "Destroyed: the person was erased";
            };
        }

        static Reason of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        private static Optional<Reason> of(Use use) {
            return switch (use) {
                case USABLE, IN_PART -> Optional.empty();
                case USE_PERIOD_OVER -> Optional.of(USE_PERIOD_OVER);
                case NOT_IN_NEW_DATASETS -> Optional.of(NOT_IN_NEW_DATASETS);
                case ON_HOLD -> Optional.of(ON_HOLD);
                case QUARANTINED -> Optional.of(QUARANTINED);
                case TO_BE_DESTROYED -> Optional.of(TO_BE_DESTROYED);
                case DESTROYED -> Optional.of(DESTROYED);
            };
        }
    }

    /** What may be done with an action: nothing in a release for this reason, or use, in part where somebody asked so. */
    record Verdict(Optional<Reason> reason, boolean inPart) {}

    private final AuditTrail trail;
    private final Instant at;
    private final List<ModuleCode> sharing;
    private final Set<ParticipantCode> erased;
    private final Set<ParticipantCode> toBeErased;
    private final Set<EventId> erasedTexts;
    private final Map<ParticipantCode, Optional<Reason>> ofPersons = new HashMap<>();

    /**
     * @param trail the case, by all that was known when the release was made
     * @param sharing what everybody has to have agreed to besides
     */
    Withholding(AuditTrail trail, Instant at, List<ModuleCode> sharing, Destroyed then) {
        this.trail = trail;
        this.at = at;
        this.sharing = sharing;
        this.erased = then.people();
        this.toBeErased = then.decided();
        this.erasedTexts = then.texts();
    }

    /** Of an action. */
    Verdict of(Entry entry) {
        var people = Concerned.codes(entry.event());
        var reasons = new ArrayList<Reason>();
        if (people.stream().anyMatch(erased::contains) || erasedTexts.contains(new EventId(entry.id())))
            reasons.add(Reason.DESTROYED);
        if (people.stream().anyMatch(toBeErased::contains)) reasons.add(Reason.TO_BE_DESTROYED);
        var inPart = false;
        var reading = trail.reading();
        if (people.isEmpty()) ofNobody(entry, reading).ifPresent(reasons::add);
        else if (reading.isEmpty()) reasons.add(Reason.NOT_AGREED_TO);
        else {
            var holding = holding(reading.get(), entry, people);
            inPart = holding.use() == Use.IN_PART;
            Reason.of(holding.use()).ifPresent(reasons::add);
            if (Needs.of(entry.event()).modules().isEmpty())
                people.forEach(person -> of(person).ifPresent(reasons::add));
            if (!people.stream().allMatch(person -> shares(reading.get(), person))) reasons.add(Reason.NOT_SHARED);
        }
        return new Verdict(reasons.stream().max(Reason::compareTo), inPart);
    }

    private Holding holding(CaseReading reading, Entry entry, Collection<ParticipantCode> people) {
        var fact = AuditTrail.fact(entry);
        return people.stream()
                .map(person -> HeldMaterial.of(reading.person(person), fact, at))
                .reduce(Holding::or)
                .orElseThrow();
    }

    /** What no participant had a named part in can still lack cover as a whole, or be past its last day of use. */
    private Optional<Reason> ofNobody(Entry entry, Optional<CaseReading> reading) {
        if (entry.event().envelope().deviation() != null
                || !trail.shortfalls(entry).isEmpty()) return Optional.of(Reason.QUARANTINED);
        return reading.filter(here -> Needs.of(entry.event()).modules().stream()
                        .flatMap(module -> here.useUntil(module).stream())
                        .anyMatch(at.atZone(here.zone()).toLocalDate()::isAfter))
                .map(over -> Reason.USE_PERIOD_OVER);
    }

    /** Of what is known of a person beside what actions collected. */
    Optional<Reason> of(ParticipantCode person) {
        var known = ofPersons.get(person);
        if (known != null) return known;
        var found = ofPerson(person);
        ofPersons.put(person, found);
        return found;
    }

    private Optional<Reason> ofPerson(ParticipantCode person) {
        if (erased.contains(person)) return Optional.of(Reason.DESTROYED);
        if (toBeErased.contains(person)) return Optional.of(Reason.TO_BE_DESTROYED);
        var reading = trail.reading();
        if (reading.isEmpty()) return Optional.of(Reason.NOT_AGREED_TO);
        var holding = HeldMaterial.ofThePerson(reading.get().person(person), at);
        if (holding.isEmpty()) return Optional.of(Reason.NOT_AGREED_TO);
        return Reason.of(holding.get().use())
                .or(() -> shares(reading.get(), person) ? Optional.empty() : Optional.of(Reason.NOT_SHARED));
    }

    private boolean shares(CaseReading reading, ParticipantCode person) {
        return sharing.stream()
                .allMatch(module -> reading.person(person).standing(module, at).permits());
    }

    /** Of the entry that says that somebody joined: it can lack cover like any other. */
    Optional<Reason> ofJoining(ParticipantCode person, Fact<?> joined) {
        return of(person)
                .or(() -> trail.reading()
                        .map(reading -> HeldMaterial.of(reading.person(person), joined, at))
                        .flatMap(holding -> Reason.of(holding.use())));
    }
}
