package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;

import java.lang.reflect.AnnotatedElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.access.Actor;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Role;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.audit.Audit;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.projection.Projections;
import org.fieldledger.query.research.Research;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every question that takes the two times is asked as of fixed ones, before and after years of further fieldwork, corrections and late
 * entries: the same bytes. The list of questions is what the program answers to, so a new one is in it by itself.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SameAnswerTest {

    /** What may answer otherwise, and why. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "/api/release-preview", "A release is defined on the log as it is, and consent judged by all that is known",
            "/api/release-command", "The same",
            "/release-form", "The same");

    /** What the parts of an address are called, and what is asked about here. */
    private static final Map<String, String> ABOUT = Map.ofEntries(
            Map.entry("case", "CAFE"),
            Map.entry("participant", "CAFE-0001"),
            Map.entry("instrument", "SECURITY"),
            Map.entry("session", "FG-1"),
            Map.entry("reader", "nobody"),
            Map.entry("since", "2019-03-01"),
            Map.entry("name", "REL-1"),
            Map.entry("ask", "now"));

    private static final Instant NOW = Instant.parse("2040-01-01T12:00:00Z");
    private static final Ledger LEDGER = new Ledger();
    private static final RandomHistory HISTORY = new RandomHistory(2019, LEDGER);
    private static Asking asking;

    @BeforeAll
    static void some_years_of_fieldwork() {
        HISTORY.live(100);
        LEDGER.record(
                new DataReleased(in(null, on("2019-03-01")), "REL-1", "an office", "a question", 3),
                LEDGER.log().headRecordedAt());
        HISTORY.live(150);
        asking = new Asking(LEDGER, beans -> {
            beans.registerBean(
                    "fixedClock", Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC), bean -> bean.setPrimary(true));
            beans.registerBean("somebody", CurrentActor.class, Somebody::new, bean -> bean.setPrimary(true));
        });
        awaitAll();
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    /** A question as it is asked over HTTP. */
    private record Asked(String pattern, String address, String accept) {
        @Override
        public String toString() {
            return address + " as " + accept;
        }
    }

    /** All that a reader gets: how it was answered, what the headers say of it, and the content. */
    private record Got(int status, Map<String, List<String>> headers, String body) {}

    @Test
    void whatever_is_recorded_later_the_same_question_as_of_the_same_times_has_the_same_bytes() {
        var head = LEDGER.log().headRecordedAt();
        var quietDay = head.plus(Duration.ofDays(2));
        var times = List.of(
                "trueAt=2020-06-30&knownAt=" + LEDGER.log().recordedAt(120),
                "trueAt=2021-03-01T10:00:00Z&knownAt=" + head,
                "knownAt=" + LEDGER.log().recordedAt(200),
                "trueAt=2021-06-30&knownAt=" + quietDay);
        var questions = questions(times);
        var before = answers(questions);

        HISTORY.rest(Duration.ofDays(5));
        HISTORY.live(150);
        awaitAll();

        assertThat(questions).extracting(Asked::pattern).contains("/api/measures/responses", "/api/timeline");
        for (var question : questions) {
            var was = Objects.requireNonNull(before.get(question.toString()));
            assertThat(was.status()).as("%s: %s", question, was.body()).isEqualTo(200);
            assertThat(answer(question)).as(question.toString()).isEqualTo(was);
        }
    }

    @Test
    void what_is_still_to_come_is_answered_and_stated_as_of_what_is_known() {
        for (var question : questions(List.of("trueAt=2020-06-30&knownAt=2099-01-01"))) {
            if (!question.pattern().startsWith("/api/")) continue; // a page shows what was typed
            var got = answer(question);
            assertThat(got.status()).as("%s: %s", question, got.body()).isEqualTo(200);
            assertThat(got.toString()).as(question.toString()).doesNotContain("2099-01-0");
        }
    }

    private static Map<String, Got> answers(List<Asked> questions) {
        var answers = new TreeMap<String, Got>();
        for (var question : questions) answers.put(question.toString(), answer(question));
        return answers;
    }

    private static Got answer(Asked question) {
        var raw = asking.raw(question.address(), question.accept());
        var headers = new TreeMap<>(raw.headers().map());
        headers.keySet().removeIf(name -> !name.startsWith("fieldledger-") && !name.startsWith("content-"));
        return new Got(raw.statusCode(), headers, raw.body());
    }

    private static List<Asked> questions(List<String> times) {
        var questions = new ArrayList<Asked>();
        asking.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    if (!takesTheTwoTimes(method) || !methods(mapping).contains(RequestMethod.GET)) return;
                    for (var pattern : mapping.getPatternValues())
                        if (!OTHERWISE.containsKey(pattern))
                            addresses(pattern, mapping, method)
                                    .forEach(address -> times.forEach(asOf -> accepted(mapping)
                                            .forEach(accept -> questions.add(new Asked(
                                                    pattern,
                                                    address
                                                            + (address.contains("?") ? "&" : "?")
                                                            + asOf.replace("+", "%2B"),
                                                    accept)))));
                });
        return questions;
    }

    private static boolean takesTheTwoTimes(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters()).anyMatch(each -> each.getParameterType() == AsOf.class);
    }

    private static Set<RequestMethod> methods(RequestMappingInfo mapping) {
        return mapping.getMethodsCondition().getMethods();
    }

    private static List<String> accepted(RequestMappingInfo mapping) {
        var produced = mapping.getProducesCondition().getProducibleMediaTypes().stream()
                .map(Object::toString)
                .toList();
        return produced.isEmpty() ? List.of("*/*") : produced;
    }

    /** One address for a question, or one for each that stands behind it, with what it cannot be asked without. */
    private static Stream<String> addresses(String pattern, RequestMappingInfo mapping, HandlerMethod method) {
        var needed = new TreeMap<String, String>();
        for (var parameter : method.getMethod().getParameters())
            needed(parameter, parameter.getName()).ifPresent(name -> needed.put(name, about(pattern, name)));
        for (var condition : mapping.getParamsCondition().getExpressions())
            if (!condition.isNegated()) needed.put(condition.getName(), about(pattern, condition.getName()));
        if (!pattern.contains("{question}")) return Stream.of(address(pattern, needed));
        var named = pattern.startsWith("/api/research/")
                ? asking.bean(Research.class).questions().stream()
                        .collect(Collectors.toMap(one -> one.name(), one -> one.needs()))
                : Audit.questions().stream().collect(Collectors.toMap(one -> one.name(), one -> one.needs()));
        return named.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(one -> {
            var all = new TreeMap<>(needed);
            one.getValue().forEach(name -> all.put(name, about(pattern, name)));
            return address(pattern.replace("{question}", one.getKey()), all);
        });
    }

    private static Optional<String> needed(AnnotatedElement parameter, String name) {
        var annotation = parameter.getAnnotation(RequestParam.class);
        if (annotation == null) return Optional.empty();
        if (name.equals("since")) return Optional.of(name); // told to be missing in words of its own
        if (!annotation.required() || !annotation.defaultValue().equals(ValueConstants.DEFAULT_NONE))
            return Optional.empty();
        return Optional.of(annotation.name().isEmpty() ? name : annotation.name());
    }

    private static String address(String pattern, Map<String, String> parameters) {
        var path = Pattern.compile("\\{(\\w+)}")
                .matcher(pattern)
                .replaceAll(part -> Matcher.quoteReplacement(about(pattern, part.group(1))));
        return parameters.isEmpty()
                ? path
                : path + "?"
                        + parameters.entrySet().stream()
                                .map(one ->
                                        one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"));
    }

    private static String about(String pattern, String name) {
        if (name.equals("checkpoint")) return "1:" + "0".repeat(64);
        return Objects.requireNonNull(
                ABOUT.get(name), () -> "%s takes %s: say here what to ask about".formatted(pattern, name));
    }

    private static void awaitAll() {
        var head = LEDGER.log().head();
        for (var projection : asking.bean(Projections.class).all())
            assertThat(asking.bean(Checkpoints.class).await(projection.name(), head, Duration.ofSeconds(60)))
                    .isTrue();
    }

    /** Somebody who may ask anything. */
    private static final class Somebody extends CurrentActor {
        @Override
        public Optional<Actor> find() {
            return Optional.of(
                    new Actor(new ResearcherCode("somebody"), Set.of(Role.DATA_MANAGER, Role.ETHICS_OFFICER)));
        }
    }
}
