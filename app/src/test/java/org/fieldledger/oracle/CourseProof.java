package org.fieldledger.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Precision;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The questions over time that are put to a store in which a random course was lived, with what the plain course says to each. */
final class CourseProof {

    /** How often each kind of answer was given. */
    final Map<String, Integer> said = new TreeMap<>();

    private final OfficerAsking manager;
    private final List<Line> log;
    private final long seed;

    CourseProof(OfficerAsking manager, List<Line> log, long seed) {
        this.manager = manager;
        this.log = log;
        this.seed = seed;
    }

    /** Every question of every case as of so many pairs of times, of which the last is about everything that is known. */
    List<Question> questions(int pairsOfTimes) {
        var random = new Random(seed);
        var responses = new ResponsesProof(manager, seed, said);
        var counted = new CountedProof(manager, seed, said);
        var questions = new ArrayList<Question>();
        for (var i = 0; i < pairsOfTimes; i++) {
            var asked = times(random, i, pairsOfTimes);
            for (var caseCode : RandomCourses.CASES) {
                research(questions, asked, caseCode);
                responses.ask(questions, asked.plain(), asked.asked(), caseCode);
                registers(questions, asked, caseCode);
                history(questions, asked, caseCode);
                people(questions, asked, caseCode);
            }
            ofAllCases(questions, asked);
            ofTheProgramme(questions, asked);
            counted.cases(questions, asked.plain(), asked.asked());
            timelines(questions, counted, asked, times(new Random(31 * seed + i), 0, pairsOfTimes));
        }
        withinAnInterval()
                .ifPresent(asked -> RandomCourses.CASES.forEach(caseCode -> history(questions, asked, caseCode)));
        return questions;
    }

    private record Times(PlainCourse plain, Map<String, String> asked) {

        Instant knownAt() {
            return Instant.parse(Objects.requireNonNull(asked.get("knownAt")));
        }

        String day() {
            return Objects.requireNonNull(asked.get("trueAt"));
        }
    }

    private Times times(Random random, int question, int of) {
        var ofEverything = question == of - 1;
        var knownAt = log.get(ofEverything ? log.size() - 1 : random.nextInt(log.size() / 5, log.size()))
                .recordedAt();
        var day = ofEverything ? day(knownAt) : day(random, question, knownAt);
        var aMoment = !ofEverything && question % 3 == 0;
        var moment = aMoment ? moment(random, knownAt) : Instant.MAX;
        return new Times(
                new PlainCourse(log, aMoment ? When.at(moment) : When.endOf(day), knownAt),
                Map.of("trueAt", aMoment ? moment.toString() : day.toString(), "knownAt", knownAt.toString()));
    }

    /** A minute or an hour about when something happened that is known to the minute, mostly in a night on which the clocks changed. */
    private Instant moment(Random random, Instant knownAt) {
        var zone = RandomCourses.zone(random.nextBoolean() ? RandomCourses.WARDS : RandomCourses.CLINIC);
        var atNight = log.stream()
                .filter(line -> line.occurred().precision() == Precision.MINUTE
                        && !line.recordedAt().isAfter(knownAt)
                        && ClockChanges.isOne(line.occurred().begunOn()))
                .map(line -> line.occurred().earliest())
                .toList();
        if (!atNight.isEmpty() && random.nextInt(3) > 0)
            return atNight.get(random.nextInt(atNight.size()))
                    .plus(Duration.ofMinutes(60L * (random.nextInt(3) - 1) + random.nextInt(3) - 1));
        return ClockChanges.between(RandomCourses.BEGINS.plusDays(20), RandomCourses.ENDS, random)
                .map(night -> ClockChanges.moment(night, zone, random))
                .orElseThrow();
    }

    private static LocalDate day(Instant moment) {
        return moment.atZone(RandomCourses.zone(RandomCourses.WARDS)).toLocalDate();
    }

    /**
     * Any day, one on which something that is known by then happened, the day before such a day: what is a day off shows there only.
     */
    private LocalDate day(Random random, int question, Instant knownAt) {
        var first = RandomCourses.BEGINS.plusDays(20);
        var happened = log.stream()
                .filter(line -> line.event().envelope().caseStudy() != null
                        && !line.recordedAt().isAfter(knownAt)
                        && line.occurred().begunOn().isAfter(first))
                .map(line -> line.occurred().begunOn())
                .toList();
        return question % 3 == 0 || happened.isEmpty()
                ? first.plusDays(random.nextInt(365 * 3))
                : happened.get(random.nextInt(happened.size())).minusDays(question % 3 - 1);
    }

    /** A day on which something had begun and was not over, with everything that is known; none, where nothing took that long. */
    private Optional<Times> withinAnInterval() {
        var knownAt = log.getLast().recordedAt();
        return new PlainCourse(log, When.endOf(RandomCourses.ENDS), knownAt)
                .begun.stream()
                        .filter(line -> line.event().envelope().caseStudy() != null
                                && line.occurred()
                                        .lastDay()
                                        .isAfter(line.occurred().begunOn()))
                        .map(line -> line.occurred().begunOn())
                        .findFirst()
                        .map(day -> new Times(
                                new PlainCourse(log, When.endOf(day), knownAt),
                                Map.of("trueAt", day.toString(), "knownAt", knownAt.toString())));
    }

    /** What is asked under {@code /api/research}. */
    private void research(List<Question> questions, Times times, CaseCode caseCode) {
        var scores = new PlainScores(times.plain());
        var owed = new PlainCompleteness(times.plain());
        var people = new PlainPeople(times.plain());
        var leadership = new PlainLeadership(times.plain());
        var ofAnInstrument = Map.of("instrument", RandomCourses.INSTRUMENT.code());
        Map<String, String> ofAll = Map.of();
        var add = new Object() {
            void question(
                    String name,
                    List<String> expected,
                    Map<String, String> narrowedBy,
                    Function<JsonNode, @Nullable String> written) {
                questions.add(new Question(
                        name,
                        where(times, caseCode),
                        expected,
                        () -> answered(name, times, of(caseCode, narrowedBy), written)));
            }
        };
        add.question("trajectories", scores.trajectories(caseCode), ofAnInstrument, CourseRows::trajectory);
        add.question("summaries", scores.summaries(caseCode), ofAnInstrument, CourseRows::summary);
        narrowed(questions, times, caseCode);
        add.question("pre-post", scores.prePost(caseCode), ofAnInstrument, CourseRows::prePost);
        add.question("completeness-people", owed.owed(caseCode), ofAll, CourseRows::owed);
        add.question("completeness", owed.wards(caseCode), Map.of("grid", "wards"), CourseRows::ward);
        add.question("completeness", owed.timepoints(caseCode), Map.of("grid", "timepoints"), CourseRows::timepoint);
        add.question("completeness", owed.forums(), Map.of("grid", "forums"), CourseRows::forum);
        add.question(
                "completeness", leadership.grid(caseCode), Map.of("grid", "leadership"), CourseRows::leadershipCell);
        add.question("retention", people.retention(caseCode), ofAll, CourseRows::retained);
        add.question("role-moves", people.moves(caseCode), ofAll, CourseRows::move);
        add.question("leadership-years", leadership.years(caseCode), ofAll, CourseRows::leaders);
        add.question("evidence", new PlainEvidence(times.plain()).evidence(caseCode), ofAll, CourseRows::ground);
        questions.add(counted("evidence", times, caseCode, ofAll, new PlainEvidence(times.plain()).counted(caseCode)));
        questions.add(counted(
                "completeness", times, caseCode, Map.of("grid", "timepoints"), owed.timepointsCounted(caseCode)));
        add.question("design", new PlainRegister(times.plain()).design(caseCode), ofAll, CourseRows::design);
    }

    /** What a question counts beside its rows, and what it leaves out. */
    private Question counted(
            String name, Times times, CaseCode caseCode, Map<String, String> narrowedBy, List<String> expected) {
        return new Question(name + ", counted", where(times, caseCode), expected, () -> {
            var asked = with(times, "case", caseCode.code());
            asked.putAll(narrowedBy);
            var answer = manager.answer("/api/research/" + name, asked);
            return Stream.concat(
                            CourseRows.counted(answer.get("counts")).stream(),
                            CourseRows.counted(answer.get("leftOut")).stream().map(row -> "left out " + row))
                    .toList();
        });
    }

    /** The scores, narrowed by each thing that they can be narrowed by, and what is left out of them. */
    private void narrowed(List<Question> questions, Times times, CaseCode caseCode) {
        var middle = RandomCourses.BEGINS.plusMonths(9).toString();
        var ways = List.of(
                Map.of("window", "inside"),
                Map.of("arm", "control"),
                Map.of("role", "patient"),
                Map.of("timepoint", "week-8"),
                Map.of("baseline", "week-8"),
                Map.of("since", middle),
                Map.of("until", middle),
                Map.of("score", "TOTAL"),
                Map.of("score", "NONE"),
                Map.of("window", "inside", "arm", "intervention", "since", middle),
                Map.of("participant", RandomCourses.people(caseCode).getFirst().code()));
        for (var way : ways) {
            var scores = new PlainScores(times.plain(), way);
            var where = "%s, by %s".formatted(where(times, caseCode), new TreeMap<>(way));
            var asked = new HashMap<>(way);
            asked.put("instrument", RandomCourses.INSTRUMENT.code());
            var trajectories = scores.trajectories(caseCode);
            trajectories.add("left out " + scores.leftOut(caseCode));
            questions.add(
                    new Question("trajectories", where, trajectories, () -> withLeftOut(times, of(caseCode, asked))));
            if (!way.containsKey("participant"))
                questions.add(new Question(
                        "summaries",
                        where,
                        scores.summaries(caseCode),
                        () -> answered("summaries", times, of(caseCode, asked), CourseRows::summary)));
        }
    }

    private List<String> withLeftOut(Times times, Map<String, String> narrowedBy) {
        var leftOut = new TreeMap<String, String>();
        var rows = new ArrayList<>(answered("trajectories", times, narrowedBy, CourseRows::trajectory));
        var asked = new HashMap<>(times.asked());
        asked.putAll(narrowedBy);
        manager.answer("/api/research/trajectories", asked)
                .get("leftOut")
                .properties()
                .forEach(why -> leftOut.put(why.getKey(), why.getValue().asString()));
        if (leftOut.containsKey("outside-window")) said.merge("outside-window", 1, Integer::sum);
        rows.add("left out " + leftOut);
        return rows;
    }

    /** What is asked without naming a case. */
    private void ofTheProgramme(List<Question> questions, Times times) {
        questions.add(new Question(
                "evidence",
                "seed %d, every case, %s".formatted(seed, new TreeMap<>(times.asked())),
                new PlainEvidence(times.plain()).evidence(null),
                () -> answered("evidence", times, Map.of(), CourseRows::ground)));
    }

    private List<String> answered(
            String name, Times times, Map<String, String> narrowedBy, Function<JsonNode, @Nullable String> written) {
        var asked = new HashMap<>(times.asked());
        asked.putAll(narrowedBy);
        var answer = manager.answer("/api/research/" + name, asked);
        for (var why : answer.get("leftOut")) said.merge("left out", why.asInt(), Integer::sum);
        for (var row : answer.get("items")) {
            if (row.has("status")) said.merge(row.get("status").asString(), 1, Integer::sum);
            if (row.has("beneath") && !row.get("beneath").isNull())
                said.merge("beneath " + row.get("beneath").asString(), 1, Integer::sum);
            if (row.has("change") && !row.get("change").isNull()) said.merge("change", 1, Integer::sum);
        }
        return rows(name, answer.get("items").valueStream().map(written));
    }

    private void registers(List<Question> questions, Times times, CaseCode caseCode) {
        var register = new PlainRegister(times.plain());
        var where = where(times, caseCode);
        questions.add(new Question(
                "case",
                where,
                register.caseStudy(caseCode),
                () -> rows(
                        "case",
                        items("/api/cases/" + caseCode, times.asked())
                                .flatMap(row -> CourseRows.caseStudy(row).stream()))));
        questions.add(new Question(
                "team",
                where,
                register.team(caseCode),
                () -> rows(
                        "team",
                        items("/api/cases/" + caseCode + "/team", with(times, "ended", "include"))
                                .map(CourseRows::teamRole))));
        questions.add(new Question(
                "instruments",
                where,
                register.instruments(),
                () -> rows(
                        "instruments", items("/api/instruments", times.asked()).map(CourseRows::instrument))));
        questions.add(new Question(
                "leadership-coverage",
                where,
                new PlainLeadership(times.plain()).coverage(caseCode),
                () -> rows(
                        "leadership-coverage",
                        items("/api/leadership-coverage", with(times, "case", caseCode.code()))
                                .map(CourseRows::coverage))));
    }

    /** Who is in the case, and how everybody came there, moved and left. */
    private void people(List<Question> questions, Times times, CaseCode caseCode) {
        var people = new PlainPeople(times.plain());
        var where = where(times, caseCode);
        var ofTheCase = with(times, "case", caseCode.code());
        ofTheCase.put("discontinued", "include");
        questions.add(new Question(
                "people",
                where,
                people.register(caseCode),
                () -> rows("people", numbered(items("/api/people", ofTheCase).map(CourseRows::person)))));
        questions.add(new Question(
                "roles",
                where,
                people.steps(caseCode),
                () -> rows(
                        "roles",
                        RandomCourses.people(caseCode).stream()
                                .map(person -> person.code())
                                .flatMap(person ->
                                        numbered(items("/api/participants/" + person + "/roles", times.asked())
                                                .map(row -> CourseRows.step(person, row)))))));
    }

    /** The registers that are of no case of their own, in their order. */
    private void ofAllCases(List<Question> questions, Times times) {
        var register = new PlainRegister(times.plain());
        var where = where(times, null);
        questions.add(new Question(
                "cases",
                where,
                register.cases(),
                () -> rows("cases", numbered(items("/api/cases", times.asked()).map(CourseRows::inTheRegister)))));
        for (var instrument : RandomCourses.INSTRUMENTS)
            questions.add(new Question(
                    "instrument",
                    where,
                    register.definitions(instrument),
                    () -> rows(
                            "instrument",
                            numbered(items("/api/instruments/" + instrument, times.asked())
                                    .map(CourseRows::definition)))));
    }

    /** The timeline of the case, and of every person in it the history of their own. */
    private void history(List<Question> questions, Times times, CaseCode caseCode) {
        var history = new PlainHistory(times.plain());
        var where = where(times, caseCode);
        questions.add(new Question(
                "timeline",
                where,
                history.timeline(caseCode),
                () -> rows(
                        "timeline",
                        items("/api/cases/" + caseCode + "/timeline", with(times, "limit", "1000"))
                                .map(CourseRows::entry))));
        questions.add(new Question(
                "history of people",
                where,
                history.parts(caseCode),
                () -> rows(
                        "history of people",
                        RandomCourses.people(caseCode).stream()
                                .map(person -> person.code())
                                .flatMap(person -> items(
                                                "/api/participants/" + person + "/history",
                                                with(times, "limit", "1000"))
                                        .map(row -> CourseRows.part(person, row))))));
    }

    /** Every timeline there is, narrowed in every way; and how each differs from what it was as of the earlier of two pairs of times. */
    private void timelines(List<Question> questions, CountedProof counted, Times one, Times other) {
        var person = RandomCourses.people(RandomCourses.WARDS).getFirst().code();
        var extents = Stream.concat(
                Stream.of(PlainTimeline.Asked.EVERYTHING, PlainTimeline.Asked.PROGRAMME),
                RandomCourses.CASES.stream().map(PlainTimeline.Asked::of));
        for (var extent : extents.toList()) {
            var timeline = new PlainTimeline(one.plain());
            var narrowed = List.of(
                    extent,
                    extent.with("participant", person),
                    extent.with("instrument", RandomCourses.INSTRUMENT.code()),
                    extent.with("kind", "MeasureAdministered"),
                    extent.with("chapter", "interview"),
                    extent.with("objective", "mechanisms"),
                    extent.with("level", "micro"),
                    extent.with("consent", RandomCourses.DECISION.toString()),
                    extent.with("objective", "model").with("participant", person));
            for (var asked : narrowed) {
                timeline(questions, one, asked, Map.of(), timeline.entries(asked, null), CourseRows::use);
                var earlier = one.knownAt().isAfter(other.knownAt()) ? other : one;
                var later = earlier == one ? other : one;
                timeline(
                        questions,
                        later,
                        asked,
                        Map.of("since", earlier.knownAt().toString(), "sinceTrueAt", earlier.day()),
                        new PlainTimeline(later.plain()).since(earlier.plain(), asked),
                        CourseRows::change);
            }
            counted.months(questions, one.plain(), one.asked(), narrowed);
            for (var use : PlainReading.Held.values())
                timeline(
                        questions,
                        one,
                        extent,
                        Map.of("use", PlainCourse.written(use)),
                        timeline.entries(extent, use),
                        CourseRows::use);
            timeline(
                    questions,
                    one,
                    extent,
                    Map.of("history", "include"),
                    timeline.withHistory(extent),
                    CourseRows::superseded);
        }
    }

    private void timeline(
            List<Question> questions,
            Times times,
            PlainTimeline.Asked asked,
            Map<String, String> beside,
            List<String> expected,
            Function<JsonNode, String> written) {
        var address = new HashMap<>(times.asked());
        address.putAll(asked.address());
        address.putAll(beside);
        address.put("limit", "1000");
        var path = beside.containsKey("since") ? "/api/timeline/difference" : "/api/timeline";
        var name = new TreeSet<>(asked.address().keySet());
        name.addAll(beside.keySet());
        questions.add(new Question(
                path + " by " + name,
                "seed %d, %s".formatted(seed, new TreeMap<>(address)),
                expected,
                () -> rows(path + " by " + name, items(path, address).map(row -> {
                    if (row.has("change")) said.merge(row.get("change").asString(), 1, Integer::sum);
                    return written.apply(row);
                }))));
    }

    private Stream<JsonNode> items(String path, Map<String, String> asked) {
        return manager.items(path, asked).stream();
    }

    private List<String> rows(String name, Stream<@Nullable String> written) {
        var rows = written.filter(Objects::nonNull).sorted().toList();
        said.merge(name, rows.size(), Integer::sum);
        return rows;
    }

    /** With the place of each, for an answer whose order is part of it. */
    static Stream<String> numbered(Stream<String> rows) {
        var place = new AtomicInteger();
        return rows.map(row -> place.incrementAndGet() + ". " + row);
    }

    private static Map<String, String> of(CaseCode caseCode, Map<String, String> narrowedBy) {
        var asked = new HashMap<>(narrowedBy);
        asked.put("case", caseCode.code());
        return asked;
    }

    private static HashMap<String, String> with(Times times, String parameter, String value) {
        var asked = new HashMap<>(times.asked());
        asked.put(parameter, value);
        return asked;
    }

    private String where(Times times, @Nullable CaseCode caseCode) {
        return "seed %d, case %s, %s"
                .formatted(seed, caseCode == null ? "any" : caseCode, new TreeMap<>(times.asked()));
    }
}
