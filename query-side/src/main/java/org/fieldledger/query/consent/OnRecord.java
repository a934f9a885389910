package org.fieldledger.query.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Facts;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Holding;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.PersonReading;
import org.fieldledger.consent.Shortfall;
import org.fieldledger.consent.State;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Standing;
import org.fieldledger.query.When;
import org.fieldledger.query.Words;
import org.fieldledger.query.consent.ConsentView.Consent;
import org.fieldledger.query.consent.ConsentView.Decision;
import org.fieldledger.query.consent.ConsentView.HeldPart;
import org.fieldledger.query.consent.ConsentView.InCase;
import org.fieldledger.query.log.EventsOfTheLog;
import org.jspecify.annotations.Nullable;

/** The events that matter for a question about some people, and what the reading of consent makes of them. */
final class OnRecord {

    /** What the projection knows of an event. */
    record Row(When occurred, Standing record) {}

    /** An event with what the projection knows of it. */
    record Known(Row row, FieldEvent event) {

        Occurred occurred() {
            return event.envelope().occurred();
        }

        /** Whether it counts; it is kept and told of all the same. */
        boolean stands() {
            return row.record().supersededAt() == null && !(event instanceof EnteredInError);
        }

        Fact<?> fact() {
            return new Fact<>(new EventId(row.record().event()), event);
        }

        /** Its place in the order of the field. */
        String key() {
            return key(cursor());
        }

        static String key(Paging.Cursor place) {
            return "%s %019d".formatted(place.value(), place.position());
        }

        Paging.Cursor cursor() {
            return new Paging.Cursor(
                    occurred().earliest().toString(), row.record().position());
        }
    }

    private final Map<UUID, Known> all = new LinkedHashMap<>();
    private final Facts standing;
    private final Map<CaseCode, CaseReading> readings = new HashMap<>();

    private OnRecord(Stream<Known> inOrder) {
        inOrder.forEach(known -> all.put(known.row().record().event(), known));
        standing = Facts.of(
                all.values().stream().filter(Known::stands).map(Known::fact).toList());
    }

    static OnRecord of(List<Row> rows, EventsOfTheLog events) {
        var read = events.at(rows.stream().map(row -> row.record().position()).toList());
        return new OnRecord(IntStream.range(0, rows.size()).mapToObj(i -> new Known(rows.get(i), read.get(i))));
    }

    CaseReading reading(CaseCode caseCode) {
        return readings.computeIfAbsent(caseCode, code -> CaseReading.of(code, standing));
    }

    /** What stands for one person in a case: for each module there was by then, and for each that they decided about. */
    List<Consent> ofPerson(InCase one, AsOf asOf, boolean withHistory) {
        var reading = reading(one.caseCode());
        var person = reading.person(one.participant());
        var at = asOf.lastInstant(reading.zone());
        var decisions = all.values().stream()
                .filter(known -> withHistory || known.stands())
                .filter(known -> known.event() instanceof ConsentEvent event
                        && event.participant().equals(one.participant())
                        && one.caseCode().equals(event.envelope().caseStudy()))
                .toList();
        var offered = standing.of(ConsentModuleDefined.class)
                .filter(fact -> asOf.begun(fact.occurred()))
                .map(fact -> fact.event().module())
                .collect(Collectors.toCollection(TreeSet::new));
        var modules = new TreeSet<>(offered);
        modules.addAll(person.modules());
        return modules.stream()
                .map(module -> consent(one, module, person, at, decisions))
                .filter(consent -> offered.contains(consent.module()) || consent.state() != State.NOT_ASKED)
                .toList();
    }

    private static Consent consent(
            InCase one, ModuleCode module, PersonReading person, Instant at, List<Known> decisions) {
        var stands = person.standing(module, at);
        var waitsFor = new ArrayList<>(stands.awaiting().guardians());
        if (stands.awaiting().assent()) waitsFor.add("assent");
        return new Consent(
                one.participant(),
                one.caseCode(),
                module,
                stands.state(),
                lower(stands.cause()),
                why(stands, waitsFor),
                lower(stands.withdrawal()),
                stands.decidedBy().map(EventId::value).orElse(null),
                stands.amendment() == null ? null : stands.amendment().id().value(),
                stands.since(),
                waitsFor,
                decisions.stream()
                        .map(known -> decision(known, module, person))
                        .flatMap(Optional::stream)
                        .filter(decision -> !decision.takesEffect().isAfter(at))
                        .sorted(Comparator.comparing(Decision::takesEffect)
                                .thenComparing(decision -> decision.record().position()))
                        .toList());
    }

    private static @Nullable String why(org.fieldledger.consent.Standing stands, List<String> waitsFor) {
        if (stands.cause() != null) return stands.cause().words();
        return waitsFor.isEmpty() ? null : "still lacks the yes of " + String.join(" and ", waitsFor);
    }

    private static Optional<Decision> decision(Known known, ModuleCode module, PersonReading person) {
        var event = (ConsentEvent) known.event();
        if (!PersonReading.concerns(event, module)) return Optional.empty();
        var details = Details.of(event, module);
        return Optional.of(new Decision(
                event.getClass().getSimpleName(),
                known.row().occurred(),
                PersonReading.counts(event, module),
                lower(details.withdrawal()),
                details.decider() == null ? null : lower(details.decider().capacity()),
                details.decider() == null ? null : details.decider().code(),
                lower(details.method()),
                details.formVersion() == null ? null : details.formVersion().code(),
                person.foundInvalid(new EventId(known.row().record().event())),
                known.row().record()));
    }

    /** Who decided, how and on which text, for the kinds of decision that say so. */
    private record Details(
            @Nullable Decider decider,
            @Nullable ConsentMethod method,
            @Nullable FormVersionCode formVersion,
            @Nullable WithdrawalKind withdrawal) {

        static Details of(ConsentEvent decision, ModuleCode module) {
            return switch (decision) {
                case ConsentRequested e -> new Details(null, e.method(), e.formVersion(), null);
                case ConsentGiven e -> new Details(e.decidedBy(), e.method(), e.formVersion(), null);
                case ConsentRefused e -> new Details(e.decidedBy(), e.method(), e.formVersion(), null);
                case ConsentDeferred e -> new Details(null, null, e.formVersion(), null);
                case ConsentReaffirmed e -> new Details(e.decidedBy(), e.method(), null, null);
                case ConsentChanged e ->
                    new Details(
                            e.decidedBy(),
                            e.method(),
                            e.formVersion(),
                            e.withdrawn().contains(module) ? WithdrawalKind.NO_FURTHER_COLLECTION : null);
                case ConsentWithdrawn e -> new Details(e.decidedBy(), e.method(), null, e.kind());
                default -> new Details(null, null, null, null);
            };
        }
    }

    /** The actions that had begun by then and stand, and took something from this person. */
    Stream<Known> actions(ParticipantCode participant, AsOf asOf) {
        return all.values().stream()
                .filter(known -> known.stands() && asOf.begun(known.occurred()))
                .filter(known -> !Needs.of(known.event()).modules().isEmpty()
                        && Concerned.codes(known.event()).contains(participant));
    }

    HeldPart held(ParticipantCode participant, Known action, AsOf asOf) {
        var caseCode = action.event().envelope().caseStudy();
        if (caseCode == null)
            throw new IllegalArgumentException("Something is held in a case, and " + action + " has none");
        var reading = reading(caseCode);
        var held = HeldMaterial.of(reading.person(participant), action.fact(), asOf.lastInstant(reading.zone()));
        var record = action.row().record();
        return new HeldPart(
                participant,
                caseCode,
                action.event().getClass().getSimpleName(),
                Words.of(action.event()),
                action.row().occurred(),
                Needs.of(action.event()).modules(),
                held.use(),
                why(held, participant),
                held.cause() == null ? null : held.cause().id().value(),
                record);
    }

    boolean took(UUID event) {
        var action = all.get(event);
        return action != null && !Needs.of(action.event()).modules().isEmpty();
    }

    /** What may be done with what an action took from all who were there. */
    Use use(UUID event, AsOf asOf) {
        return use(event, asOf, HeldMaterial::of);
    }

    /** The same had it been covered. */
    Use useHadItBeenCovered(UUID event, AsOf asOf) {
        return use(event, asOf, HeldMaterial::covered);
    }

    private interface Judging {
        Holding of(PersonReading person, Fact<? extends FieldEvent> action, Instant at);
    }

    private Use use(UUID event, AsOf asOf, Judging judging) {
        var action = all.get(event);
        var caseCode = action == null ? null : action.event().envelope().caseStudy();
        if (action == null || caseCode == null) return Use.USABLE;
        var reading = reading(caseCode);
        return Concerned.codes(action.event()).stream()
                .map(person -> judging.of(reading.person(person), action.fact(), asOf.lastInstant(reading.zone()))
                        .use())
                .max(Use::compareTo)
                .orElse(Use.USABLE);
    }

    /** What stands in the way of others is theirs: here it is said only that it does. */
    private static @Nullable String why(Holding held, ParticipantCode participant) {
        return switch (held.use()) {
            case USABLE -> null;
            case IN_PART -> "kept in part, as asked when leaving the session";
            case USE_PERIOD_OVER -> "the last day of its use has passed";
            case NOT_IN_NEW_DATASETS -> "withdrawn from new use";
            case ON_HOLD -> "on hold until an objection is decided";
            case QUARANTINED -> quarantined(held, participant);
            case TO_BE_DESTROYED -> "to be destroyed, as asked";
            case DESTROYED -> "destroyed";
        };
    }

    private static String quarantined(Holding held, ParticipantCode participant) {
        if (held.shortfalls().isEmpty()) return "recorded as a deviation";
        var own = held.shortfalls().stream()
                .filter(lacking ->
                        lacking.participant() == null || lacking.participant().equals(participant))
                .map(Shortfall::detail)
                .collect(Collectors.joining("; "));
        return own.isEmpty() ? "somebody else who was there was not covered" : own;
    }

    String cursor(UUID event) {
        var known = all.get(event);
        if (known == null) throw new IllegalArgumentException("Event %s was not read".formatted(event));
        return known.cursor().toString();
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }
}
