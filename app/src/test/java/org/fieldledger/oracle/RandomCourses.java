package org.fieldledger.oracle;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.Envelope.Deviation;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.Envelope.RestsOn;
import org.fieldledger.events.Envelope.Uncovered;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent.FindingsFedBack;
import org.fieldledger.events.ForumEvent.ForumConvened;
import org.fieldledger.events.ForumEvent.ForumHeld;
import org.fieldledger.events.ForumEvent.ForumMissed;
import org.fieldledger.events.ForumScope;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GovernanceEvent.ReleaseNoticeGiven;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionRetired;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterpretationEvent;
import org.fieldledger.events.InterpretationEvent.InterpretationRecorded;
import org.fieldledger.events.InterpretationEvent.ThemeRecorded;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.Level;
import org.fieldledger.events.MaterialEvent.DatasetReceived;
import org.fieldledger.events.MaterialEvent.DocumentCollected;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.events.ObservationKind;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.Phase;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.Strand;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WardData;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

/**
 * Years of two invented cases from a seed, as events: people who join, are allocated, answer, miss, move, withdraw and leave,
 * wards before and after an intervention, forums, leaders, themes with their evidence; late, vague, corrected and in error. Mostly
 * covered, so that there is something to use, and not always.
 */
final class RandomCourses {

    static final CaseCode WARDS = new CaseCode("ONE");
    static final CaseCode CLINIC = new CaseCode("TWO");
    static final List<CaseCode> CASES = List.of(WARDS, CLINIC);
    static final InstrumentCode INSTRUMENT = new InstrumentCode("SECURITY");
    /** Handed out at meetings, and answered by nobody in particular. */
    static final InstrumentCode OF_MEETINGS = new InstrumentCode("EVENING");

    static final List<InstrumentCode> INSTRUMENTS = List.of(INSTRUMENT, OF_MEETINGS);
    /** What interviews are said to rest on. */
    static final EventId DECISION = EventId.of("5f0c1c4e-7d1b-4c6e-9b0a-2f1d3c4b5a69");

    static final LocalDate BEGINS = LocalDate.parse("2019-01-01");
    static final LocalDate ENDS = LocalDate.parse("2022-12-31");

    private static final ResearcherCode ELIN = new ResearcherCode("elin");
    private static final ResearcherCode MAJ = new ResearcherCode("maj");
    private static final Instant CLOSING = Instant.parse("2020-09-01T00:00:00Z");
    private static final int PEOPLE = 7;
    private static final List<Role> ROLES = List.of(new Role("patient"), new Role("patient"), Role.KEY_LEADER);
    static final List<ModuleCode> MODULES =
            List.of(new ModuleCode("measure"), new ModuleCode("interview"), new ModuleCode("observation"));
    private static final List<String> TIMEPOINTS = List.of("baseline", "baseline", "week-8", "week-8", "after");

    final List<Line> log = new ArrayList<>();

    private final Random random;
    /** For what was added to the histories since: so the seeds that are kept still lead to what they are kept for. */
    private final Random beside;

    private final List<Kept> kept = new ArrayList<>();
    private final List<EventId> claims = new ArrayList<>();
    private Instant recorded = Instant.parse("2019-01-10T20:00:00Z");

    /** How to say an event again with other circumstances, which is what a correction does. */
    private record Kept(EventId id, CaseCode caseCode, Function<Envelope, FieldEvent> again) {}

    RandomCourses(long seed) {
        this.random = new Random(seed);
        this.beside = new Random(~seed);
    }

    RandomCourses live(int events) {
        begin();
        for (var i = 0; i < events; i++) {
            if (random.nextInt(4) > 0) recorded = recorded.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 6)));
            var turn = random.nextInt(100);
            if (turn < 6 && !kept.isEmpty()) correct();
            else if (turn < 9 && !kept.isEmpty()) declareAnError();
            else happen();
            if (beside.nextInt(25) == 0) synthesise();
            if (beside.nextInt(40) == 0) leaveInterviews();
            if (beside.nextInt(50) == 0) miss();
        }
        return this;
    }

    static ZoneId zone(CaseCode caseCode) {
        return ZoneId.of(caseCode.equals(WARDS) ? "Europe/Stockholm" : "Europe/London");
    }

    // ---- the beginning

    private void begin() {
        write(new ProgrammeRegistered(in(null, "2019-01-01"), "TRIAL", "A programme", BEGINS, ENDS, zone(WARDS)));
        for (var module : MODULES)
            write(
                    module.equals(MODULES.getLast()) ? beside : random,
                    new ConsentModuleDefined(
                            in(null, "2019-01-01"),
                            module,
                            Map.of(new Language("en"), "A module"),
                            "words",
                            "research",
                            null,
                            null));
        write(released("1.0", "S1", "S2"));
        write(released("2.0", "S1", "S2", "S3"));
        write(ofMeetings());
        for (var caseCode : CASES) {
            write(new CaseRegistered(
                    in(caseCode, "2019-01-02"), "A case", Country.SE, "a ward", false, zone(caseCode)));
            for (var site : List.of("A", "B"))
                write(new SiteAdded(
                        in(caseCode, "2019-01-02"),
                        new SiteCode("WARD-" + site),
                        "A ward",
                        !caseCode.equals(WARDS) ? null : site.equals("A") ? "intervention" : "control"));
            write(new ResearcherRoleAssigned(in(caseCode, "2019-01-02"), ELIN, ResearchRole.FIELDWORKER));
            write(new EthicsApprovalGranted(
                    in(null, "2019-01-01"),
                    new ApprovalReference("A-" + caseCode),
                    "An authority",
                    Country.SE,
                    List.of(caseCode),
                    List.of(),
                    "Everybody",
                    List.of(),
                    BEGINS,
                    null,
                    caseCode.equals(CLINIC) ? LocalDate.parse("2020-12-31") : null));
            write(planned(in(caseCode, "2019-01-03"), "1.0", 56));
            for (var one = 1; one <= PEOPLE; one++) {
                var person = person(caseCode, one);
                if (one < PEOPLE) {
                    enrol(caseCode, person, "2019-01-0" + (2 + random.nextInt(7)));
                    attest(caseCode, person, "2019-01-04");
                }
            }
        }
    }

    private void enrol(CaseCode caseCode, ParticipantCode person, String day) {
        var role = any(ROLES);
        var site = new SiteCode(random.nextBoolean() ? "WARD-A" : "WARD-B");
        var level = level();
        keep(caseCode, in(caseCode, day), e -> new ParticipantEnrolled(e, person, role, level, site));
    }

    private void attest(CaseCode caseCode, ParticipantCode person, String day) {
        keep(
                caseCode,
                in(caseCode, day),
                e -> new ConsentAttested(e, person, MODULES, "A registrar", "A binder", null));
    }

    private static InstrumentVersionReleased released(String version, String... scored) {
        return new InstrumentVersionReleased(
                in(null, "2019-01-01"),
                INSTRUMENT,
                version,
                InstrumentKind.MEASURE,
                Map.of(new Language("en"), "Security"),
                List.of("S1", "S2", "S3").stream()
                        .map(code -> new Item(code, Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false))
                        .toList(),
                List.of(),
                List.of(new Score("TOTAL", Map.of(), List.of(scored))));
    }

    private static InstrumentVersionReleased ofMeetings() {
        return new InstrumentVersionReleased(
                in(null, "2019-01-01"),
                OF_MEETINGS,
                "1.0",
                InstrumentKind.EVENT_QUESTIONNAIRE,
                Map.of(new Language("en"), "The evening", new Language("sv"), "Kvällen"),
                List.of(
                        new Item(
                                "S1",
                                Map.of(new Language("en"), "Were you heard?"),
                                null,
                                null,
                                List.of(BigDecimal.ONE, BigDecimal.TWO),
                                false),
                        new Item("S2", Map.of(), null, null, List.of(), true)),
                List.of(new MissingCode("refused", Map.of(new Language("en"), "Did not want to say"))),
                List.of(new Score("HEARD", Map.of(new Language("en"), "Heard"), List.of("S1"))));
    }

    private static ScheduleAdopted planned(Envelope envelope, String version, int afterDays) {
        return new ScheduleAdopted(
                envelope,
                INSTRUMENT,
                version,
                List.of(
                        new Timepoint(new TimepointCode("baseline"), Map.of(), Anchor.ENROLMENT, 0, 7, 14),
                        new Timepoint(new TimepointCode("week-8"), Map.of(), Anchor.ALLOCATION, afterDays, 14, 28),
                        new Timepoint(new TimepointCode("after"), Map.of(), Anchor.INTERVENTION, 30, 0, 60)));
    }

    // ---- what happens

    private void happen() {
        var caseCode = any(CASES);
        var person = person(caseCode, 1 + random.nextInt(PEOPLE));
        var leader = person(caseCode, 1 + random.nextInt(PEOPLE));
        var site = new SiteCode(random.nextBoolean() ? "WARD-A" : "WARD-B");
        Function<Envelope, FieldEvent> telling = switch (random.nextInt(43)) {
            case 0, 1 -> {
                var role = any(ROLES);
                var level = level();
                yield e -> new ParticipantEnrolled(e, person, role, level, site);
            }
            case 2 -> {
                var to = any(ROLES);
                var level = level();
                yield e -> new ParticipantTransferred(e, person, new Role("patient"), to, level);
            }
            case 3 -> {
                var reason = any(List.of(DiscontinuationReason.values()));
                yield e -> new ParticipantDiscontinued(e, person, reason, null);
            }
            case 4 -> e -> new ConsentAttested(e, person, MODULES, "A registrar", "A binder", null);
            case 5 -> {
                var kind = any(List.of(WithdrawalKind.values()));
                var modules = random.nextBoolean() ? MODULES : MODULES.subList(0, 1);
                yield kind == WithdrawalKind.DISSENT_IN_SESSION
                        ? e -> new ConsentAttested(e, person, modules, "A registrar", "A binder", null)
                        : e -> new ConsentWithdrawn(
                                e, person, modules, kind, Decider.SELF, ConsentMethod.WRITTEN, null);
            }
            case 6, 7, 8 -> {
                var arm = random.nextBoolean() ? "intervention" : "control";
                yield e -> new AllocationMade(e, person, arm, "by lot");
            }
            case 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> {
                var version = random.nextInt(4) == 0 ? "2.0" : "1.0";
                var timepoint = random.nextInt(12) == 0 ? null : new TimepointCode(any(TIMEPOINTS));
                var responses = List.of(answer("S1"), answer("S2"), answer("S3"));
                var byStaff = beside.nextInt(5) == 0;
                var language = beside.nextInt(3) == 0 ? null : new Language(beside.nextBoolean() ? "en" : "sv");
                yield e -> byStaff
                        ? new FunctionAssessed(in(e, language), person, INSTRUMENT, version, timepoint, responses)
                        : new MeasureAdministered(in(e, language), person, INSTRUMENT, version, timepoint, responses);
            }
            case 20, 21 -> {
                var timepoint = new TimepointCode(any(TIMEPOINTS));
                yield e -> new MeasureMissed(e, person, INSTRUMENT, timepoint, "Not at home");
            }
            case 22, 23 -> {
                var year = 1 + random.nextInt(4);
                var held = random.nextInt(3) > 0;
                yield e -> held
                        ? new LeadershipInterviewRecorded(e, leader, "Head", year, 50)
                        : new LeadershipInterviewMissed(e, leader, year, "Ill");
            }
            case 24, 25 -> {
                var strand = any(List.of(Strand.values()));
                var phase = any(List.of(Phase.values()));
                var byName = beside.nextInt(3) == 0;
                yield e -> new ObservationMade(
                        byName ? with(e, person, null) : e,
                        ObservationKind.STRUCTURED,
                        site,
                        strand,
                        phase,
                        5,
                        "A notice at the door");
            }
            case 26 -> {
                var phase = any(List.of(Phase.values()));
                yield e -> new DatasetReceived(
                        e, DatasetKind.WARD_REGISTER, "Register", "Law", BEGINS, BEGINS, 9, site, phase);
            }
            case 27 -> {
                if (random.nextBoolean()) yield document();
                var everywhere = random.nextBoolean();
                yield e -> new InterventionIntroduced(e, "TOOLKIT", "1.0", everywhere ? null : site);
            }
            case 28 -> {
                var days = 42 + random.nextInt(60);
                yield random.nextInt(3) == 0 ? e -> planned(e, "1.0", days) : document();
            }
            case 29, 30, 31, 32 -> {
                var level = level();
                yield e -> new InterviewRecorded(with(e, person, level), InterviewStyle.NARRATIVE, 30, null);
            }
            case 33, 34 -> {
                var evidence = evidence();
                var theme = random.nextBoolean() ? "trust" : "time";
                yield random.nextBoolean()
                        ? e -> new ThemeRecorded(e, theme, "A statement", evidence)
                        : e -> new InterpretationRecorded(e, theme, "A reading", evidence);
            }
            case 35, 36 -> {
                forum();
                yield null;
            }
            case 37, 38 -> {
                var role = random.nextBoolean() ? ResearchRole.FIELDWORKER : ResearchRole.ANALYST;
                yield random.nextBoolean()
                        ? e -> new ResearcherRoleAssigned(e, MAJ, role)
                        : e -> new ResearcherRoleEnded(e, MAJ, role, "Left");
            }
            case 39 -> {
                if (random.nextInt(4) == 0) retire();
                yield null;
            }
            default -> {
                // Late, or there would be little that counts.
                if (recorded.isAfter(CLOSING) && random.nextInt(3) == 0) yield e -> new CaseClosed(e, "Done");
                yield document();
            }
        };
        if (telling != null) keep(caseCode, lately(caseCode, null), telling);
    }

    /** What is nobody's: a document, findings that were brought back, a release or a notice of one, a questionnaire after a meeting. */
    private Function<Envelope, FieldEvent> document() {
        return switch (beside.nextInt(9)) {
            case 0, 1, 2 -> questionnaire();
            case 3 -> e -> new FindingsFedBack(e, "People are heard", "staff");
            case 4 -> e -> new DataReleased(e, "DATA-1", "a university", "Is it so?", 10);
            case 5 -> {
                var because = kept.get(beside.nextInt(kept.size())).id();
                yield e -> new ReleaseNoticeGiven(e, "DATA-1", because);
            }
            default -> e -> new DocumentCollected(e, "Minutes", "minutes");
        };
    }

    /** What somebody at a meeting thought of it, on the instrument for that or on another. */
    private Function<Envelope, FieldEvent> questionnaire() {
        var instrument = beside.nextInt(3) == 0 ? INSTRUMENT : OF_MEETINGS;
        var session = new SessionCode("EVENING-" + (1 + beside.nextInt(3)));
        var responses = beside.nextInt(4) == 0
                ? List.of(Response.missing("S1", "refused"), new Response("S2", null, "Too \"long\",\nI think", null))
                : List.of(
                        Response.of("S1", BigDecimal.valueOf(beside.nextInt(3))),
                        Response.of("S2", new BigDecimal("2.50")));
        return e -> new EventQuestionnaireAnswered(e, session, instrument, "1.0", responses);
    }

    private @Nullable Level level() {
        return beside.nextBoolean() ? null : Level.values()[beside.nextInt(Level.values().length)];
    }

    private void retire() {
        write(new InstrumentVersionRetired(in(null, sometime(WARDS)), INSTRUMENT, "2.0", "There is a better one"));
    }

    private void forum() {
        var number = 1 + random.nextInt(3);
        var at = sometime(WARDS);
        write(
                random.nextBoolean()
                        ? new ForumConvened(
                                in(null, at),
                                number,
                                any(List.of(ForumScope.values())),
                                List.of(),
                                LocalDate.parse("2021-12-08"))
                        : new ForumHeld(in(null, at), number, 30, List.of(), List.of()));
    }

    /** What is claimed of the programme or of a case on the ground of other claims, and of what was taken. */
    private void synthesise() {
        var of = Arrays.asList(WARDS, CLINIC, null).get(beside.nextInt(3));
        var evidence = new ArrayList<EventId>();
        for (var i = beside.nextInt(3); i > 0 && !claims.isEmpty(); i--)
            evidence.add(claims.get(beside.nextInt(claims.size())));
        if (!kept.isEmpty() && beside.nextBoolean())
            evidence.add(kept.get(beside.nextInt(kept.size())).id());
        var told = in(of, recorded.atZone(zone(WARDS)).toLocalDate().toString());
        var named = evidence.stream().distinct().toList();
        claims.add(write(
                beside,
                beside.nextBoolean()
                        ? new ThemeRecorded(told, "across", "A statement", named)
                        : new InterpretationRecorded(told, "across", "A reading", named)));
    }

    /** A forum does not meet, or a ward is not to be visited. */
    private void miss() {
        var today = recorded.atZone(zone(WARDS)).toLocalDate().toString();
        write(
                beside,
                beside.nextInt(3) == 0
                        ? new ForumMissed(in(null, today), 1 + beside.nextInt(3), "Too few could come")
                        : new WardCollectionMissed(
                                in(WARDS, today),
                                new SiteCode(beside.nextBoolean() ? "WARD-A" : "WARD-B"),
                                Phase.values()[beside.nextInt(2)],
                                WardData.values()[beside.nextInt(4)],
                                "Closed to visitors"));
    }

    /** Somebody wants no more interviews, and goes on otherwise. */
    private void leaveInterviews() {
        var caseCode = CASES.get(beside.nextInt(CASES.size()));
        write(
                beside,
                new ConsentWithdrawn(
                        in(
                                caseCode,
                                recorded.atZone(zone(caseCode)).toLocalDate().toString()),
                        person(caseCode, 1 + beside.nextInt(PEOPLE)),
                        MODULES.subList(1, 2),
                        WithdrawalKind.NO_FURTHER_COLLECTION,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null));
    }

    private List<EventId> evidence() {
        var evidence = new ArrayList<EventId>();
        for (var i = random.nextInt(4); i > 0; i--) evidence.add(any(kept).id());
        return evidence.stream().distinct().toList();
    }

    private Response answer(String item) {
        return random.nextInt(10) == 0
                ? Response.missing(item, "refused")
                : Response.of(item, BigDecimal.valueOf(random.nextInt(11)));
    }

    private void correct() {
        var wrong = any(kept);
        keep(wrong.caseCode(), lately(wrong.caseCode(), wrong.id()), wrong.again());
    }

    private void declareAnError() {
        var wrong = any(kept);
        write(new EnteredInError(lately(wrong.caseCode(), wrong.id())));
    }

    private void keep(CaseCode caseCode, Envelope envelope, Function<Envelope, FieldEvent> telling) {
        var served = serving(envelope);
        var told = random.nextInt(20) == 0 && envelope.corrects() == null ? uncovered(served) : served;
        kept.add(new Kept(write(telling.apply(told)), caseCode, telling));
    }

    private EventId write(FieldEvent event) {
        return write(random, event);
    }

    private EventId write(Random chance, FieldEvent event) {
        var id = new EventId(new UUID(chance.nextLong(), chance.nextLong()));
        if (chance == random && event instanceof InterpretationEvent) claims.add(id);
        log.add(new Line(recorded, log.size() + 1L, id, event));
        return id;
    }

    // ---- chance and the world

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** Some time before it is recorded: mostly lately, known to the minute, the day, the month or the year. */
    private String sometime(CaseCode caseCode) {
        var latest = recorded.atZone(zone(caseCode)).toLocalDate();
        var span = (int) Math.max(1, latest.toEpochDay() - BEGINS.toEpochDay() - 9);
        var back = random.nextInt(4) == 0 ? random.nextInt(span) : Math.min(span - 1, random.nextInt(10));
        var day = latest.minusDays(back);
        return switch (random.nextInt(16)) {
            case 0 -> day.toString().substring(0, 7);
            case 1 -> random.nextInt(3) == 0 ? day.toString().substring(0, 4) : day.toString();
            case 2, 3, 4 ->
                back == 0 ? day.toString() : day + "T%02d:%02d".formatted(8 + random.nextInt(10), random.nextInt(60));
            default -> day.toString();
        };
    }

    /** Some time before it is recorded, now and then in the night on which the clocks change, or for longer than a moment or a day. */
    private Envelope lately(CaseCode caseCode, @Nullable EventId corrects) {
        var from = sometime(caseCode);
        var latest = recorded.atZone(zone(caseCode)).toLocalDate();
        if (beside.nextInt(12) == 0)
            from = ClockChanges.between(BEGINS.plusDays(9), latest.minusDays(1), beside)
                    .map(night -> night + "T" + ClockChanges.minute(beside))
                    .orElse(from);
        return in(
                caseCode,
                new Occurred(
                        from,
                        beside.nextInt(6) > 0 ? null : ClockChanges.until(from, zone(caseCode), latest, beside),
                        zone(caseCode)),
                corrects);
    }

    /** Everybody who ever takes part in a case, and one more. */
    static List<ParticipantCode> people(CaseCode caseCode) {
        return IntStream.rangeClosed(1, PEOPLE)
                .mapToObj(one -> person(caseCode, one))
                .toList();
    }

    private static ParticipantCode person(CaseCode caseCode, int one) {
        return new ParticipantCode(caseCode + "-000" + one);
    }

    private static Envelope in(@Nullable CaseCode caseCode, String when) {
        return in(caseCode, new Occurred(when, null, zone(caseCode == null ? WARDS : caseCode)), null);
    }

    private static Envelope in(@Nullable CaseCode caseCode, Occurred when, @Nullable EventId corrects) {
        return new Envelope(
                caseCode,
                when,
                ELIN,
                List.of(ELIN),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                corrects == null ? null : new Correction(corrects, "It was written down wrongly"));
    }

    private static Envelope with(Envelope e, ParticipantCode person, @Nullable Level level) {
        return told(
                e,
                List.of(new Participation(
                        person,
                        new Role("patient"),
                        level,
                        List.of(new RestsOn(new ModuleCode("interview"), DECISION)))),
                e.language(),
                e.deviation());
    }

    private static Envelope in(Envelope e, @Nullable Language language) {
        return told(e, e.participants(), language, e.deviation());
    }

    /** The same in the service of some of the objectives, or of none. */
    private Envelope serving(Envelope e) {
        return new Envelope(
                e.caseStudy(),
                e.occurred(),
                e.recordedBy(),
                e.performedBy(),
                e.participants(),
                Stream.of(Objective.values())
                        .filter(objective -> beside.nextInt(4) == 0)
                        .toList(),
                e.place(),
                e.language(),
                Mode.values()[beside.nextInt(Mode.values().length)],
                e.guide(),
                e.artefacts(),
                e.approval(),
                e.deviation(),
                e.corrects());
    }

    private static Envelope uncovered(Envelope e) {
        return told(
                e,
                e.participants(),
                e.language(),
                new Deviation(List.of(new Uncovered("consent-not-given", null, null, "No consent")), "It took place"));
    }

    private static Envelope told(
            Envelope e, List<Participation> participants, @Nullable Language language, @Nullable Deviation deviation) {
        return new Envelope(
                e.caseStudy(),
                e.occurred(),
                e.recordedBy(),
                e.performedBy(),
                participants,
                e.objectives(),
                e.place(),
                language,
                e.mode(),
                e.guide(),
                e.artefacts(),
                e.approval(),
                deviation,
                e.corrects());
    }
}
