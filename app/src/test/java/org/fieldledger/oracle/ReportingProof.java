package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.HeldMaterial;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.State;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.query.AsOf;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * What is asked of the views of reporting and of the tables behind them, in a store in which a random history was lived, with what
 * the one reading of consent in Java says to each; and whether whoever follows the feed holds what the views show.
 */
final class ReportingProof {

    /** The zone in which a store counts days unless it is told otherwise. */
    private static final ZoneId STORE = ZoneId.of("Europe/Stockholm");

    private static final LocalDate BEGINS = LocalDate.parse("2019-01-01");

    private static final int DAYS_A_YEAR = 20;

    /** How often the reading said what. */
    final Map<String, Integer> said = new TreeMap<>();

    private final JdbcClient db;
    private final OfficerAsking manager;
    private final List<Line> log;
    private final List<CaseCode> cases;
    private final long seed;

    ReportingProof(JdbcClient db, OfficerAsking manager, List<Line> log, List<CaseCode> cases, long seed) {
        this.db = db;
        this.manager = manager;
        this.log = log;
        this.cases = cases;
        this.seed = seed;
    }

    /** Of each case as of so many pairs of a day and a moment, then how far all of it is, and the feed. */
    List<Question> questions(int pairsOfTimes) {
        var random = new Random(seed);
        var questions = new ArrayList<Question>();
        for (var current : now())
            for (var i = 0; i < pairsOfTimes; i++) {
                var asked = picture(current.caseCode, current.about, random, i);
                questions.add(uses(asked));
                questions.add(timeline(asked, current));
                questions.add(standing(asked));
                questions.add(approvals(asked));
            }
        questions.add(basis());
        questions.addAll(feed());
        return questions;
    }

    /** What somebody holds who has followed the feed from its beginning. */
    private List<Question> feed() {
        var now = now();
        return List.of(
                timelineFollowed(now, () -> new FeedFollower(manager, "timeline")),
                standingFollowed(now, () -> new FeedFollower(manager, "consent_state")));
    }

    /** The same of the timeline, of somebody who has followed it for a while. */
    Question timelineOf(FeedFollower follower) {
        return timelineFollowed(now(), () -> follower);
    }

    /** Each case as it is today, as far as is known. */
    private List<Picture> now() {
        var today = LocalDate.now(STORE);
        return cases.stream()
                .map(caseCode -> new Picture(caseCode, AnswersProof.about(log, caseCode), today, null))
                .toList();
    }

    private Picture picture(CaseCode caseCode, List<Line> about, Random random, int question) {
        var decided = about.stream()
                .filter(line -> line.event() instanceof ConsentEvent)
                .map(line -> line.occurred().firstDay())
                .toList();
        var day = decided.isEmpty() || random.nextInt(3) == 0
                ? BEGINS.plusDays(20 + random.nextInt(365 * 5))
                : decided.get(random.nextInt(decided.size())).plusDays(random.nextInt(3) - 1);
        var knownAt =
                question == 0 ? null : about.get(random.nextInt(about.size())).recordedAt();
        return new Picture(caseCode, about, day, knownAt);
    }

    /** A case on a day as known at a moment, read in Java. */
    private final class Picture {

        private final CaseCode caseCode;
        private final List<Line> about;
        private final LocalDate day;
        private final @Nullable Instant knownAt;
        private final CaseReading reading;
        private final Collection<EventId> standing;

        Picture(CaseCode caseCode, List<Line> about, LocalDate day, @Nullable Instant knownAt) {
            this.caseCode = caseCode;
            this.about = about;
            this.day = day;
            this.knownAt = knownAt;
            var facts = ReadingProofTest.standing(about, knownAt);
            this.reading = CaseReading.of(caseCode, facts);
            this.standing = facts.all().map(Fact::id).toList();
        }

        Instant at() {
            return AsOf.trueAt(day).lastInstant(reading.zone());
        }

        @Nullable
        OffsetDateTime known() {
            return knownAt == null ? null : knownAt.atOffset(ZoneOffset.UTC);
        }

        /** Everybody of whom a decision is on record in the case, whether it was by then or not. */
        Set<ParticipantCode> people() {
            return about.stream()
                    .map(Line::event)
                    .filter(event -> event instanceof ConsentEvent
                            && caseCode.equals(event.envelope().caseStudy()))
                    .map(event -> ((ConsentEvent) event).participant())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /** What is on record of the case by then. */
        List<Line> recorded() {
            return about.stream()
                    .filter(line -> caseCode.equals(line.event().envelope().caseStudy())
                            && (knownAt == null || !line.recordedAt().isAfter(knownAt)))
                    .toList();
        }

        /** What may be done with what an action took, whomever it took it from. */
        Use use(Line line) {
            var strongest = Use.USABLE;
            for (var person : Concerned.codes(line.event())) {
                var use = HeldMaterial.of(reading.person(person), new Fact<FieldEvent>(line.id(), line.event()), at())
                        .use();
                if (use.compareTo(strongest) > 0) strongest = use;
            }
            return strongest;
        }

        @Override
        public String toString() {
            return "seed %d, case %s on %s as known at %s".formatted(seed, caseCode, day, knownAt);
        }
    }

    private static boolean ofPeople(Line line) {
        return !Needs.of(line.event().getClass()).modules().isEmpty()
                && !Concerned.codes(line.event()).isEmpty();
    }

    /** One use of each action, and no other. */
    private Question uses(Picture asked) {
        var expected = new ArrayList<String>();
        for (var line : asked.recorded())
            if (ofPeople(line)) {
                var use = asked.use(line);
                said.merge(use.name(), 1, Integer::sum);
                expected.add(line.id() + " " + lower(use));
            }
        return new Question(
                "material_use",
                asked.toString(),
                expected,
                () -> db.sql("""
                select t.event_id, u.use from reporting.material_use u join query.timeline t using (position)
                 where t.case_code = :case and u.true_from <= :day and u.true_until > :day
                   and u.known_from <= coalesce(cast(:known as timestamptz), '9999-01-01')
                   and u.known_until > coalesce(cast(:known as timestamptz), '9999-01-01')
                """)
                        .param("case", asked.caseCode.code())
                        .param("day", asked.day)
                        .param("known", asked.known())
                        .query((row, n) -> row.getObject("event_id", UUID.class) + " " + row.getString("use"))
                        .list());
    }

    private Question timeline(Picture asked, Picture now) {
        var expected =
                shown(asked, now).stream().map(line -> line.id().toString()).toList();
        said.merge("shown", expected.size(), Integer::sum);
        return new Question(
                "timeline_at",
                asked.toString(),
                expected,
                () -> db.sql("select event from reporting_v1.timeline_at(:case, :day, cast(:known as timestamptz))")
                        .param("case", asked.caseCode.code())
                        .param("day", asked.day)
                        .param("known", asked.known())
                        .query((row, n) -> row.getString("event"))
                        .list());
    }

    /** What shows of a case: what stood and had begun, and could be used both then and now. */
    private static List<Line> shown(Picture asked, Picture now) {
        var shown = new ArrayList<Line>();
        for (var line : asked.recorded()) {
            var usable = !ofPeople(line) || asked.use(line) == Use.USABLE && now.use(line) == Use.USABLE;
            // An entry that declares another an error stands in the timeline, and counts for nothing in the reading.
            var stands = asked.standing.contains(line.id())
                    || line.event() instanceof EnteredInError && !corrected(asked, line);
            if (usable
                    && !PlainHistory.quarantined(line)
                    && stands
                    && !line.occurred().begunOn().isAfter(asked.day)) shown.add(line);
        }
        return shown;
    }

    private static boolean corrected(Picture asked, Line line) {
        return asked.recorded().stream()
                .map(other -> other.event().envelope().corrects())
                .anyMatch(corrects -> corrects != null && corrects.event().equals(line.id()));
    }

    /** Which chapters are approved on the day that is asked about, and on days all over the years, as known then. */
    private Question approvals(Picture asked) {
        var days = Stream.concat(
                        Stream.of(asked.day),
                        IntStream.range(0, 6 * DAYS_A_YEAR)
                                .mapToObj(nth -> BEGINS.plusDays((long) nth * 366 / DAYS_A_YEAR)))
                .distinct()
                .toList();
        var expected = new ArrayList<String>();
        for (var day : days)
            for (var chapter : List.of("material", "measure", "observation"))
                if (asked.reading.approved(chapter, Occurred.on(day, asked.reading.zone()))) {
                    said.merge("approved", 1, Integer::sum);
                    expected.add(chapter + " on " + day);
                }
        return new Question(
                "approval",
                asked.toString(),
                expected,
                () -> db.sql("""
                select a.chapter, day.day from reporting.approval a
                  join unnest(cast(:days as date[])) as day (day) on a.true_from <= day.day and a.true_until > day.day
                 where a.case_code = :case and a.approved
                   and a.known_from <= coalesce(cast(:known as timestamptz), '9999-01-01')
                   and a.known_until > coalesce(cast(:known as timestamptz), '9999-01-01')
                """)
                        .param("case", asked.caseCode.code())
                        .param(
                                "days",
                                days.stream().map(LocalDate::toString).collect(Collectors.joining(",", "{", "}")))
                        .param("known", asked.known())
                        .query((row, n) -> row.getString("chapter") + " on " + row.getString("day"))
                        .list());
    }

    private Question standing(Picture asked) {
        return new Question(
                "consent_state_at",
                asked.toString(),
                stands(asked),
                () -> db.sql("select * from reporting_v1.consent_state_at(:case, :day, cast(:known as timestamptz))")
                        .param("case", asked.caseCode.code())
                        .param("day", asked.day)
                        .param("known", asked.known())
                        .query((row, n) -> "%s %s %s %s %s %s"
                                .formatted(
                                        row.getString("participant"),
                                        row.getString("module"),
                                        row.getString("state"),
                                        row.getString("cause"),
                                        row.getString("decision"),
                                        row.getTimestamp("since").toInstant()))
                        .list());
    }

    private List<String> stands(Picture asked) {
        var stands = new ArrayList<String>();
        for (var person : asked.people()) {
            var read = asked.reading.person(person);
            for (var module : read.modules()) {
                var standing = read.standing(module, asked.at());
                said.merge(standing.state().name(), 1, Integer::sum);
                if (standing.state() != State.NOT_ASKED)
                    stands.add("%s %s %s %s %s %s"
                            .formatted(
                                    person,
                                    module,
                                    lower(standing.state()),
                                    standing.cause() == null ? null : lower(standing.cause()),
                                    standing.decidedBy().map(EventId::value).orElse(null),
                                    standing.since()));
            }
        }
        return stands;
    }

    /** How far the views have come, and whether they are about the day it is where the store counts days. */
    private Question basis() {
        var last = log.getLast();
        return new Question(
                "basis",
                "seed %d".formatted(seed),
                List.of("position %d known at %s, of the day it is".formatted(log.size(), last.recordedAt())),
                () -> db.sql("""
                        select position, known_at, today = (now() at time zone :zone)::date as of_today from reporting_v1.basis
                        """)
                        .param("zone", STORE.getId())
                        .query((row, n) -> "position %d known at %s, of %s"
                                .formatted(
                                        row.getLong("position"),
                                        row.getObject("known_at", OffsetDateTime.class)
                                                .toInstant(),
                                        row.getBoolean("of_today") ? "the day it is" : "another day"))
                        .list());
    }

    /** The events that somebody holds who has followed the timeline: what may be used today, of every case and of the programme. */
    private Question timelineFollowed(List<Picture> now, Supplier<FeedFollower> who) {
        var expected = new ArrayList<String>();
        for (var picture : now)
            for (var line : shown(picture, picture)) expected.add(line.id().toString());
        for (var fact : ReadingProofTest.standing(log, null).all().toList())
            if (fact.event().envelope().caseStudy() == null)
                expected.add(fact.id().toString());
        return followed("timeline", who, expected, row -> text(row, "event"));
    }

    /** Where everybody stands today, as somebody holds it who has followed that. */
    private Question standingFollowed(List<Picture> now, Supplier<FeedFollower> who) {
        var expected = new ArrayList<String>();
        for (var picture : now) expected.addAll(stands(picture));
        return followed(
                "consent_state",
                who,
                expected,
                row -> "%s %s %s %s %s %s"
                        .formatted(
                                text(row, "participant"),
                                text(row, "module"),
                                text(row, "state"),
                                text(row, "cause"),
                                text(row, "decision"),
                                OffsetDateTime.parse(text(row, "since")).toInstant()));
    }

    private Question followed(
            String view, Supplier<FeedFollower> who, List<String> expected, Function<JsonNode, String> written) {
        return new Question(
                "feed of " + view,
                "seed %d".formatted(seed),
                expected,
                () -> who.get().follow().stream().map(written).toList());
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).asString("null");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
