package org.fieldledger.query.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.anError;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Facts;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Fieldwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whoever follows the feed holds what the views show, wherever they left off: over invented fieldwork with withdrawals,
 * corrections, erasures and days that pass. {@code -Dfieldledger.feed.seed=N} begins elsewhere.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FeedTest {

    private static final long SEED = Long.getLong("fieldledger.feed.seed", 1L);
    private static final int ROUNDS = Integer.getInteger("fieldledger.feed.rounds", 25);
    private static final InstrumentCode SECURITY = new InstrumentCode("SECURITY");
    private static final TimepointCode WEEK_17 = new TimepointCode("week-17");
    private static final LocalDate MEASURES_USED_UNTIL = day("2022-03-31");
    private static final AtomicReference<LocalDate> TODAY = new AtomicReference<>(day("2021-06-01"));

    private static Reporting reporting;
    private static Instant now = Instant.parse("2021-01-04T08:00:00Z");

    @BeforeAll
    static void live() {
        reporting = new Reporting(beside -> beside.registerBean(
                "publishingOnChosenDays",
                Publishing.class,
                () -> new Publishing(
                        beside.getBean(NamedParameterJdbcTemplate.class),
                        beside.getBean(PlatformTransactionManager.class),
                        real -> today()),
                bean -> bean.setPrimary(true)));
        record(new ProgrammeRegistered(
                in(null, on("2021-01-01")),
                "TRIAL",
                "A programme",
                day("2021-01-01"),
                day("2023-12-31"),
                Fieldwork.STOCKHOLM));
        record(new ConsentModuleDefined(
                in(null, on("2021-01-01")),
                modules("measure").getFirst(),
                Map.of(),
                "words",
                "research",
                null,
                MEASURES_USED_UNTIL));
        record(new ConsentModuleDefined(
                in(null, on("2021-01-01")),
                modules("interview").getFirst(),
                Map.of(),
                "words",
                "research",
                null,
                null));
        record(released("1.0", "S1", "S2"));
        record(approved("2020-12-01", CAFE, WARDS));
        for (var caseCode : List.of(CAFE, WARDS)) {
            record(opened(caseCode, "2021-01-01"));
            record(new SiteAdded(in(caseCode, on("2021-01-01")), new SiteCode("WARD-A"), "A ward", "intervention"));
            record(new ScheduleAdopted(
                    in(caseCode, on("2021-01-01")),
                    SECURITY,
                    "1.0",
                    List.of(new Timepoint(WEEK_17, Map.of(), Anchor.ENROLMENT, 120, 60, 60))));
            record(new ResearcherRoleAssigned(in(caseCode, on("2021-01-01")), RESEARCHER, ResearchRole.FIELDWORKER));
            for (var number = 1; number <= 9; number++) {
                var leads = number == 1 ? Role.KEY_LEADER.code() : "patient";
                record(enrolled(caseCode, person(caseCode, number).code(), leads, "2021-01-02"));
                record(given(caseCode, person(caseCode, number).code(), "2021-01-02", "measure", "interview"));
            }
        }
    }

    @AfterAll
    static void leave() {
        reporting.close();
    }

    private static LocalDate today() {
        return Objects.requireNonNull(TODAY.get());
    }

    private static EventId record(FieldEvent event) {
        now = now.plus(Duration.ofHours(1));
        return reporting.ledger.record(event, now);
    }

    private static ParticipantCode person(CaseCode caseCode, int number) {
        return new ParticipantCode("%s-%04d".formatted(caseCode, number));
    }

    private static InstrumentVersionReleased released(String version, String... scored) {
        return new InstrumentVersionReleased(
                in(null, on("2021-01-01")),
                SECURITY,
                version,
                InstrumentKind.MEASURE,
                Map.of(),
                List.of(
                        new Item("S1", Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false),
                        new Item("S2", Map.of(), BigDecimal.ZERO, BigDecimal.TEN, List.of(), false)),
                List.of(),
                List.of(new Score("TOTAL", Map.of(), List.of(scored))));
    }

    private static MeasureAdministered answered(Envelope envelope, ParticipantCode person, int number) {
        return new MeasureAdministered(
                envelope,
                person,
                SECURITY,
                "1.0",
                WEEK_17,
                List.of(Response.of("S1", BigDecimal.valueOf(number)), Response.of("S2", BigDecimal.ONE)));
    }

    private static ConsentWithdrawn withdrew(
            CaseCode caseCode, ParticipantCode person, String when, WithdrawalKind kind) {
        return new ConsentWithdrawn(
                in(caseCode, on(when)),
                person,
                modules("measure", "interview"),
                kind,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    private static PersonErased erased(CaseCode caseCode, ParticipantCode person, String when) {
        return new PersonErased(
                in(caseCode, on(when)),
                person,
                new EventId(UUID.randomUUID()),
                "the person",
                "asked for it",
                "GDPR article 17",
                day(when),
                "2021/7",
                List.of());
    }

    /** Somebody who follows a view and applies what they are told. */
    private static final class Client {

        private final String view;
        private final Map<String, JsonNode> holds = new TreeMap<>();
        private final List<String> retracted = new ArrayList<>();
        private long after;

        Client(String view) {
            this.view = view;
        }

        List<JsonNode> lines() {
            var answer = reporting.asking.raw("/api/feed/%s?after=%d".formatted(view, after), "application/x-ndjson");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body().lines().map(JsonMapper.shared()::readTree).toList();
        }

        /** Applies so many lines at most, as somebody whose connection breaks. */
        Client applies(int atMost) {
            lines().stream().limit(atMost).forEach(this::apply);
            return this;
        }

        Client appliesAll() {
            var lines = lines();
            assertThat(lines.getLast().path("op").asString()).isEqualTo("reached");
            lines.forEach(this::apply);
            return this;
        }

        private void apply(JsonNode line) {
            switch (line.path("op").asString()) {
                case "upsert" -> holds.put(line.path("key").asString(), line.path("row"));
                case "retract" -> {
                    holds.remove(line.path("key").asString());
                    retracted.add(line.path("because").asString());
                }
                default -> assertThat(line.path("op").asString()).isEqualTo("reached");
            }
            after = line.path("change").asLong();
        }
    }

    /** What a view shows on the chosen day, row by row. */
    private static Map<String, JsonNode> shown(String name) {
        var view = PublishedView.named(name).orElseThrow();
        var shown = new TreeMap<String, JsonNode>();
        new NamedParameterJdbcTemplate(reporting.owner)
                .query(
                        "select %s as key, to_jsonb(v)::text as row from (%s) v"
                                .formatted(view.keySql(), view.forTheFeed(true)),
                        Map.of("today", today()),
                        row -> {
                            shown.put(row.getString("key"), JsonMapper.shared().readTree(row.getString("row")));
                        });
        return shown;
    }

    @Test
    void whoever_applies_the_feed_holds_what_the_view_shows_wherever_they_left_off() {
        System.out.printf("The feed from seed %d, %d rounds%n", SEED, ROUNDS);
        var random = new Random(SEED);
        var fieldwork = new InventedFieldwork(random);
        // Of their own, so that the same fieldwork happens however many views are followed.
        var following = new Random(SEED);
        var clients = new ArrayList<Client>();
        for (var view : PublishedView.ALL) for (var i = 0; i < 2; i++) clients.add(new Client(view.name()));
        for (var round = 0; round < ROUNDS; round++) {
            for (var i = random.nextInt(5); i >= 0; i--) fieldwork.happens();
            if (random.nextInt(3) == 0) TODAY.updateAndGet(day -> day.plusDays(1 + random.nextInt(60)));
            reporting.abreast();
            // Some hang up after some lines, some do not ask at all, one reads all there is from the beginning.
            for (var client : clients) if (following.nextInt(3) == 0) client.applies(following.nextInt(20));
            var asked = clients.get(following.nextInt(clients.size()));
            assertThat(asked.appliesAll().holds)
                    .as("%s, round %d, seed %d", asked.view, round, SEED)
                    .isEqualTo(shown(asked.view));
            assertThat(new Client(asked.view).appliesAll().holds)
                    .as("%s from the beginning, round %d, seed %d", asked.view, round, SEED)
                    .isEqualTo(shown(asked.view));
        }
        TODAY.set(MEASURES_USED_UNTIL.plusDays(1));
        for (var client : clients)
            assertThat(client.appliesAll().holds)
                    .as("%s, seed %d", client.view, SEED)
                    .isEqualTo(shown(client.view));
        var retracted = clients.stream()
                .flatMap(client -> client.retracted.stream())
                .collect(Collectors.groupingBy(because -> because, TreeMap::new, Collectors.counting()));
        System.out.println("Retracted: " + retracted);
        assertThat(retracted.keySet()).contains("corrected", "erased", "not_in_new_datasets", "use_period_over");
        judgedAsTheReadingHasIt(random);
    }

    /** What is kept of use, for the fieldwork invented here, against the one reading of consent at random pairs of times. */
    private static void judgedAsTheReadingHasIt(Random random) {
        var reader = new FieldEventReader();
        record Known(
                Fact<?> fact, Instant recordedAt, @Nullable EventId corrects, long position) {}
        var known = reporting.ledger.log().after(0, 10_000).stream()
                .map(stored -> {
                    var event = reader.read(stored.type(), stored.revision(), stored.payload());
                    var corrects = event.envelope().corrects();
                    return new Known(
                            new Fact<>(new EventId(stored.eventId()), event),
                            stored.recordedAt(),
                            corrects == null ? null : corrects.event(),
                            stored.position());
                })
                .toList();
        var said = new TreeMap<String, Integer>();
        for (var question = 0; question < 60; question++) {
            var moment = known.get(random.nextInt(known.size())).recordedAt();
            var day = day("2021-01-01").plusDays(random.nextInt(600));
            var corrected = known.stream()
                    .filter(one -> !one.recordedAt().isAfter(moment))
                    .map(Known::corrects)
                    .collect(Collectors.toSet());
            var facts = Facts.of(known.stream()
                    .filter(one -> !one.recordedAt().isAfter(moment)
                            && !corrected.contains(one.fact().id())
                            && !(one.fact().event() instanceof EnteredInError))
                    .map(Known::fact)
                    .toList());
            var readings = Map.of(CAFE, CaseReading.of(CAFE, facts), WARDS, CaseReading.of(WARDS, facts));
            for (var one : known) {
                var event = one.fact().event();
                if (one.recordedAt().isAfter(moment) || !ReportingSchema.ofPeople(event.getClass())) continue;
                var reading =
                        Objects.requireNonNull(readings.get(event.envelope().caseStudy()));
                var strongest = Concerned.codes(event).stream()
                        .map(person -> HeldMaterial.of(
                                        reading.person(person),
                                        one.fact(),
                                        AsOf.trueAt(day).lastInstant(reading.zone()))
                                .use())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                said.merge(strongest.name(), 1, Integer::sum);
                assertThat(reporting.owner.queryForList(
                                """
                                select upper(use) from reporting.material_use
                                 where position = ? and true_from <= ? and true_until > ? and known_from <= ? and known_until > ?
                                """,
                                String.class,
                                one.position(),
                                day,
                                day,
                                moment.atOffset(ZoneOffset.UTC),
                                moment.atOffset(ZoneOffset.UTC)))
                        .as("%s on %s as known at %s, seed %d", event, day, moment, SEED)
                        .containsExactly(strongest.name());
            }
        }
        System.out.println("Judged: " + said);
        assertThat(said.keySet()).contains("USABLE", "NOT_IN_NEW_DATASETS", "ON_HOLD", "USE_PERIOD_OVER");
    }

    /** Invented fieldwork with everything in it that takes something out of the views again. */
    private static final class InventedFieldwork {

        private static final List<WithdrawalKind> KINDS = List.of(
                WithdrawalKind.NO_NEW_USE,
                WithdrawalKind.RESTRICT_OR_OBJECT,
                WithdrawalKind.DESTROY,
                WithdrawalKind.NO_FURTHER_COLLECTION);

        private final Random random;
        private int withdrawals;
        private final List<Recorded> answers = new ArrayList<>();
        private LocalDate field = day("2021-01-10");

        private record Recorded(EventId id, CaseCode caseCode, ParticipantCode person) {}

        InventedFieldwork(Random random) {
            this.random = random;
        }

        void happens() {
            field = field.plusDays(random.nextInt(4));
            var caseCode = random.nextBoolean() ? CAFE : WARDS;
            // The last of each case are left for the other tests.
            var person = person(caseCode, 1 + random.nextInt(6));
            var when = field.toString();
            switch (random.nextInt(16)) {
                case 0 -> record(withdrew(caseCode, person, when, KINDS.get(withdrawals++ % KINDS.size())));
                case 1 -> record(given(caseCode, person.code(), when, "measure", "interview"));
                case 2 -> correct(when);
                case 3 -> {
                    if (!answers.isEmpty()) {
                        var wrong = answers.get(random.nextInt(answers.size()));
                        record(anError(wrong.caseCode(), when, wrong.id()));
                    }
                }
                case 4 ->
                    record(new AllocationMade(in(caseCode, on(when)), person, "arm-" + random.nextInt(2), "by lot"));
                case 5 -> {
                    if (random.nextInt(3) == 0) record(erased(caseCode, person(caseCode, 6), when));
                }
                case 6 ->
                    record(released("1.0", random.nextBoolean() ? new String[] {"S1"} : new String[] {"S1", "S2"}));
                case 7 -> {
                    var given = record(given(caseCode, person.code(), when, "measure"));
                    if (random.nextBoolean())
                        record(new ConsentInvalidated(
                                in(caseCode, on(when)), person, modules("measure"), given, "no witness"));
                }
                case 8 ->
                    record(new LeadershipInterviewRecorded(
                            with(in(caseCode, on(when)), part(person(caseCode, 1))),
                            person(caseCode, 1),
                            "Head",
                            1,
                            50));
                case 9, 10 ->
                    record(new FocusGroupHeld(
                            with(in(caseCode, on(when)), part(person), part(person(caseCode, 2))),
                            new SessionCode("FG-1"),
                            "Going home"));
                case 11 -> {
                    // Written down for a day to come.
                    var envelope =
                            in(caseCode, on(today().plusDays(random.nextInt(90)).toString()));
                    answers.add(new Recorded(record(answered(envelope, person, 1)), caseCode, person));
                }
                default ->
                    answers.add(new Recorded(
                            record(answered(in(caseCode, on(when)), person, random.nextInt(10))), caseCode, person));
            }
        }

        private void correct(String when) {
            if (answers.isEmpty()) return;
            var wrong = answers.get(random.nextInt(answers.size()));
            var corrected = record(answered(in(wrong.caseCode(), on(when), wrong.id(), false), wrong.person(), 9));
            answers.add(new Recorded(corrected, wrong.caseCode(), wrong.person()));
        }

        private static Participation part(ParticipantCode person) {
            return new Participation(person, new Role("patient"), null, List.of());
        }
    }

    @Test
    void each_reason_for_which_something_is_taken_back_is_said() {
        var withdrawn = record(answered(in(CAFE, on("2021-02-01")), person(CAFE, 7), 1));
        var wrong = record(answered(in(CAFE, on("2021-02-01")), person(CAFE, 8), 1));
        var error = record(answered(in(CAFE, on("2021-02-02")), person(CAFE, 8), 1));
        var forgotten = record(answered(in(CAFE, on("2021-02-01")), person(CAFE, 9), 1));
        reporting.abreast();
        var client = new Client("measures").appliesAll();
        for (var event : List.of(withdrawn, wrong, error, forgotten))
            assertThat(client.holds).containsKeys(event + "/0", event + "/1");

        record(withdrew(CAFE, person(CAFE, 7), "2021-03-01", WithdrawalKind.NO_NEW_USE));
        record(answered(in(CAFE, on("2021-02-01"), wrong, false), person(CAFE, 8), 2));
        record(anError(CAFE, "2021-03-01", error));
        record(erased(CAFE, person(CAFE, 9), "2021-03-01"));
        reporting.abreast();

        var because = new TreeMap<String, String>();
        client.lines().forEach(line -> {
            if (line.path("op").asString().equals("retract"))
                because.put(line.path("key").asString(), line.path("because").asString());
        });
        assertThat(because)
                .containsEntry(withdrawn + "/0", "not_in_new_datasets")
                .containsEntry(wrong + "/1", "corrected")
                .containsEntry(error + "/0", "entered_in_error")
                .containsEntry(forgotten + "/0", "erased");
        // Whoever begins now is never told of any of it.
        assertThat(new Client("measures").lines())
                .noneMatch(line -> line.path("op").asString().equals("retract")
                        || because.containsKey(line.path("key").asString()));
    }

    @Test
    void a_row_says_until_when_it_may_be_used_and_is_taken_back_when_that_day_has_come() {
        var before = today();
        try {
            TODAY.set(day("2022-03-31"));
            var event = record(answered(in(WARDS, on("2021-02-01")), person(WARDS, 8), 1));
            reporting.abreast();
            var client = new Client("measures").appliesAll();
            assertThat(new Client("measures").lines())
                    .anyMatch(line -> line.path("key").asString().equals(event + "/0")
                            && line.path("usableUntil").asString().equals("2022-04-01")
                            && line.at("/basis/trueAt").asString().equals("2022-03-31"));

            TODAY.set(day("2022-04-01"));

            assertThat(client.lines())
                    .anyMatch(line -> line.path("op").asString().equals("retract")
                            && line.path("key").asString().equals(event + "/0")
                            && line.path("because").asString().equals("use_period_over"));
            assertThat(client.appliesAll().holds).isEqualTo(shown("measures")).doesNotContainKey(event + "/0");
        } finally {
            TODAY.set(before);
        }
    }

    @Test
    void whoever_waits_is_told_as_soon_as_something_changes_and_after_the_time_they_named_that_nothing_did()
            throws Exception {
        var client = new Client("cases").appliesAll();
        var nothing = reporting.asking.raw("/api/feed/cases?follow=1&after=" + client.after, "application/x-ndjson");
        assertThat(nothing.body().lines()).singleElement().asString().contains("\"op\":\"reached\"");

        var waiting = CompletableFuture.supplyAsync(
                () -> reporting.asking.raw("/api/feed/cases?follow=30&after=" + client.after, "application/x-ndjson"));
        record(opened(new CaseCode("CIPN"), "2021-01-01"));
        assertThat(waiting.get().body()).contains("\"op\":\"upsert\"", "CIPN");
    }

    @Test
    void what_cannot_be_followed_is_refused_with_the_way_out() {
        assertThat(reporting.asking.reply("/api/feed/measure").json().toString())
                .contains("measures", "consent_state");
        assertThat(reporting.asking.reply("/api/feed/measures?after=-1").status())
                .isEqualTo(400);
        assertThat(reporting
                        .asking
                        .reply("/api/feed/measures?after=99999999")
                        .json()
                        .toString())
                .contains("begin again at 0");
        assertThat(reporting.asking.reply("/api/feed/measures?follow=3600").status())
                .isEqualTo(400);
    }
}
