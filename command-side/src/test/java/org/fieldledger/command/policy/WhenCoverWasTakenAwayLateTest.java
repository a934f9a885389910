package org.fieldledger.command.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.command.desk.Scenario.ANNA;
import static org.fieldledger.command.desk.Scenario.APPROVAL;
import static org.fieldledger.command.desk.Scenario.BO;
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
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.command.CommandDesk;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.InvalidateConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Scenario;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.command.ethics.EthicsCommand.EndEthicsApproval;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.governance.GovernanceCommand.GiveReleaseNotice;
import org.fieldledger.command.governance.GovernanceCommand.OpenDeviation;
import org.fieldledger.command.governance.GovernanceCommand.ReleaseData;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.FrozenRelease;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.MasterKey;
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

/** What the store does by itself when it learns late that cover had been taken away, on a real PostgreSQL. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WhenCoverWasTakenAwayLateTest {

    private static final MasterKey MASTER_KEY = MasterKey.random();

    private static final Role PATIENT = new Role("patient");
    private static EmbeddedPostgres postgres;

    private AnnotationConfigApplicationContext side;
    private DemonstrationClock clock;
    private Desk desk;
    private EventLog log;
    private WhenCoverWasTakenAwayLate policy;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void two_people_who_said_yes_to_interviews() {
        var database = postgres.getPostgresDatabase();
        JdbcClient.create(database).sql("drop schema if exists ledger cascade").update();
        StoreSetup.open(database, StoreKind.DEMONSTRATION);
        clock = new DemonstrationClock(Instant.parse("2019-02-01T19:00:00Z"));
        side = new AnnotationConfigApplicationContext();
        side.registerBean(DataSource.class, () -> database);
        side.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        side.registerBean("clock", Clock.class, () -> clock);
        side.registerBean(EventLog.class, () -> EventLog.open(database, clock, new SimpleMeterRegistry()));
        side.registerBean(Vault.class, () -> Vault.open(database, MASTER_KEY));
        side.register(CommandDesk.class, Policies.class);
        side.refresh();
        desk = side.getBean(Desk.class);
        log = side.getBean(EventLog.class);
        policy = side.getBean(WhenCoverWasTakenAwayLate.class);

        Scenario.openCaseCommands().forEach(this::record);
        theEveningOf("2020-02-10");
        for (var person : List.of(ANNA, BO)) {
            record(new EnrolParticipant(report("2020-02-10"), person, PATIENT, null, null));
            record(give(person, "2020-02-10"));
        }
    }

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void a_withdrawal_recorded_late_opens_a_deviation_that_names_what_was_recorded_in_the_gap_and_where_it_went() {
        theEveningOf("2020-03-01");
        record(interview(ANNA, "2020-03-01"));
        record(new ReleaseData(report("2020-03-01"), "EARLY", "A university", "All interviews", 1));
        theEveningOf("2020-03-05");
        var between = record(interview(ANNA, "2020-03-05"));
        record(interview(BO, "2020-03-05"));
        record(new ReleaseData(report("2020-03-05"), "MEANWHILE", "A university", "All interviews", 3));
        theEveningOf("2020-03-09");
        var withdrawal = record(withdraw(ANNA, "2020-03-03"));

        policy.catchUp();

        var opened = deviations();
        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().concerning()).isEqualTo(withdrawal);
        assertThat(opened.getFirst().actions()).containsExactly(between);
        assertThat(opened.getFirst().releases()).containsExactly("MEANWHILE");
        assertThat(opened.getFirst().envelope().participants()).hasSize(1);
        assertThat(opened.getFirst().envelope().recordedBy()).isEqualTo(WhenCoverWasTakenAwayLate.THE_STORE);
        assertThat(opened.getFirst().envelope().occurred())
                .isEqualTo(Occurred.at(Instant.parse("2020-03-09T19:00:00Z"), Scenario.STOCKHOLM));
    }

    @Test
    void a_release_of_several_cases_is_named_where_it_holds_the_person_and_can_hold_what_lacked_cover() {
        theEveningOf("2020-03-05");
        record(interview(ANNA, "2020-03-05"));
        var before = log.head() - 1;
        record(frozen("HOLDS-HER", log.head(), ANNA, BO));
        record(frozen("HOLDS-BO-ALONE", log.head(), BO));
        record(frozen("RESTS-ON-AN-EARLIER-LOG", before, ANNA));
        theEveningOf("2020-03-09");
        record(withdraw(ANNA, "2020-03-03"));

        policy.catchUp();

        assertThat(deviations().getFirst().releases()).containsExactly("HOLDS-HER");
    }

    private static ReleaseData frozen(String name, long position, ParticipantCode... people) {
        var judgedAt = Instant.parse("2020-03-05T19:00:00Z");
        var definition = new FrozenRelease.Definition(
                List.of(ReleaseTable.ACTIONS),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                "2020-03-05",
                judgedAt,
                position,
                judgedAt,
                Scenario.STOCKHOLM);
        return new ReleaseData(
                Report.on(null, Occurred.on(LocalDate.parse("2020-03-05"), Scenario.STOCKHOLM))
                        .done(),
                name,
                "A university",
                "All interviews",
                1,
                new FrozenRelease(1, definition, List.of(), List.of(), List.of(people)));
    }

    @Test
    void a_withdrawal_recorded_on_its_day_opens_nothing() {
        theEveningOf("2020-03-01");
        record(interview(ANNA, "2020-03-01"));
        theEveningOf("2020-03-03");
        record(withdraw(ANNA, "2020-03-03"));
        theEveningOf("2020-03-05");
        record(interview(BO, "2020-03-05"));

        policy.catchUp();

        assertThat(deviations()).isEmpty();
    }

    @Test
    void one_member_who_had_withdrawn_uncovers_the_whole_focus_group() {
        theEveningOf("2020-03-05");
        var group = record(new HoldFocusGroup(
                Report.on(CAFE, on("2020-03-05")).with(ANNA).with(BO).done(), new SessionCode("FG-1"), "Visits"));
        theEveningOf("2020-03-09");
        record(withdraw(BO, "2020-03-03"));

        policy.catchUp();

        assertThat(deviations()).hasSize(1);
        assertThat(deviations().getFirst().actions()).containsExactly(group);
    }

    @Test
    void an_approval_that_had_ended_uncovers_what_everybody_did_since() {
        theEveningOf("2020-03-05");
        var annas = record(interview(ANNA, "2020-03-05"));
        var bos = record(interview(BO, "2020-03-05"));
        theEveningOf("2020-03-09");
        record(new EndEthicsApproval(Report.on(null, on("2020-03-03")).done(), APPROVAL, "Told by letter"));

        policy.catchUp();

        assertThat(deviations()).hasSize(1);
        assertThat(deviations().getFirst().actions()).containsExactly(annas, bos);
    }

    @Test
    void a_consent_entered_in_error_uncovers_what_rested_on_it() {
        theEveningOf("2020-03-05");
        var person = new ParticipantCode("CAFE-0044");
        record(new EnrolParticipant(report("2020-03-05"), person, PATIENT, null, null));
        var wrong = record(give(person, "2020-03-05"));
        var rested = record(interview(person, "2020-03-05"));
        theEveningOf("2020-03-09");
        var error = record(new EnterInError(Report.on(CAFE, on("2020-03-09"))
                .correcting(new Correction(wrong, "Another person's form"))
                .done()));

        policy.catchUp();

        assertThat(deviations()).hasSize(1);
        assertThat(deviations().getFirst().actions()).containsExactly(rested);
        assertThat(deviations().getFirst().concerning()).isEqualTo(error);
    }

    @Test
    void a_decision_found_invalid_uncovers_what_rested_on_it_from_its_own_day() {
        theEveningOf("2020-03-05");
        var person = new ParticipantCode("CAFE-0044");
        record(new EnrolParticipant(report("2020-03-05"), person, PATIENT, null, null));
        var given = record(give(person, "2020-03-05"));
        var rested = record(interview(person, "2020-03-05"));
        theEveningOf("2020-03-09");
        record(new InvalidateConsent(
                report("2020-03-09"), person, List.of(new ModuleCode("interview")), given, "Signed by somebody else"));

        policy.catchUp();

        assertThat(deviations()).hasSize(1);
        assertThat(deviations().getFirst().actions()).containsExactly(rested);
    }

    @Test
    void what_was_declared_an_error_meanwhile_is_not_named() {
        theEveningOf("2020-03-05");
        var between = record(interview(ANNA, "2020-03-05"));
        record(new EnterInError(Report.on(CAFE, on("2020-03-05"))
                .correcting(new Correction(between, "It was somebody else"))
                .done()));
        theEveningOf("2020-03-09");
        record(withdraw(ANNA, "2020-03-03"));

        policy.catchUp();

        assertThat(deviations()).isEmpty();
    }

    @Test
    void what_came_to_be_known_late_about_somebody_who_was_erased_meanwhile_is_on_record_without_the_person() {
        theEveningOf("2020-03-05");
        var between = record(interview(ANNA, "2020-03-05"));
        theEveningOf("2020-03-09");
        var demand = record(new WithdrawConsent(
                report("2020-03-03"),
                ANNA,
                List.of(),
                WithdrawalKind.DESTROY,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null));
        record(new ErasePerson(
                report("2020-03-09"),
                ANNA,
                demand,
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                LocalDate.parse("2020-03-09"),
                "DPO 2020/7",
                List.of()));

        policy.catchUp();
        JdbcClient.create(postgres.getPostgresDatabase())
                .sql("delete from ledger.follower")
                .update();
        policy.catchUp();

        assertThat(deviations()).singleElement().satisfies(opened -> {
            assertThat(opened.concerning()).isEqualTo(demand);
            assertThat(opened.actions()).containsExactly(between);
            assertThat(opened.envelope().participants()).isEmpty();
        });
        assertThat(policy.notOpened()).isEmpty();
    }

    @Test
    void a_deviation_that_cannot_be_opened_is_named_in_health() {
        theEveningOf("2020-03-05");
        record(interview(ANNA, "2020-03-05"));
        theEveningOf("2020-03-09");
        var withdrawal = record(withdraw(ANNA, "2020-03-03"));
        var code = "LATE-%s-%s".formatted(CAFE, withdrawal.toString().substring(0, 8));
        record(new OpenDeviation(
                report("2020-03-09"), code, withdrawal, "Somebody took its code", List.of(), List.of()));

        policy.catchUp();

        var watch = new PolicyWatch(policy, side.getBean(Erasures.class), clock, new SimpleMeterRegistry());
        assertThat(watch.health().getDetails()).containsEntry("deviationsToOpenByHand", new TreeSet<>(Set.of(code)));
    }

    @Test
    void whoever_is_cut_off_and_starts_again_opens_nothing_twice() {
        theEveningOf("2020-03-05");
        record(interview(ANNA, "2020-03-05"));
        theEveningOf("2020-03-09");
        record(withdraw(ANNA, "2020-03-03"));
        policy.catchUp();
        JdbcClient.create(postgres.getPostgresDatabase())
                .sql("delete from ledger.follower")
                .update();

        theEveningOf("2020-04-01");
        policy.catchUp();

        assertThat(deviations()).hasSize(1);
    }

    @Test
    void whoever_received_a_release_is_told_once_about_each_decision() {
        theEveningOf("2020-03-05");
        record(interview(ANNA, "2020-03-05"));
        record(new ReleaseData(report("2020-03-05"), "MEANWHILE", "A university", "All interviews", 1));
        theEveningOf("2020-03-09");
        var withdrawal = record(withdraw(ANNA, "2020-03-03"));

        record(new GiveReleaseNotice(report("2020-03-09"), "MEANWHILE", withdrawal));

        assertThat(rules(new GiveReleaseNotice(report("2020-03-09"), "MEANWHILE", withdrawal)))
                .containsExactly("already-recorded");
        assertThat(rules(new GiveReleaseNotice(report("2020-03-09"), "NEVER-MADE", withdrawal)))
                .containsExactly("release-unknown");
        assertThat(rules(new GiveReleaseNotice(
                        report("2020-03-09"),
                        "MEANWHILE",
                        new EventId(UUID.fromString("00000000-0000-4000-8000-000000000000")))))
                .containsExactly("evidence-unknown");
    }

    private void theEveningOf(String day) {
        clock.advance(Instant.parse(day + "T19:00:00Z"));
    }

    private EventId record(FieldCommand command) {
        var answer = desk.submit(Submission.of(UUID.randomUUID(), command, FIELDWORKER));
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        return ((Answer.Accepted) answer).events().getFirst();
    }

    private List<String> rules(FieldCommand command) {
        var answer = desk.submit(Submission.of(UUID.randomUUID(), command, FIELDWORKER));
        assertThat(answer).isInstanceOf(Answer.Rejected.class);
        return ((Answer.Rejected) answer)
                .problems().stream().map(problem -> problem.rule().code()).toList();
    }

    private List<DeviationOpened> deviations() {
        var reader = new FieldEventReader();
        return log.after(0, 10_000).stream()
                .map(stored -> reader.read(stored.type(), stored.revision(), stored.payload()))
                .filter(DeviationOpened.class::isInstance)
                .map(DeviationOpened.class::cast)
                .toList();
    }
}
