package org.fieldledger.oracle;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.events.CaseCode;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import tools.jackson.databind.JsonNode;

/** Questions 13 and 18 of the audit, each of one of the cases, with what is read off the list line by line. */
final class AuditProof {

    /** What a row may say that is counted by itself, so that each kind of answer is known to have been given. */
    private static final Map<String, List<String>> KINDS = Map.of(
            "believed-then", List.of("consent of", "known covered", "known uncovered", "known superseded"),
            "coming-of-age", List.of("decides anew on []", "decides anew on [diary"),
            "outside-approval", List.of("ended on", "was on hold from", "does not allow"),
            "retired-texts", List.of("-TEXT-1 of", "-TEXT-3 of"),
            "text-seen", List.of("no text named", "not on record", "in sv", "evidence e"),
            "time-to-enforce", List.of(", 0 collected between", "1 open", "1 collected between, 0 open"),
            "late-entries", List.of("after the fact 0", "after the fact 1"),
            "who-decided", List.of("as self, shown true", "as self, shown false", "as consultee, shown true"));

    /** Everything of that which is counted, by its name. */
    static List<String> kinds() {
        return KINDS.entrySet().stream()
                .flatMap(one -> one.getValue().stream().map(kind -> kind(one.getKey(), kind)))
                .toList();
    }

    private static String kind(String name, String kind) {
        return "audit, %s: %s".formatted(name, kind);
    }

    private final OfficerAsking officer;
    private final long seed;
    private final Map<String, Integer> said;
    private final Random random;

    /** @param said how often the plain reading said what */
    AuditProof(OfficerAsking officer, long seed, Map<String, Integer> said) {
        this.officer = officer;
        this.seed = seed;
        this.said = said;
        this.random = new Random(7 * seed);
    }

    void ask(
            List<Question> questions,
            List<Line> log,
            List<CaseCode> cases,
            Map<String, Object> times,
            When when,
            Instant knownAt) {
        var caseCode = cases.get(random.nextInt(cases.size()));
        var plain = new PlainAudit(AnswersProof.about(log, caseCode), caseCode, when, knownAt);
        var ofTheCase = new HashMap<>(times);
        ofTheCase.put("case", caseCode.code());
        question(questions, "refusals", ofTheCase, plain.refusals(), AuditProof::refusal);
        var person = FieldWorld.person(caseCode, 1 + random.nextInt(FieldWorld.PEOPLE));
        var ofThePerson = new HashMap<>(times);
        ofThePerson.put("participant", person.code());
        question(questions, "held", ofThePerson, plain.held(person), AuditProof::held);
    }

    void question(
            List<Question> questions,
            String name,
            Map<String, Object> asked,
            List<String> expected,
            Function<JsonNode, String> written) {
        said.merge("audit, " + name, expected.size(), Integer::sum);
        KINDS.getOrDefault(name, List.of())
                .forEach(kind -> said.merge(
                        kind(name, kind),
                        (int) expected.stream()
                                .filter(row -> row.contains(kind))
                                .count(),
                        Integer::sum));
        questions.add(new Question(
                "audit, " + name,
                "seed %d, %s".formatted(seed, new TreeMap<>(asked)),
                expected,
                () -> officer.items("/api/audit/" + name, asked).stream()
                        .map(written)
                        .toList()));
    }

    private static String refusal(JsonNode row) {
        return "%s in session %s as %s on %s"
                .formatted(about(row, "what"), text(row, "session"), text(row, "capacity"), text(row, "formVersion"));
    }

    static String decided(JsonNode row) {
        return "%s by %s as %s, shown %s"
                .formatted(about(row, "decision"), text(row, "decider"), text(row, "capacity"), text(row, "shown"));
    }

    static String about(JsonNode row, String kind) {
        return about(row, kind, "occurred");
    }

    static String about(JsonNode row, String kind, String occurred) {
        return "%s %s of %s about %s on %s recorded %s"
                .formatted(
                        text(row, "event"),
                        text(row, kind),
                        text(row, "participant"),
                        row.path("modules")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList(),
                        text(row, occurred),
                        text(row, "recordedAt"));
    }

    static String late(JsonNode row) {
        return "%s of %s: late %s, over a week %s, over a month %s, median %s, most %s, corrected %s, after the fact %s"
                .formatted(
                        text(row, "recorder"),
                        text(row, "entries"),
                        text(row, "late"),
                        text(row, "overAWeek"),
                        text(row, "overAMonth"),
                        text(row, "medianDays"),
                        text(row, "mostDays"),
                        text(row, "corrected"),
                        text(row, "consentAfterTheFact"));
    }

    private static String held(JsonNode row) {
        return "%s %s %s superseded by %s"
                .formatted(text(row, "event"), text(row, "kind"), text(row, "use"), text(row, "supersededBy"));
    }

    static String text(JsonNode row, String name) {
        var value = row.path(name);
        return value.isNull() || value.isMissingNode() ? "null" : value.asString();
    }
}
