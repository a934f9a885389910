package org.fieldledger.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.command.programme.ProgrammeCommand.RegisterProgramme;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard and the alerts ask Prometheus for is there in a program that has done something. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {

    private static final Pattern METRIC =
            Pattern.compile("\\b((?:fieldledger|hikaricp|jvm|http|process|system)_[a-z_]+)\\b");
    private static final Pattern OFFERED = Pattern.compile("(?m)^([a-z_]+)[{ ]");
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    @TempDir
    static Path home;

    private RunningApplication store;
    private Set<String> offered;

    @BeforeAll
    void hasDoneSomething() throws IOException, InterruptedException {
        store = RunningStore.in(home, Map.of());
        var desk = store.context().getBean(Desk.class);
        assertThat(desk.submit(submission(registered("2019-01-01")))).isInstanceOf(Answer.Accepted.class);
        assertThat(desk.submit(submission(registered("2019-01-02")))).isInstanceOf(Answer.Rejected.class);
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(RunningStore.address(store) + "/actuator/health"))
                                .build(),
                        BodyHandlers.discarding());
        var meters = store.context().getBean(PrometheusMeterRegistry.class);
        offered = await("the projections to have read it")
                .until(
                        () -> named(OFFERED, meters.scrape()),
                        seen -> seen.contains("fieldledger_projection_batch_seconds_count"));
    }

    @AfterAll
    void ends() {
        store.close();
    }

    @Test
    void every_metric_on_the_dashboard_is_there() throws IOException {
        var asked = named(METRIC, Files.readString(Path.of("../deploy/grafana/dashboards/fieldledger.json")));

        assertThat(asked)
                .contains(
                        "fieldledger_append_commit_seconds_bucket",
                        "fieldledger_append_batch_events_sum",
                        "fieldledger_log_head_held_seconds",
                        "fieldledger_projection_lag_events",
                        "fieldledger_projection_lag_seconds",
                        "fieldledger_projection_parked",
                        "fieldledger_projection_range_lag_events",
                        "fieldledger_projection_claims",
                        "fieldledger_projection_takeovers_total",
                        "fieldledger_projection_rebuild_left_events");
        assertThat(offered).containsAll(asked);
    }

    @Test
    void every_metric_an_alert_waits_for_is_there() throws IOException {
        assertThat(offered).containsAll(named(METRIC, Files.readString(Path.of("../deploy/prometheus/alerts.yml"))));
    }

    private static Set<String> named(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Submission submission(FieldCommand command) {
        return Submission.of(UUID.randomUUID(), command, new ResearcherCode("fieldworker-1"));
    }

    private static FieldCommand registered(String day) {
        return new RegisterProgramme(
                Report.on(null, new Occurred(day, null, STOCKHOLM)).done(),
                "SAMSKAPA",
                "Coproduction",
                LocalDate.parse("2019-01-01"),
                LocalDate.parse("2024-12-31"),
                STOCKHOLM);
    }
}
