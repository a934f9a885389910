package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.cli.TwoPatients.ANNA;
import static org.fieldledger.cli.TwoPatients.BEA;
import static org.fieldledger.cli.TwoPatients.CAFE;
import static org.fieldledger.cli.TwoPatients.ELIN;
import static org.fieldledger.cli.TwoPatients.TRUST;
import static org.fieldledger.cli.TwoPatients.on;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A release made at the command line and made again: after a rebuild, after corrections, in another PostgreSQL, after an erasure. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DataReleasesTest {

    @TempDir
    Path folder;

    @Test
    void the_same_bytes_come_again_after_rebuild_corrections_and_restore_and_what_is_erased_is_named()
            throws Exception {
        var home = folder.resolve("one");
        try (var store = RunningStore.in(home, Map.of())) {
            var desk = store.context().getBean(Desk.class);
            TwoPatients.setUp().forEach(command -> record(desk, command));
            var ofAnna = record(desk, answered(ANNA, "2021-02-20", "3", "Needle of Anna", null));
            record(desk, answered(BEA, "2021-02-21", "4", "Needle of Bea", null));

            var look = at(
                    home,
                    "make",
                    "REL-1",
                    "--for",
                    "a university",
                    "--question",
                    "How secure?",
                    "--texts",
                    "--dry-run");
            assertThat(look.errors()).isEmpty();
            assertThat(look.out()).contains("answers               4 rows", "Nothing had to be left out", "--position");

            var made = at(
                    home,
                    "make",
                    "REL-1",
                    "--for",
                    "a university",
                    "--question",
                    "How secure?",
                    "--texts",
                    "--out",
                    folder.resolve("first").toString());
            assertThat(made.errors()).isEmpty();
            assertThat(made.exitCode()).isZero();
            assertThat(made.out()).contains("REL-1 is on record", "about 2 people");
            assertThat(folder.resolve("first/answers.csv")).content().contains("Needle of Anna", "Needle of Bea");
            assertThat(at(
                            home,
                            "make",
                            "REL-1",
                            "--for",
                            "a",
                            "--question",
                            "b",
                            "--out",
                            folder.resolve("x").toString()))
                    .satisfies(again -> {
                        assertThat(again.exitCode()).isEqualTo(1);
                        assertThat(again.errors()).contains("There already is a release of that name");
                    });
            assertThat(folder.resolve("x")).doesNotExist();

            record(desk, answered(ANNA, "2021-02-20", "1", "Otherwise", new Correction(ofAnna, "misread")));
            record(desk, answered(BEA, "2021-02-19", "2", "Came late", null));
            Rebuilding.on(
                    store.context().getBean(DataSource.class),
                    store.context().getBean(Vault.class),
                    List.of(),
                    progress -> {});
            sameBytes(
                    at(
                            home,
                            "reproduce",
                            "REL-1",
                            "--out",
                            folder.resolve("again").toString()),
                    "again");

            run(
                    home,
                    "backup",
                    folder.resolve("store.zip").toString(),
                    "--keys",
                    folder.resolve("keys.zip").toString());
            elsewhere("other", "--keys", folder.resolve("keys.zip").toString());
            sameBytes(
                    at(
                            folder.resolve("other"),
                            "reproduce",
                            "REL-1",
                            "--out",
                            folder.resolve("there").toString()),
                    "there");

            elsewhere("without");
            var unread = at(
                    folder.resolve("without"),
                    "reproduce",
                    "REL-1",
                    "--out",
                    folder.resolve("closed").toString());
            assertThat(unread.exitCode()).isEqualTo(3);
            assertThat(unread.out()).contains("is NOT what it was", "it cannot be read here");

            erase(desk, store.context().getBean(DataSource.class));
            var gone = at(
                    home, "reproduce", "REL-1", "--out", folder.resolve("gone").toString());
            assertThat(gone.exitCode()).isEqualTo(2);
            assertThat(gone.out())
                    .contains("the same but for what was destroyed since", "answers CAFE-0001", "DPO 2021/7");
            assertThat(folder.resolve("gone/answers.csv"))
                    .content()
                    .contains("Needle of Bea")
                    .doesNotContain("Needle of Anna", "CAFE-0001");
            assertThat(folder.resolve("gone/destroyed.csv")).content().contains("CAFE-0001", "GDPR Art. 17(1)(b)");

            assertThat(at(home, "list").out()).contains("REL-1", "a university: How secure?");
            assertThat(at(home, "show", "REL-1").out())
                    .contains("REL-1, for a university", "people       2", "answers.parquet");
            assertThat(at(home, "show", "REL-2").errors()).contains("There is no release REL-2. Did you mean REL-1?");
            assertThat(run(home, "audit", "who-read", "--person", "CAFE-0002", "--format", "csv")
                            .out())
                    .contains(",release,");
        }
    }

    private void sameBytes(Said said, String where) throws IOException {
        assertThat(said.errors()).isEmpty();
        assertThat(said.out()).contains("REL-1: the same bytes");
        assertThat(said.exitCode()).isZero();
        try (var files = Files.list(folder.resolve("first"))) {
            for (var file : files.toList())
                assertThat(folder.resolve(where).resolve(file.getFileName().toString()))
                        .hasSameBinaryContentAs(file);
        }
    }

    /** Another PostgreSQL, with the backup of the first store in it. */
    private void elsewhere(String name, String... keys) throws IOException {
        var home = folder.resolve(name);
        var arguments =
                new ArrayList<>(List.of("restore", folder.resolve("store.zip").toString()));
        arguments.addAll(List.of(keys));
        assertThat(run(home, arguments.toArray(String[]::new)).errors()).isEmpty();
        Files.copy(folder.resolve("one/master.key"), home.resolve("master.key"));
    }

    private static void erase(Desk desk, DataSource database) {
        var demand = record(
                desk,
                new WithdrawConsent(
                        Report.on(CAFE, on("2021-03-01")).done(),
                        ANNA,
                        List.of(),
                        WithdrawalKind.DESTROY,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null));
        record(
                desk,
                new ErasePerson(
                        Report.on(CAFE, on("2021-03-10")).done(),
                        ANNA,
                        demand,
                        "data protection officer",
                        "asked to be forgotten",
                        "GDPR Art. 17(1)(b)",
                        LocalDate.parse("2021-03-09"),
                        "DPO 2021/7",
                        List.of()));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Erasures.states(database).stream().anyMatch(Erasures.State::carriedOut));
    }

    private record Said(int exitCode, String out, String errors) {}

    private static Said at(Path home, String... arguments) {
        var all = new ArrayList<>(List.of("release"));
        all.addAll(List.of(arguments));
        return run(home, all.toArray(String[]::new));
    }

    private static Said run(Path home, String... arguments) {
        var out = new StringWriter();
        var errors = new StringWriter();
        CommandLine line =
                Fieldledger.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(errors));
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", home.toString()));
        var exitCode = line.execute(all.toArray(String[]::new));
        return new Said(exitCode, out.toString(), errors.toString());
    }

    private static EventId record(Desk desk, FieldCommand command) {
        var answer = desk.submit(Submission.of(UUID.randomUUID(), command, ELIN));
        assertThat(answer).as("%s", answer).isInstanceOf(Answer.Accepted.class);
        return ((Answer.Accepted) answer).events().getFirst();
    }

    private static AdministerMeasure answered(
            ParticipantCode person, String when, String number, String text, @Nullable Correction correction) {
        var report = Report.on(CAFE, on(when));
        return new AdministerMeasure(
                (correction == null ? report : report.correcting(correction)).done(),
                person,
                TRUST,
                "1.0",
                null,
                List.of(Response.of("T1", new BigDecimal(number)), new Response("T2", null, text, null)));
    }
}
