package org.fieldledger.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The questions about consent that are put to a store in which a random field was lived, with what the plain reading says to each:
 * what the ledger says stands, what it says of what is held, and what the audit says was not covered, was collected after a
 * withdrawal, has to be asked about again or told, expires, rests on advice, keeps a meeting from being used, or was released and is no longer
 * to be used.
 */
final class AnswersProof {

    /** The rules that nothing but a withdrawal breaks. */
    private static final Set<String> BY_WITHDRAWAL = Set.of("consent-withdrawn", "no-contact", "mode-declined");

    /** Months ahead. */
    private static final int SOON = 3;

    private static final int LATER = 24;

    /** How often the plain reading said what. */
    final Map<String, Integer> said = new TreeMap<>();

    private final OfficerAsking officer;
    private final List<Line> log;
    private final List<CaseCode> cases;
    private final long seed;

    AnswersProof(OfficerAsking officer, List<Line> log, List<CaseCode> cases, long seed) {
        this.officer = officer;
        this.log = log;
        this.cases = cases;
        this.seed = seed;
    }

    /** The two times of a question; the day or moment in the field as it is written and as the plain reading knows it. */
    record Times(String trueAt, When when, Instant knownAt) {
        boolean begun(Occurred occurred) {
            return when.begun(occurred);
        }

        Map<String, Object> asked() {
            return new HashMap<>(Map.of("trueAt", trueAt, "knownAt", knownAt));
        }
    }

    /** Every question as of so many pairs of times; that about released data once of each case. */
    List<Question> questions(int pairsOfTimes) {
        var random = new Random(seed);
        var questions = new ArrayList<Question>();
        var audit = new AuditProof(officer, seed, said);
        var overTime = new AuditOverTimeProof(audit, log, cases, seed);
        for (var i = 0; i < pairsOfTimes; i++) {
            var times = times(random, i, pairsOfTimes);
            ask(questions, times, random);
            audit.ask(questions, log, cases, times.asked(), times.when(), times.knownAt());
            overTime.ask(questions, times);
        }
        for (var caseCode : cases) questions.add(notices(caseCode, about(log, caseCode), random));
        return questions;
    }

    /** The last question asks of everything that is known; every other names a day, the rest a moment. */
    Times times(Random random, int question, int of) {
        var last = question == of - 1;
        var knownAt = log.get(last ? log.size() - 1 : random.nextInt(log.size() / 4, log.size()))
                .recordedAt();
        var day = FieldWorld.BEGINS.plusDays(100 + random.nextInt(365 * 4));
        if (question % 2 == 1) return new Times(day.toString(), When.endOf(day), knownAt);
        var zone = FieldWorld.zone(new CaseCode(random.nextBoolean() ? "SE-0" : "GB-0"));
        var moment = ClockChanges.between(FieldWorld.BEGINS.plusDays(60), day, random)
                .filter(night -> random.nextBoolean())
                .map(night -> ClockChanges.moment(night, zone, random))
                .orElse(day.atTime(random.nextInt(1, 22), random.nextInt(60))
                        .atZone(zone)
                        .toInstant());
        return new Times(moment.toString(), When.at(moment), knownAt);
    }

    /** Where days are asked about, of the ledger each case on a day of its own on which somebody decided something. */
    static Times near(List<Line> about, Times times, Random random) {
        var decided = about.stream()
                .filter(line -> line.event() instanceof ConsentEvent)
                .map(line -> line.occurred().firstDay())
                .toList();
        if (times.when().day() == null || decided.isEmpty()) return times;
        var day = decided.get(random.nextInt(decided.size()));
        return new Times(day.toString(), When.endOf(day), times.knownAt());
    }

    private void ask(List<Question> questions, Times times, Random random) {
        var judged = new Judged();
        for (var caseCode : cases) {
            var about = about(log, caseCode);
            var plain = new PlainReading(about, times.knownAt());
            var near = near(about, times, random);
            questions.add(standing(caseCode, plain, near));
            if (near.when().day() != null) questions.add(toBeAskedAgain(caseCode, plain, near));
            for (var line : about)
                if (caseCode.equals(line.event().envelope().caseStudy()) && plain.stands(line.id()))
                    judge(judged, line, plain, times);
            questions.add(held(caseCode, about, plain, near));
            questions.add(consent(caseCode, plain, near, random));
        }
        acrossCases(questions, cases, times);
        questions.add(audited("covered", judged.uncovered, judged, times, reason -> true));
        questions.add(audited(
                "after-withdrawal",
                judged.afterWithdrawal,
                judged,
                times,
                reason -> BY_WITHDRAWAL.contains(rule(reason))));
    }

    /** Nothing of one case says anything about another; the plain reading goes through all it is given. */
    static List<Line> about(List<Line> log, CaseCode caseCode) {
        return log.stream()
                .filter(line -> line.event().envelope().caseStudy() == null
                        || caseCode.equals(line.event().envelope().caseStudy()))
                .toList();
    }

    private Question standing(CaseCode caseCode, PlainReading plain, Times times) {
        var asked = times.asked();
        asked.put("limit", 1000);
        var expected = new ArrayList<String>();
        for (var one = 1; one <= FieldWorld.PEOPLE; one++)
            for (var module : FieldWorld.MODULES) {
                var person = FieldWorld.person(caseCode, one);
                var standing = plain.standing(person, caseCode, module, times.when());
                said.merge(standing.state().name(), 1, Integer::sum);
                expected.add("%s %s %s by %s".formatted(person, module, standing.state(), written(standing.by())));
            }
        return new Question("consent of the case", where(caseCode, times), expected, () -> {
            var told = officer.items("/api/cases/" + caseCode + "/consent", asked).stream()
                    .collect(Collectors.toMap(
                            row -> row.path("participant").asString() + " "
                                    + row.path("module").asString(),
                            row -> row.path("state").asString() + " by "
                                    + row.path("decision").asString("nobody")));
            var answered = new ArrayList<String>();
            for (var one = 1; one <= FieldWorld.PEOPLE; one++)
                for (var module : FieldWorld.MODULES) {
                    var key = FieldWorld.person(caseCode, one) + " " + module;
                    // Whom nobody knows yet, nobody tells of.
                    answered.add(key + " " + told.getOrDefault(key, PlainReading.State.NOT_ASKED + " by nobody"));
                }
            return answered;
        });
    }

    /**
     * What stands for one of the people, and which of their decisions behind it had taken effect, since when, were never valid, and
     * are still on record.
     */
    private Question consent(CaseCode caseCode, PlainReading plain, Times times, Random random) {
        var person = FieldWorld.person(caseCode, 1 + random.nextInt(FieldWorld.PEOPLE));
        var expected = new ArrayList<String>();
        for (var module : FieldWorld.MODULES) {
            var standing = plain.standing(person, caseCode, module, times.when());
            if (standing.state() != PlainReading.State.NOT_ASKED)
                expected.add("%s %s by %s".formatted(module, standing.state(), written(standing.by())));
            plain.steps
                    .taken(person, caseCode, module, times.when())
                    .forEach(step -> expected.add(module + " " + step));
        }
        said.merge("decisions of a person", expected.size(), Integer::sum);
        var asked = times.asked();
        asked.put("limit", 1000);
        return new Question(
                "consent of a person",
                where(caseCode, times) + ", about " + person,
                expected,
                () -> officer.items("/api/participants/" + person + "/consent", asked).stream()
                        .flatMap(AnswersProof::standingAndSteps)
                        .toList());
    }

    private static Stream<String> standingAndSteps(JsonNode row) {
        var module = row.path("module").asString();
        var state = row.path("state").asString();
        var standing = state.equals(PlainReading.State.NOT_ASKED.name())
                ? Stream.<String>empty()
                : Stream.of("%s %s by %s"
                        .formatted(module, state, row.path("decision").asString("nobody")));
        return Stream.concat(
                standing,
                row.path("decisions")
                        .valueStream()
                        .map(step -> "%s %s %s from %s invalidated %s"
                                .formatted(
                                        module,
                                        step.path("decision").asString(),
                                        step.at("/record/event").asString(),
                                        step.path("takesEffect").asString(),
                                        step.path("invalidated").asString())));
    }

    /** Question 9, as far as people have to be asked again. It is about days, as what falls due is. */
    private Question toBeAskedAgain(CaseCode caseCode, PlainReading plain, Times times) {
        var expected = new TreeSet<String>();
        for (var one = 1; one <= FieldWorld.PEOPLE; one++) {
            var person = FieldWorld.person(caseCode, one);
            for (var module : FieldWorld.MODULES)
                if (plain.standing(person, caseCode, module, times.when()).state() == PlainReading.State.RECONSENT_DUE)
                    expected.add(person + " " + module);
        }
        said.merge("to be asked again", expected.size(), Integer::sum);
        var asked = times.asked();
        asked.put("case", caseCode.code());
        return new Question("audit 9, reconsent", where(caseCode, times), List.copyOf(expected), () -> {
            var told = new TreeSet<String>();
            for (var row : officer.items("/api/audit/reconsent", asked))
                if (row.path("rule").asString().equals("required"))
                    told.add(row.path("participant").asString() + " "
                            + row.path("module").asString());
            return List.copyOf(told);
        });
    }

    /** Questions 9, as far as people have only to be told, 11, 14 and 19: each answers for all cases at once. */
    private void acrossCases(List<Question> questions, List<CaseCode> cases, Times times) {
        var told = new TreeSet<String>();
        var soon = new TreeSet<String>();
        var later = new TreeSet<String>();
        var advised = new TreeSet<String>();
        var blocked = new TreeSet<String>();
        for (var caseCode : cases) {
            var plain = new PlainReading(about(log, caseCode), times.knownAt());
            var people = FieldWorld.people(caseCode);
            var when = times.when();
            if (when.day() != null) told.addAll(new PlainNotices(plain, caseCode, people, when).due());
            var expiry = new PlainExpiry(plain, caseCode, people, when);
            soon.addAll(expiry.within(SOON));
            later.addAll(expiry.within(LATER));
            advised.addAll(new PlainAdvice(plain, caseCode, people, when).lacking());
            blocked.addAll(new PlainMeetings(plain, caseCode, when).blocked());
        }
        said.merge(
                "advice current",
                (int) advised.stream().filter(row -> row.endsWith(": current")).count(),
                Integer::sum);
        // It is about days, as what falls due is.
        if (times.when().day() != null)
            questions.add(audit(
                    "reconsent",
                    "to be told",
                    times,
                    Map.of(),
                    told,
                    row -> row.path("rule").asString().equals("notify") ? PlainNotices.written(row) : null));
        questions.add(audit("expires-next", "expiring", times, Map.of("within", SOON), soon, PlainExpiry::written));
        questions.add(audit("expires-next", "expiring", times, Map.of("within", LATER), later, PlainExpiry::written));
        questions.add(audit("capacity", "lacking capacity", times, Map.of(), advised, PlainAdvice::written));
        questions.add(audit("blocks-use", "blocking a meeting", times, Map.of(), blocked, PlainMeetings::written));
    }

    /** A question of the audit about all cases; a row that is written as nothing is not compared. */
    private Question audit(
            String name,
            String what,
            Times times,
            Map<String, ?> beside,
            TreeSet<String> expected,
            Function<JsonNode, @Nullable String> writing) {
        said.merge(what, expected.size(), Integer::sum);
        var asked = times.asked();
        asked.putAll(beside);
        return new Question(
                "audit, %s, %s".formatted(name, what),
                where(null, times),
                List.copyOf(expected),
                () -> officer.items("/api/audit/" + name, asked).stream()
                        .flatMap(row -> Stream.ofNullable(writing.apply(row)))
                        .distinct()
                        .toList());
    }

    private static String written(@Nullable EventId event) {
        return event == null ? "nobody" : event.toString();
    }

    /** What was foretold of the actions of all cases: the audit answers for all of them at once. */
    private static final class Judged {
        final Set<String> actions = new HashSet<>();
        final List<String> uncovered = new ArrayList<>();
        final List<String> afterWithdrawal = new ArrayList<>();
    }

    private void judge(Judged judged, Line line, PlainReading plain, Times times) {
        var action = Foretold.action(line.event());
        if (action.isEmpty() || !times.begun(line.occurred())) return;
        var reasons = Foretold.written(plain.uncovered(action.get()));
        said.merge(reasons.isEmpty() ? "covered" : "not covered", 1, Integer::sum);
        judged.actions.add(line.id().toString());
        for (var reason : reasons) {
            judged.uncovered.add(line.id() + " " + reason);
            if (BY_WITHDRAWAL.contains(rule(reason))) judged.afterWithdrawal.add(line.id() + " " + reason);
        }
        var after = reasons.stream().anyMatch(reason -> BY_WITHDRAWAL.contains(rule(reason)));
        said.merge("after a withdrawal", after ? 1 : 0, Integer::sum);
    }

    private Question audited(
            String name, List<String> expected, Judged judged, Times times, Predicate<String> spokenOf) {
        return new Question("audit, " + name, where(null, times), expected, () -> {
            var told = new TreeSet<String>();
            for (var row : officer.items("/api/audit/" + name, times.asked())) {
                var event = row.path("event").asString();
                var reason = GateProofTest.written(
                        row.path("rule").asString(),
                        code(row, "participant").map(ParticipantCode::new).orElse(null),
                        code(row, "module").map(ModuleCode::new).orElse(null));
                if (judged.actions.contains(event) && spokenOf.test(reason)) told.add(event + " " + reason);
            }
            return List.copyOf(told);
        });
    }

    private static String rule(String reason) {
        return reason.contains(" ") ? reason.substring(0, reason.indexOf(' ')) : reason;
    }

    private static Optional<String> code(JsonNode row, String field) {
        return Optional.of(row.path(field)).filter(JsonNode::isString).map(JsonNode::asString);
    }

    /** Of one person in each case. */
    private Question held(CaseCode caseCode, List<Line> about, PlainReading plain, Times times) {
        var person = FieldWorld.person(caseCode, 1);
        var asked = times.asked();
        asked.put("limit", 1000);
        var expected = new ArrayList<String>();
        for (var line : about) {
            var action = Foretold.action(line.event());
            if (action.isEmpty()
                    || !plain.stands(line.id())
                    || !times.begun(line.occurred())
                    || !action.get().people().contains(person)) continue;
            var held = plain.held(line, action.get(), person, times.when());
            said.merge("held " + held, 1, Integer::sum);
            expected.add(line.id() + " " + held.name());
        }
        return new Question(
                "held of a person",
                where(caseCode, times),
                expected,
                () -> officer.items("/api/participants/" + person + "/held", asked).stream()
                        .map(row -> row.at("/record/event").asString() + " "
                                + row.path("use").asString())
                        .toList());
    }

    /** A day after all that was lived, with what was known at one of the last moments: data are released at the end. */
    private Times late(Random random) {
        var knownAt = log.get(random.nextInt(log.size() * 9 / 10, log.size())).recordedAt();
        var day = log.getLast()
                .recordedAt()
                .atZone(FieldWorld.zone(new CaseCode("SE-0")))
                .toLocalDate()
                .plusDays(random.nextInt(90));
        return new Times(day.toString(), When.endOf(day), knownAt);
    }

    /** Question 6, as far as whoever received data is to be told. Of one person in each case. */
    private Question notices(CaseCode caseCode, List<Line> about, Random random) {
        var times = late(random);
        var plain = new PlainReading(about, times.knownAt());
        var person = FieldWorld.person(caseCode, 1 + random.nextInt(FieldWorld.PEOPLE));
        var expected = new PlainReleases(plain, caseCode, person, times.when()).notices();
        said.merge("release notices", expected.size(), Integer::sum);
        var asked = times.asked();
        asked.put("participant", person.code());
        return new Question(
                "audit, recipients, to be told",
                where(caseCode, times) + ", about " + person,
                List.copyOf(expected),
                () -> officer.items("/api/audit/recipients", asked).stream()
                        .map(PlainReleases::written)
                        .filter(row -> !row.isEmpty())
                        .toList());
    }

    private String where(@Nullable CaseCode caseCode, Times times) {
        return "seed %d, %d cases, case %s, true at %s, known at %s"
                .formatted(seed, cases.size(), caseCode == null ? "any" : caseCode, times.trueAt(), times.knownAt());
    }
}
