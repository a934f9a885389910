package org.fieldledger.query;

import static org.fieldledger.query.Fieldwork.FORM;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.Envelope.RestsOn;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.Language;
import org.fieldledger.events.Level;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * Years of invented fieldwork from a seed: enrolments, consent in all its turns, measures, leadership interviews, late
 * entries, corrections of corrections, entries in error. Wilder than any gate would let through, on purpose.
 */
public final class RandomHistory {

    static final List<CaseCode> CASES = List.of(new CaseCode("CAFE"), new CaseCode("WARDS"), new CaseCode("CIPN"));
    static final LocalDate BEGINS = LocalDate.parse("2019-01-01");

    private static final List<ModuleCode> MODULES = Fieldwork.modules("interview", "audio", "measure");
    private static final List<Role> ROLES = List.of(Role.KEY_LEADER, new Role("patient"), new Role("staff"));
    private static final InstrumentCode INSTRUMENT = new InstrumentCode("SECURITY");

    /** That what people took part in is said to rest on; invented, for nobody here asks whether they were made. */
    static final List<EventId> DECISIONS = List.of(
            EventId.of("5f0c1c4e-7d1b-4c6e-9b0a-2f1d3c4b5a69"), EventId.of("5f0c1c4e-7d1b-4c6e-9b0a-2f1d3c4b5a70"));

    private final Random random;
    private final Ledger ledger;
    private final List<Kept> kept = new ArrayList<>();
    private Instant recorded = Instant.parse("2019-01-01T08:00:00Z");

    /** How to say an event again with other circumstances, which is what a correction does. */
    private record Kept(EventId id, CaseCode caseCode, Function<Envelope, FieldEvent> again) {}

    public RandomHistory(long seed, Ledger ledger) {
        this.random = new Random(seed);
        this.ledger = ledger;
    }

    public void live(int events) {
        begin();
        for (var i = 0; i < events; i++) {
            if (i % 50 == 49) record(released(sometime(), "1." + i, List.of("S1")));
            if (random.nextInt(4) > 0) recorded = recorded.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 8)));
            var turn = random.nextInt(100);
            if (turn < 10 && !kept.isEmpty()) correct();
            else if (turn < 15 && !kept.isEmpty()) declareAnError();
            else happen();
        }
    }

    /** A while in which nothing is recorded. */
    void rest(Duration quiet) {
        recorded = recorded.plus(quiet);
    }

    /** A time to ask about: left out, a day, or a moment. */
    AsOf anyAsOf() {
        var day = BEGINS.plusDays(random.nextInt(365 * 4));
        var asOf = switch (random.nextInt(4)) {
            case 0 -> AsOf.LATEST;
            case 1 ->
                AsOf.trueAt(day.atTime(random.nextInt(24), random.nextInt(60))
                        .atZone(STOCKHOLM)
                        .toInstant());
            default -> AsOf.trueAt(day);
        };
        if (random.nextInt(3) == 0) return asOf;
        var stored =
                ledger.log().after(random.nextInt((int) ledger.log().head()), 1).getFirst();
        return asOf.knownAt(stored.recordedAt().minus(Duration.ofNanos(random.nextInt(2) * 1_000L)));
    }

    /** The same with a day in the field, any of those there were, where it names none. */
    AsOf onADay(AsOf asOf) {
        return asOf.trueAt() != null
                ? asOf
                : AsOf.trueAt(BEGINS.plusDays(random.nextInt(365 * 4))).knownAt(asOf.knownAt());
    }

    String anyParticipant() {
        return participant(CASES.get(random.nextInt(CASES.size()))).code();
    }

    private void begin() {
        record(new ProgrammeRegistered(
                Fieldwork.in(null, Fieldwork.on("2019-01-01")),
                "TRIAL",
                "A programme",
                BEGINS,
                LocalDate.parse("2022-12-31"),
                STOCKHOLM));
        for (var module : MODULES.subList(0, 2))
            record(new ConsentModuleDefined(
                    Fieldwork.in(null, Fieldwork.on("2019-01-01")),
                    module,
                    Map.of(new Language("sv"), "En modul"),
                    "words",
                    "research",
                    null,
                    null));
        record(released(Fieldwork.on("2019-01-01"), "1.0", List.of("S1", "S2")));
        record(released(Fieldwork.on("2019-01-01"), "2.0", List.of("S1", "S2", "S3")));
        for (var caseCode : CASES) keep(caseCode, this::opened);
    }

    private static InstrumentVersionReleased released(Occurred when, String version, List<String> scored) {
        var items = List.of("S1", "S2", "S3").stream()
                .map(code -> new Item(code, Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false))
                .toList();
        return new InstrumentVersionReleased(
                Fieldwork.in(null, when),
                INSTRUMENT,
                version,
                InstrumentKind.MEASURE,
                Map.of(),
                items,
                List.of(),
                List.of(new Score("TOTAL", Map.of(), scored)));
    }

    private FieldEvent opened(Envelope envelope) {
        return new CaseRegistered(envelope, "A case", Country.SE, "a ward", false, STOCKHOLM);
    }

    private void record(FieldEvent event) {
        ledger.record(event, recorded);
    }

    private void keep(CaseCode caseCode, Function<Envelope, FieldEvent> telling) {
        keep(caseCode, telling, null);
    }

    private void keep(CaseCode caseCode, Function<Envelope, FieldEvent> telling, @Nullable EventId corrects) {
        var envelope = Fieldwork.serving(
                Fieldwork.in(caseCode, sometime(), corrects, random.nextInt(12) == 0),
                Stream.of(Objective.values())
                        .filter(objective -> random.nextInt(3) == 0)
                        .toList());
        var id = ledger.record(telling.apply(envelope), recorded);
        kept.add(new Kept(id, caseCode, telling));
    }

    private void correct() {
        var wrong = kept.get(random.nextInt(kept.size()));
        keep(wrong.caseCode(), wrong.again(), wrong.id());
    }

    private void declareAnError() {
        var wrong = kept.get(random.nextInt(kept.size()));
        record(new EnteredInError(Fieldwork.in(wrong.caseCode(), sometime(), wrong.id(), false)));
    }

    private void happen() {
        var caseCode = CASES.get(random.nextInt(CASES.size()));
        var person = participant(caseCode);
        var modules = List.of(MODULES.get(random.nextInt(MODULES.size())));
        var other = List.of(MODULES.get(random.nextInt(MODULES.size())));
        var role = ROLES.get(random.nextInt(ROLES.size()));
        var method = ConsentMethod.WRITTEN;
        var year = 1 + random.nextInt(4);
        var someEvent = kept.get(random.nextInt(kept.size())).id();
        Function<Envelope, FieldEvent> telling = switch (random.nextInt(24)) {
            case 0, 1, 2 -> e -> new ParticipantEnrolled(e, person, role, null, null);
            case 3 -> e -> new ParticipantTransferred(e, person, ROLES.getLast(), role, null);
            case 4 -> e -> new ParticipantDiscontinued(e, person, DiscontinuationReason.values()[0], null);
            case 5, 6, 7 -> e -> new ConsentGiven(e, person, modules, FORM, Decider.SELF, method, null);
            case 8 -> {
                var kind = WithdrawalKind.values()[random.nextInt(WithdrawalKind.values().length)];
                yield e -> new ConsentWithdrawn(e, person, modules, kind, Decider.SELF, method, null);
            }
            case 9 -> e -> new ConsentRequested(e, person, modules, FORM, method);
            case 10 -> e -> new ConsentRefused(e, person, modules, FORM, Decider.SELF, method);
            case 11 -> e -> new ConsentDeferred(e, person, modules, FORM);
            case 12 -> e -> new ConsentReaffirmed(e, person, modules, Decider.SELF, method);
            case 13 ->
                e -> new ConsentChanged(
                        e, person, modules, modules.equals(other) ? List.of() : other, FORM, Decider.SELF, method);
            case 14 -> e -> new ConsentSuspended(e, person, modules, "an age was reached");
            case 15 -> e -> new ConsentExpired(e, person, modules);
            case 16 -> e -> new ConsentInvalidated(e, person, modules, someEvent, "no witness");
            case 17 -> e -> new ConsentAttested(e, person, modules, "a registrar", "a binder", null);
            case 18 -> {
                var session = random.nextBoolean() ? null : new SessionCode("FG-1");
                yield e -> new DissentExpressed(e, person, modules, session);
            }
            case 19 -> {
                var outcome = CapacityOutcome.values()[random.nextInt(CapacityOutcome.values().length)];
                yield e -> new CapacityAssessed(e, person, modules, "to take part", outcome, "a doctor");
            }
            case 20 -> {
                var version = random.nextBoolean() ? "1.0" : "2.0";
                var responses = List.of(answer("S1"), answer("S2"), answer("S3"));
                yield e ->
                        new MeasureAdministered(e, person, INSTRUMENT, version, new TimepointCode("week-8"), responses);
            }
            case 21 -> {
                var arm = random.nextBoolean() ? "intervention" : "control";
                yield e -> new AllocationMade(e, person, arm, "by lot");
            }
            case 22 -> {
                var held = random.nextInt(3) > 0;
                yield e -> held
                        ? new LeadershipInterviewRecorded(e, person, "Head", year, 50)
                        : new LeadershipInterviewMissed(e, person, year, "Ill");
            }
            default -> {
                if (random.nextInt(20) == 0) yield e -> new CaseClosed(e, "Done");
                var everyone = new Participation[] {
                    new Participation(
                            person,
                            role,
                            Level.values()[random.nextInt(Level.values().length)],
                            List.of(new RestsOn(modules.getFirst(), DECISIONS.get(random.nextInt(DECISIONS.size()))))),
                    new Participation(participant(caseCode), role, null, List.of())
                };
                yield e -> new FocusGroupHeld(Fieldwork.with(e, everyone), new SessionCode("FG-1"), "Going home");
            }
        };
        keep(caseCode, telling);
    }

    private Response answer(String item) {
        return random.nextInt(8) == 0
                ? Response.missing(item, "refused")
                : Response.of(item, BigDecimal.valueOf(random.nextInt(11)));
    }

    private ParticipantCode participant(CaseCode caseCode) {
        return new ParticipantCode(caseCode + "-000" + (1 + random.nextInt(4)));
    }

    /** Some time in the years before it is recorded, known to the minute, the day or the month. */
    private Occurred sometime() {
        var latest = recorded.atZone(STOCKHOLM).toLocalDate();
        var span = (int) Math.max(1, latest.toEpochDay() - BEGINS.toEpochDay());
        var back = random.nextInt(3) == 0 ? random.nextInt(span) : Math.min(span - 1, random.nextInt(14));
        var day = latest.minusDays(back);
        return Fieldwork.on(
                switch (random.nextInt(8)) {
                    case 0 -> day.toString().substring(0, 7);
                    case 1 -> day.toString().substring(0, 4);
                    case 2, 3, 4 -> day + "T%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
                    default -> day.toString();
                });
    }
}
