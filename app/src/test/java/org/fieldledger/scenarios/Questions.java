package org.fieldledger.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fieldledger.command.Problem;
import org.fieldledger.events.Country;
import org.fieldledger.scenarios.ScenarioDocument.Sentence;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The sentences that say what must then be so, each bound to the question that is asked. What is not here is not understood. */
final class Questions {

    /** How a question is put to the store: what, narrowed by what, and as of which two days. */
    interface Store {
        List<JsonNode> ledger(String participant, LocalDate trueAt, LocalDate knownAt);

        List<JsonNode> held(String participant, LocalDate trueAt, LocalDate knownAt);

        List<JsonNode> audit(
                String question, Map<String, String> narrowedBy, @Nullable LocalDate trueAt, LocalDate knownAt);
    }

    /** A question that can be asked when everything has been told. */
    interface Asked {
        void of(Telling telling, Telling.Outcome before, Store store);
    }

    private static final Pattern AS_OF = Pattern.compile(
            "(?:on (?<on>" + Sentences.DATE + ") )?(?:as known on (?<known>" + Sentences.DATE + ") )?(?<rest>.*)");

    private static final Map<String, Pattern> REASONS = reasons();

    private static Map<String, Pattern> reasons() {
        var who = "(?<who>[A-Z][a-z]+)";
        var what = "(?<what>[a-z-]+)";
        var reasons = new LinkedHashMap<String, String>();
        reasons.put("consent-not-given", who + " has not said yes to " + what);
        reasons.put("consent-refused", who + " said no to " + what);
        reasons.put("consent-withdrawn", who + " took back " + what);
        reasons.put("consent-suspended", who + "'s consent to " + what + " is suspended");
        reasons.put("consent-expired", who + "'s consent to " + what + " has expired");
        reasons.put("consent-invalidated", who + "'s consent to " + what + " was never valid");
        reasons.put("module-period-over", "the time for collecting " + what + " is over");
        reasons.put("reconsent-due", who + " must be asked again about " + what);
        reasons.put("no-contact", who + " wants no contact about " + what);
        reasons.put("mode-declined", who + " does not want " + what + " that way");
        reasons.put("session-dissented", who + " dissented from [a-z-]+ in that session");
        reasons.put("person-dissented", who + "'s own no to " + what + " stands");
        reasons.put(
                "decider-not-entitled",
                "(?:[A-Z][a-z]+ may not decide about " + what + " for (?<for>[A-Z][a-z]+)|" + who
                        + " may not decide about (?<that>[a-z-]+))");
        reasons.put("witness-missing", "no witness is named");
        reasons.put("approval-not-in-force", "no approval is in force");
        reasons.put("case-not-open", "the case is not open");
        reasons.put("performer-not-assigned", "who did it was not assigned to the case");
        reasons.put("participant-not-enrolled", who + " was not enrolled");
        reasons.put("form-version-not-in-use", "the text was not in use");
        reasons.put("amendment-unknown", "that is no amendment");
        reasons.put("person-erased", who + " was erased");
        reasons.put("erasure-not-decided", "nobody decided it");
        reasons.put("nothing-given", who + " had given nothing");
        var patterns = new LinkedHashMap<String, Pattern>();
        reasons.forEach((rule, form) -> patterns.put(rule, Pattern.compile(form)));
        return patterns;
    }

    /** Reads a sentence that says what must be so; empty where nothing here is said like that. Asked on the day of the telling. */
    static Optional<Asked> read(Sentence sentence, LocalDate today) {
        if (sentence.text().equals("it is recorded"))
            return Optional.of((telling, before, store) ->
                    assertThat(before.problems()).as(sentence.toString()).isEmpty());
        if (sentence.text().startsWith("it is refused, ")) return Optional.of(refused(sentence));
        var within = Pattern.compile("within (?<months>\\d+) months of (?<of>" + Sentences.DATE
                        + ") (?<who>[A-Z][a-z]+) reaches (?<age>\\d+) on (?<day>" + Sentences.DATE + ")")
                .matcher(sentence.text());
        if (within.matches())
            return Optional.of((telling, before, store) -> comesOfAge(sentence, within, telling, store, today));
        var asOf = AS_OF.matcher(sentence.text());
        if (!asOf.matches()) return Optional.empty();
        var known = asOf.group("known") == null ? today : Sentences.date(asOf.group("known"));
        var on = asOf.group("on") == null ? null : Sentences.date(asOf.group("on"));
        var rest = asOf.group("rest");
        for (var question : QUESTIONS.entrySet()) {
            var words = question.getKey().matcher(rest);
            if (words.matches())
                return Optional.of((telling, before, store) ->
                        question.getValue().of(new Put(sentence, words, telling, store, on, known)));
        }
        return Optional.empty();
    }

    private interface Binding {
        void of(Put put);
    }

    /** A question with its words, put to a store. */
    private record Put(
            Sentence sentence,
            Matcher words,
            Telling telling,
            Store store,
            @Nullable LocalDate on,
            LocalDate known) {

        String word(String name) {
            return words.group(name);
        }

        boolean has(String name) {
            return words.namedGroups().containsKey(name) && words.group(name) != null;
        }

        String person(String name) {
            return telling.person(word(name)).code();
        }

        String event(String name) {
            return telling.event(word(name)).toString();
        }

        /** What the audit finds in this scenario's cases. */
        List<JsonNode> audit(String question, Map<String, String> narrowedBy) {
            var found = new ArrayList<JsonNode>();
            for (var country : List.of(Country.SE, Country.GB)) {
                var narrowed = new LinkedHashMap<>(narrowedBy);
                narrowed.put("case", telling.caseOf(country).code());
                found.addAll(store.audit(question, narrowed, on, known));
            }
            return found;
        }

        List<JsonNode> audit(String question) {
            return audit(question, Map.of());
        }

        Set<String> peopleNamed(List<JsonNode> rows) {
            var people = new TreeSet<String>();
            rows.forEach(row -> people.add(row.path("participant").asString("")));
            people.remove("");
            return people;
        }

        List<JsonNode> about(List<JsonNode> rows, String field, String value) {
            return rows.stream()
                    .filter(row -> row.path(field).asString("").equals(value))
                    .toList();
        }
    }

    private static final Map<Pattern, Binding> QUESTIONS = new LinkedHashMap<>();

    private static void ask(String form, Binding binding) {
        QUESTIONS.put(Pattern.compile(form), binding);
    }

    private static final Map<String, String> HELD = Map.of(
            "usable", "usable",
            "quarantined", "quarantined",
            "on hold", "on-hold",
            "in no new dataset", "not-in-new-datasets",
            "past its use", "use-period-over",
            "kept in part", "in-part",
            "to be destroyed", "to-be-destroyed");

    static {
        ask(
                "(?<who>[A-Z][a-z]+)'s consent to (?<what>[a-z-]+) is (?<state>[a-z -]+?)(?: \\((?<cause>[a-z-]+)\\))?"
                        + "(?: since (?<since>" + Sentences.DATE + "))?(?:, waiting for (?<waits>[A-Za-z]+))?",
                put -> {
                    var caseCode = put.telling()
                            .caseOf(put.telling().countryOf(put.word("who")))
                            .code();
                    var stands = put
                            .store()
                            .ledger(put.person("who"), Objects.requireNonNullElse(put.on(), put.known()), put.known())
                            .stream()
                            .filter(row -> row.path("caseCode").asString().equals(caseCode)
                                    && row.path("module").asString().equals(put.word("what")))
                            .toList();
                    var expected = put.word("state")
                            .toUpperCase(Locale.ROOT)
                            .replace("RE-CONSENT", "RECONSENT")
                            .replace(' ', '_');
                    if (expected.equals("NOT_ASKED") && stands.isEmpty()) return;
                    assertThat(stands)
                            .as(put.sentence().toString())
                            .extracting(row -> row.path("state").asString())
                            .containsExactly(expected);
                    var row = stands.getFirst();
                    if (put.has("cause"))
                        assertThat(row.path("cause").asString("").replace('_', '-'))
                                .as(put.sentence().toString())
                                .isEqualTo(put.word("cause"));
                    if (put.has("since"))
                        assertThat(Instant.parse(row.path("since").asString())
                                        .atZone(Telling.zoneOf(put.telling().countryOf(put.word("who"))))
                                        .toLocalDate())
                                .as(put.sentence().toString())
                                .isEqualTo(Sentences.date(put.word("since")));
                    if (put.has("waits"))
                        assertThat(row.path("waitsFor").valueStream().map(JsonNode::asString))
                                .as(put.sentence().toString())
                                .containsExactly(put.word("waits"));
                });
        ask(
                "\\[(?<x>[a-z]+)] was covered",
                put -> assertThat(put.about(put.audit("covered"), "event", put.event("x")))
                        .as(put.sentence().toString())
                        .isEmpty());
        ask(
                "\\[(?<x>[a-z]+)] was not covered \\((?<rule>[a-z-]+)\\)",
                put -> assertThat(put.about(put.audit("covered"), "event", put.event("x")))
                        .as(put.sentence().toString())
                        .extracting(row -> row.path("rule").asString())
                        .contains(put.word("rule")));
        ask(
                "\\[(?<x>[a-z]+)] was collected after a withdrawal",
                put -> assertThat(put.about(put.audit("after-withdrawal"), "event", put.event("x")))
                        .as(put.sentence().toString())
                        .isNotEmpty());
        ask(
                "the refusals and dissents name (?<who>[A-Z][a-z]+)",
                put -> assertThat(put.peopleNamed(put.audit("refusals")))
                        .as(put.sentence().toString())
                        .containsExactly(put.person("who")));
        ask(
                "the people who lack capacity are (?<who>[A-Z][a-z]+)",
                put -> assertThat(put.peopleNamed(put.audit("capacity")))
                        .as(put.sentence().toString())
                        .containsExactly(put.person("who")));
        ask(
                "(?<who>[A-Z][a-z]+) needs to be asked again about (?<what>[a-z-]+)",
                put -> assertThat(put.audit("reconsent"))
                        .as(put.sentence().toString())
                        .extracting(row -> row.path("participant").asString() + " "
                                + row.path("module").asString())
                        .containsExactly(put.person("who") + " " + put.word("what")));
        ask(
                "(?<who>[A-Z][a-z]+) is to be told of an amendment about (?<what>[a-z-]+)",
                put -> assertThat(put.audit("reconsent"))
                        .as(put.sentence().toString())
                        .extracting(row -> "%s %s %s"
                                .formatted(
                                        row.path("rule").asString(),
                                        row.path("participant").asString(),
                                        row.path("module").asString()))
                        .containsExactly("notify " + put.person("who") + " " + put.word("what")));
        ask(
                "nobody is to be told of an amendment",
                put -> assertThat(put.audit("reconsent"))
                        .as(put.sentence().toString())
                        .isEmpty());
        ask(
                "nobody needs to be asked again",
                put -> assertThat(put.audit("reconsent"))
                        .as(put.sentence().toString())
                        .isEmpty());
        ask(
                "the use of \\[(?<x>[a-z]+)] is blocked by (?:nobody|(?<who>[A-Z][a-z]+))",
                put -> assertThat(put.peopleNamed(put.about(put.audit("blocks-use"), "event", put.event("x"))))
                        .as(put.sentence().toString())
                        .isEqualTo(put.has("who") ? Set.of(put.person("who")) : Set.of()));
        ask(
                "\\[(?<x>[a-z]+)] is (?<held>usable|quarantined|on hold|in no new dataset|past its use|kept in part|to be destroyed) for (?<who>[A-Z][a-z]+)",
                put -> {
                    var rows = put.about(
                            put.audit("held", Map.of("participant", put.person("who"))), "event", put.event("x"));
                    assertThat(rows)
                            .as(put.sentence().toString())
                            .extracting(row -> row.path("use").asString())
                            .containsExactly(HELD.get(put.word("held")));
                    var ledger = put
                            .store()
                            .held(put.person("who"), Objects.requireNonNullElse(put.on(), put.known()), put.known())
                            .stream()
                            .filter(row -> row.at("/record/event").asString().equals(put.event("x")))
                            .map(row -> row.path("use")
                                    .asString()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-'))
                            .toList();
                    assertThat(ledger).as("The ledger: " + put.sentence()).containsExactly(HELD.get(put.word("held")));
                });
    }

    private static void comesOfAge(Sentence sentence, Matcher words, Telling telling, Store store, LocalDate today) {
        var who = words.group("who");
        var rows = store.audit(
                "coming-of-age",
                Map.of("case", telling.caseOf(telling.countryOf(who)).code(), "within", words.group("months")),
                Sentences.date(words.group("of")),
                today);
        assertThat(rows)
                .as(sentence.toString())
                .extracting(row -> row.path("participant").asString() + " "
                        + row.path("age").asInt() + " " + row.path("on").asString())
                .containsExactly(
                        telling.person(who) + " " + words.group("age") + " " + Sentences.date(words.group("day")));
    }

    private record Reason(
            String rule, @Nullable String who, @Nullable String what) {}

    private static Asked refused(Sentence sentence) {
        var because = Pattern.compile("because (.+?) \\(([a-z-]+)\\)").matcher(sentence.text());
        var reasons = new ArrayList<Reason>();
        while (because.find()) {
            var form = REASONS.get(because.group(2));
            if (form == null) throw new IllegalArgumentException("%s names no rule there is".formatted(sentence));
            var words = form.matcher(because.group(1));
            if (!words.matches())
                throw new IllegalArgumentException(
                        "%s does not say in words what %s means".formatted(sentence, because.group(2)));
            reasons.add(new Reason(because.group(2), group(words, "who", "for"), group(words, "what", "that")));
        }
        return (telling, before, store) -> {
            var expected = new HashSet<String>();
            for (var reason : reasons) expected.add(written(reason, telling));
            assertThat(before.events()).as(sentence.toString()).isEmpty();
            var told = new HashSet<String>();
            for (var problem : before.problems()) told.add(written(problem, reasons));
            assertThat(told).as("%s, but told: %s", sentence, before.problems()).isEqualTo(expected);
        };
    }

    private static @Nullable String group(Matcher words, String... names) {
        for (var name : names)
            if (words.namedGroups().containsKey(name) && words.group(name) != null) return words.group(name);
        return null;
    }

    private static String written(Reason reason, Telling telling) {
        return reason.rule()
                + (reason.who() == null ? "" : " " + telling.person(reason.who()))
                + (reason.what() == null ? "" : " " + reason.what());
    }

    /** As much of a problem as the sentence speaks of. */
    private static String written(Problem problem, List<Reason> reasons) {
        var rule = problem.rule().code();
        var named =
                reasons.stream().filter(reason -> reason.rule().equals(rule)).findFirst();
        return rule
                + (named.isEmpty() || named.get().who() == null ? "" : " " + problem.participant())
                + (named.isEmpty() || named.get().what() == null ? "" : " " + problem.module());
    }

    private Questions() {}
}
