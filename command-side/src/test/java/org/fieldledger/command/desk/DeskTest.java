package org.fieldledger.command.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.command.desk.Scenario.ANNA;
import static org.fieldledger.command.desk.Scenario.CAFE;
import static org.fieldledger.command.desk.Scenario.FIELDWORKER;
import static org.fieldledger.command.desk.Scenario.give;
import static org.fieldledger.command.desk.Scenario.interview;
import static org.fieldledger.command.desk.Scenario.on;
import static org.fieldledger.command.desk.Scenario.report;
import static org.fieldledger.command.desk.Scenario.withdraw;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.fieldledger.command.CommandDesk;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.command.governance.GovernanceCommand.DecideErasure;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.store.AcceptedCommand;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.MasterKey;
import org.fieldledger.vault.Sealing.Identified;
import org.fieldledger.vault.Vault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The desk on a real PostgreSQL, alone and against a second desk as another process would be. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DeskTest {

    private static final MasterKey MASTER_KEY = MasterKey.random();

    private static final Instant NOW = Instant.parse("2021-06-01T12:00:00Z");
    private static EmbeddedPostgres postgres;
    private AnnotationConfigApplicationContext here;
    private AnnotationConfigApplicationContext elsewhere;
    private Desk desk;
    private Desk otherDesk;
    private EventLog log;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void an_open_case() {
        var database = postgres.getPostgresDatabase();
        JdbcClient.create(database).sql("drop schema if exists ledger cascade").update();
        StoreSetup.open(database, StoreKind.ORDINARY);
        here = side(database);
        elsewhere = side(database);
        desk = here.getBean(Desk.class);
        otherDesk = elsewhere.getBean(Desk.class);
        log = here.getBean(EventLog.class);
        Scenario.openCaseCommands().forEach(command -> accepted(desk.submit(submission(command))));
    }

    @AfterEach
    void close() {
        here.close();
        elsewhere.close();
    }

    @Test
    void a_command_handed_in_twice_under_one_key_is_recorded_once_and_answered_the_same() {
        var submission = submission(enrol(ANNA));

        var first = accepted(desk.submit(submission));
        var again = accepted(desk.submit(submission));
        var elsewhereAgain = accepted(otherDesk.submit(submission));

        assertThat(first.repeated()).isFalse();
        assertThat(again.repeated()).isTrue();
        assertThat(again.events()).isEqualTo(first.events());
        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.recordedAt()).isEqualTo(first.recordedAt());
        assertThat(elsewhereAgain).isEqualTo(again);
        assertThat(stored("ParticipantEnrolled")).hasSize(1);
    }

    @Test
    void what_people_said_is_sealed_before_it_is_stored_and_kept_in_the_clear_by_nobody() {
        accepted(desk.submit(submission(enrol(ANNA))));
        accepted(desk.submit(submission(give(ANNA, "2020-02-11"))));
        var said = "My sister in Eksjö drove me";
        var submission = submission(new RecordInterview(
                Report.on(CAFE, on("2020-03-04")).with(ANNA).done(), InterviewStyle.NARRATIVE, null, said));

        var answer = accepted(desk.submit(submission));

        var stored = stored("InterviewRecorded").getFirst();
        assertThat(stored.payload()).doesNotContain(said).contains("\"summary\":\"{sealed:1:");
        var stream = new StreamName(answer.stream());
        assertThat(here.getBean(Histories.class).read(List.of(stream), false).values())
                .singleElement()
                .satisfies(kept -> assertThat(kept.standing().toString())
                        .contains("{sealed:1:")
                        .doesNotContain(said));
        var read = new FieldEventReader().read(stored.type(), stored.revision(), stored.payload());
        assertThat(elsewhere.getBean(Vault.class).events(List.of(new Identified(stored.eventId(), read))))
                .first()
                .isInstanceOfSatisfying(
                        InterviewRecorded.class,
                        opened -> assertThat(opened.summary()).isEqualTo(said));
        assertThat(accepted(otherDesk.submit(submission)).repeated()).isTrue();
    }

    @Test
    void of_somebody_who_was_erased_nothing_more_is_recorded_in_whichever_process_and_the_refusals_are_counted() {
        accepted(desk.submit(submission(enrol(ANNA))));
        accepted(desk.submit(submission(give(ANNA, "2020-02-11"))));
        accepted(otherDesk.submit(submission(interview(ANNA, "2020-02-20"))));
        var decision = accepted(desk.submit(submission(new DecideErasure(
                        report("2020-03-09"),
                        ANNA,
                        "data protection officer",
                        "asked",
                        "GDPR Art. 17(1)(b)",
                        "DPO 1"))))
                .events()
                .getFirst();

        var erased = accepted(desk.submit(submission(erase(decision))));

        assertThat(erased.events()).hasSize(1);
        for (var somewhere : List.of(desk, otherDesk)) {
            assertThat(rules(somewhere.submit(submission(interview(ANNA, "2020-02-21")))))
                    .containsExactly(Rule.PERSON_ERASED);
            assertThat(rules(somewhere.submit(submission(give(ANNA, "2020-02-12")))))
                    .containsExactly(Rule.PERSON_ERASED);
            assertThat(rules(somewhere.submit(submission(new EnterInError(Report.on(CAFE, on("2020-03-10"))
                            .correcting(new Correction(erased.events().getFirst(), "a slip"))
                            .done())))))
                    .containsExactly(Rule.PERSON_ERASED);
            assertThat(accepted(somewhere.submit(submission(erase(decision)))).events())
                    .as("once is enough")
                    .isEmpty();
        }
        assertThat(here.getBean(MeterRegistry.class)
                        .counter("fieldledger.gate.refused", "rule", "person-erased")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void nobody_is_erased_without_a_decision_or_a_wish_of_their_own_that_stands() {
        accepted(desk.submit(submission(enrol(ANNA))));
        var given = accepted(desk.submit(submission(give(ANNA, "2020-02-11"))))
                .events()
                .getFirst();

        assertThat(rules(desk.submit(submission(erase(given))))).containsExactly(Rule.ERASURE_NOT_DECIDED);
        assertThat(rules(desk.submit(submission(erase(new EventId(UUID.randomUUID()))))))
                .containsExactly(Rule.ERASURE_NOT_DECIDED);
        assertThat(stored("PersonErased")).isEmpty();
    }

    private static FieldCommand erase(EventId decision) {
        return new ErasePerson(
                report("2020-03-10"),
                ANNA,
                decision,
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                LocalDate.parse("2020-03-09"),
                "DPO 2020/7",
                List.of());
    }

    @Test
    void a_command_that_changed_nothing_is_remembered_too() {
        accepted(desk.submit(submission(give(ANNA, "2020-02-11"))));
        accepted(desk.submit(submission(withdraw(ANNA, "2020-04-01"))));
        var submission = submission(withdraw(ANNA, "2020-04-01"));

        assertThat(accepted(desk.submit(submission)).events()).isEmpty();
        assertThat(accepted(desk.submit(submission)).repeated()).isTrue();
    }

    @Test
    void a_key_used_for_another_command_is_refused() {
        var key = UUID.randomUUID();
        accepted(desk.submit(Submission.of(key, enrol(ANNA), FIELDWORKER)));

        var answer = desk.submit(Submission.of(key, enrol(new ParticipantCode("CAFE-0099")), FIELDWORKER));

        assertThat(rules(answer)).containsExactly(Rule.KEY_USED_FOR_ANOTHER_COMMAND);
    }

    @Test
    void what_is_kept_of_a_command_confirms_its_words_to_nobody_who_has_not_the_master_key() throws Exception {
        var submission = submission(interview(ANNA, "2020-03-04"));
        accepted(desk.submit(submission(enrol(ANNA))));
        accepted(desk.submit(submission(give(ANNA, "2020-02-11"))));
        accepted(desk.submit(submission));

        assertThat(HexFormat.of().formatHex(fingerprint(submission.commandId())))
                .hasSize(66)
                .doesNotContain(HexFormat.of().formatHex(plain(submission.command())));
        assertThat(accepted(otherDesk.submit(submission)).repeated())
                .as("another process with the same master key knows it again")
                .isTrue();
    }

    @Test
    void a_command_recorded_before_fingerprints_were_keyed_is_answered_as_before_and_another_under_its_key_is_refused()
            throws Exception {
        var kept = UUID.randomUUID();
        var command = enrol(ANNA);
        var answer = accepted(desk.submit(Submission.of(kept, command, FIELDWORKER)));
        var older = UUID.randomUUID();
        log.append(new Append(
                List.of(),
                Map.of(),
                List.of(new AcceptedCommand(older, plain(command), earlier(kept).outcome()))));

        var again = accepted(desk.submit(Submission.of(older, command, FIELDWORKER)));

        assertThat(again.repeated()).isTrue();
        assertThat(again.events()).isEqualTo(answer.events());
        assertThat(rules(desk.submit(Submission.of(older, give(ANNA, "2020-02-11"), FIELDWORKER))))
                .containsExactly(Rule.KEY_USED_FOR_ANOTHER_COMMAND);
    }

    @Test
    void a_command_keyed_by_what_it_says_keeps_the_key_it_was_given_before_keys_were_keyed() throws Exception {
        var command = enrol(ANNA);
        var before = UUID.nameUUIDFromBytes(plain(command));
        var fresh = desk.ofContent(List.of(command), FIELDWORKER).getFirst();
        assertThat(fresh.commandId()).isNotEqualTo(before);
        assertThat(otherDesk.ofContent(List.of(command), FIELDWORKER)).containsExactly(fresh);

        accepted(desk.submit(Submission.of(before, command, FIELDWORKER)));

        assertThat(desk.ofContent(List.of(command), FIELDWORKER).getFirst().commandId())
                .isEqualTo(before);
    }

    private AcceptedCommand earlier(UUID command) {
        return Objects.requireNonNull(log.commands(List.of(command)).get(command))
                .command();
    }

    private byte[] fingerprint(UUID command) {
        return earlier(command).fingerprint();
    }

    /** As it was kept before: SHA-256 over the command's name and its JSON. */
    private static byte[] plain(FieldCommand command) throws NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(command.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
        return digest.digest(EventJson.MAPPER.writeValueAsBytes(command));
    }

    @Test
    void whoever_has_seen_an_older_version_is_told_the_current_one() {
        var version = accepted(desk.submit(submission(enrol(ANNA)))).version();
        accepted(otherDesk.submit(submission(give(ANNA, "2020-02-11"))));

        var answer =
                desk.submit(new Submission(UUID.randomUUID(), interview(ANNA, "2020-03-04"), FIELDWORKER, version));

        assertThat(rules(answer)).containsExactly(Rule.VERSION_MOVED_ON);
        assertThat(((Answer.Rejected) answer).currentVersion()).isEqualTo(version + 1);
    }

    @Test
    void what_another_process_recorded_counts_at_once() {
        accepted(desk.submit(submission(enrol(ANNA))));
        accepted(otherDesk.submit(submission(give(ANNA, "2020-02-11"))));

        accepted(desk.submit(submission(interview(ANNA, "2020-03-04"))));
        accepted(otherDesk.submit(submission(withdraw(ANNA, "2020-04-01"))));

        assertThat(rules(desk.submit(submission(interview(ANNA, "2020-04-02")))))
                .containsExactly(Rule.CONSENT_WITHDRAWN);
    }

    @Test
    void submissions_of_one_call_see_what_the_earlier_ones_added_and_only_the_refused_are_left_out() {
        var answers = desk.submit(List.of(
                submission(enrol(ANNA)),
                submission(interview(ANNA, "2020-03-04")),
                submission(give(ANNA, "2020-02-11")),
                submission(interview(ANNA, "2020-03-05"))));

        assertThat(answers.get(0)).isInstanceOf(Answer.Accepted.class);
        assertThat(rules(answers.get(1))).containsExactly(Rule.CONSENT_NOT_GIVEN);
        assertThat(answers.get(3)).isInstanceOf(Answer.Accepted.class);
        assertThat(stored("InterviewRecorded")).hasSize(1);
        assertThat(stored("ParticipantEnrolled").getFirst().recordedAt())
                .isEqualTo(stored("InterviewRecorded").getFirst().recordedAt());
    }

    @Test
    void trying_out_decides_everything_and_records_nothing() {
        var head = log.head();
        var tryOut = desk.tryOut();

        assertThat(tryOut.apply(List.of(submission(enrol(ANNA)), submission(give(ANNA, "2020-02-11")))))
                .allMatch(Answer.Accepted.class::isInstance);
        assertThat(tryOut.apply(List.of(submission(interview(ANNA, "2020-03-04")))))
                .allMatch(Answer.Accepted.class::isInstance);
        assertThat(log.head()).isEqualTo(head);
    }

    @Test
    void a_withdrawal_and_a_focus_group_at_the_same_moment_come_out_in_one_order_or_the_other() throws Exception {
        for (int round = 0; round < 20; round++) {
            var person = new ParticipantCode("CAFE-%04d".formatted(100 + round));
            accepted(desk.submit(submission(enrol(person))));
            accepted(desk.submit(submission(give(person, "2020-02-11"))));
            accepted(otherDesk.submit(submission(interview(person, "2020-02-12"))));
            var group = new HoldFocusGroup(
                    Report.on(CAFE, on("2020-03-04")).with(person).done(), new SessionCode("FG-" + round), "Visits");

            List<Answer> answers = together(
                    () -> desk.submit(submission(group)),
                    () -> otherDesk.submit(submission(withdraw(person, "2020-03-01"))));

            accepted(answers.get(1));
            var withdrawn = stored("ConsentWithdrawn").getLast().position();
            if (answers.get(0) instanceof Answer.Accepted)
                assertThat(stored("FocusGroupHeld").getLast().position()).isLessThan(withdrawn);
            else assertThat(rules(answers.get(0))).containsExactly(Rule.CONSENT_WITHDRAWN);
        }
    }

    private static List<Answer> together(Callable<Answer> one, Callable<Answer> other) throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var answers = new ArrayList<Answer>();
            for (var answer : threads.invokeAll(List.of(one, other))) answers.add(answer.get());
            return answers;
        }
    }

    private AnnotationConfigApplicationContext side(DataSource database) {
        var context = new AnnotationConfigApplicationContext();
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean("clock", Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC));
        context.registerBean(
                EventLog.class,
                () -> EventLog.open(database, Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry()));
        context.registerBean(Vault.class, () -> Vault.open(database, MASTER_KEY));
        context.register(CommandDesk.class);
        context.refresh();
        return context;
    }

    private List<StoredEvent> stored(String type) {
        return log.after(0, 10_000).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }

    private static Answer.Accepted accepted(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        return (Answer.Accepted) answer;
    }

    private static List<Rule> rules(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Rejected.class);
        return ((Answer.Rejected) answer).problems().stream().map(Problem::rule).toList();
    }

    private static Submission submission(FieldCommand command) {
        return Submission.of(UUID.randomUUID(), command, FIELDWORKER);
    }

    private static FieldCommand enrol(ParticipantCode person) {
        return new EnrolParticipant(report("2020-02-10"), person, new Role("patient"), null, null);
    }
}
