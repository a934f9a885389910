package org.fieldledger.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.access.Role;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.projection.Projections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.PathContainer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Whether the proofs reach everything: each question as of two times is put by one of them, and each table with answers has a fault. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NothingUnprovedTest {

    /** What no proof asks over invented histories, and why. */
    private static final Map<String, String> NOT_ASKED = notAsked();

    private static Map<String, String> notAsked() {
        var why = new TreeMap<String, String>();
        why.put("/api/audit/erased", "nobody is erased in these histories: WhatWasErasedTest, ErasureProofTest");
        why.put("/api/audit/log-intact", "about the log itself, not about what happened: AuditTest");
        why.put("/api/audit/who-read", "about the access log, which no history writes: AuditTest, ReadsTest");
        why.put(
                "/api/audit/everything-held.zip",
                "a paper made of answers that are asked: ErasureProofTest, PagesTest");
        why.put("/api/audit/report.pdf", "a paper made of answers that are asked: AuditReportTest");
        why.put("/api/participants/{participant}/consent-receipt.jsonld", "a paper of consent: PersonPaperTest");
        why.put("/api/participants/{participant}/consent-receipt.pdf", "a paper of consent: PersonPaperTest");
        why.put("/api/release-preview", "counts what ReleaseProof makes: ReleasesEndpointTest");
        why.put("/api/release-command", "a line to be copied, no answer: ReleasesEndpointTest");
        why.put("/api/tasks", "the audit's questions as tasks, by examples only: TasksCommandTest");
        why.put("/api/cases/{case}/timeline/difference", "asked as /api/timeline/difference of a case: DifferenceTest");
        why.put("/api/releases", "what releases hold is compared in ReleaseProof: ReleasesEndpointTest");
        why.put("/api/releases/{name}", "what releases hold is compared in ReleaseProof: ReleasesEndpointTest");
        return why;
    }

    /**
     * Tables that say nothing of what happened: which sessions there were, and whom a change reaches that comes later. Of these rows
     * nothing is answered; that a change reaches all whom it concerns is what {@link BearingProofTest} proves.
     */
    private static final Set<String> OF_NO_ANSWER = Set.of("reporting.session", "reporting.ground");

    @TempDir
    private static Path home;

    @SuppressWarnings("NullAway.Init")
    private static RunningApplication store;

    @BeforeAll
    static void a_store_runs() {
        store = ProofStore.in(home);
    }

    @AfterAll
    static void it_stops() {
        store.close();
    }

    @Test
    void every_question_as_of_two_times_is_put_by_a_proof_or_it_is_said_why_not() {
        var course = new RandomCourses(1).live(40).log;
        Recording.record(course, store);
        var run = new GateProofTest.Run(new TreeMap<>());
        var field = new RandomField(1, 1, run::recorded);
        field.live(60);
        var lived = afterwards(run.log);
        Recording.record(lived, store);
        var manager = new OfficerAsking(store, Role.DATA_MANAGER);
        var officer = new OfficerAsking(store);
        var db = store.context().getBean(JdbcClient.class);
        var put = Stream.of(
                        new CourseProof(manager, course, 1).questions(2),
                        new AnswersProof(officer, lived, field.cases, 1).questions(2),
                        new PublishedProof(db, course, 1).questions(1),
                        new ReportingProof(db, manager, course, RandomCourses.CASES, 1).questions(1))
                .flatMap(List::stream)
                .toList();
        // What is answered is compared elsewhere; here it counts that it was asked.
        Question.differences(put);

        var unasked = new TreeSet<String>();
        for (var path : paths(manager, officer))
            if (Stream.concat(manager.asked().stream(), officer.asked().stream())
                    .noneMatch(asked -> path.matches(PathContainer.parsePath(asked))))
                unasked.add(path.getPatternString());
        var views = put.stream().map(Question::name).collect(Collectors.toSet());
        for (var function : functions(db)) if (!views.contains(function)) unasked.add(function);
        assertThat(unasked)
                .as("Questions that no proof puts; each is put, or it is said here why not")
                .containsExactlyElementsOf(NOT_ASKED.keySet());
    }

    /** The same, recorded years later: a store takes nothing from before what it has. */
    private static List<Line> afterwards(List<Line> log) {
        return log.stream()
                .map(line -> new Line(
                        line.recordedAt().plus(Duration.ofDays(2000)), line.position(), line.id(), line.event()))
                .toList();
    }

    /** Every address under which something is asked as of two times, with the questions of research and of the audit by name. */
    private static List<PathPattern> paths(OfficerAsking manager, OfficerAsking officer) {
        var mapping = store.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        var parser = org.springframework.web.util.pattern.PathPatternParser.defaultInstance;
        var paths = new TreeSet<String>();
        mapping.getHandlerMethods().forEach((info, method) -> {
            if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                    && Arrays.asList(method.getMethod().getParameterTypes()).contains(AsOf.class))
                info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .forEach(paths::add);
        });
        paths.removeIf(path -> path.endsWith("/{question}"));
        for (var list : List.of("/api/research", "/api/audit"))
            for (var question : (list.equals("/api/audit") ? officer : manager).answer(list, Map.of()))
                paths.add(list + "/" + question.path("name").asString());
        return paths.stream().map(parser::parse).toList();
    }

    /** Every view of reporting that answers as of two times. */
    private static List<String> functions(JdbcClient db) {
        return db.sql("""
                select proname from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
                 where nspname = 'reporting_v1' and proname like '%\\_at' order by 1
                """).query(String.class).list();
    }

    @Test
    void every_table_with_answers_has_its_fault() {
        var tables =
                new TreeSet<>(Planting.tablesOf("reporting", store.context().getBean(JdbcClient.class)));
        for (var projection : store.context().getBean(Projections.class).all())
            projection.tables().forEach(table -> tables.add("query." + table.name()));
        tables.removeAll(OF_NO_ANSWER);
        assertThat(PlantedFaultsTest.faults().map(Fault::table).distinct()).containsExactlyInAnyOrderElementsOf(tables);
    }
}
