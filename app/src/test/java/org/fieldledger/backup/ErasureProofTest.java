package org.fieldledger.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.cli.TwoPatients.ANNA;
import static org.fieldledger.cli.TwoPatients.BEA;
import static org.fieldledger.cli.TwoPatients.CAFE;
import static org.fieldledger.cli.TwoPatients.ELIN;
import static org.fieldledger.cli.TwoPatients.STOCKHOLM;
import static org.fieldledger.cli.TwoPatients.TRUST;
import static org.fieldledger.cli.TwoPatients.on;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.access.Role;
import org.fieldledger.cli.OfficerAsking;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.cli.TwoPatients;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.measure.MeasureCommand.AdministerMeasure;
import org.fieldledger.command.measure.MeasureCommand.ReviewGoal;
import org.fieldledger.command.measure.MeasureCommand.SetGoal;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.query.audit.Audit;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.LogVerification;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.fieldledger.vault.Vault;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Somebody is erased from a store in use; what they said is then looked for everywhere, byte by byte. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErasureProofTest {

    private static final Instant TAKEN = Instant.parse("2025-01-01T00:00:00Z");
    private static final String ANNA_SAID = "needle-anna-her-sister-in-Eksjo-drove-her";
    private static final String BEA_SAID = "needle-bea-the-coffee-was-good";
    private static final String BOTH_SAID = "needle-both-they-laughed-together";
    private static final String ANNAS_NUMBER = "314159265358979323";
    private static final String BEAS_NUMBER = "271828182845904523";
    private static final String ANNA_WROTE = "needle-anna-wrote-of-the-night-nurse";
    private static final int ANNAS_GOAL = 1_618_033_988;

    @TempDir
    Path folder;

    @Test
    void what_somebody_said_is_gone_from_files_backups_and_rebuilds_and_everybody_elses_stays() throws Exception {
        var home = folder.resolve("one");
        var old = folder.resolve("before.zip");
        var keys = folder.resolve("keys-after.zip");
        EventId ofAnna;
        EventId ofBea;
        EventId ofBoth;
        byte[] annasKey;
        try (var store = RunningStore.in(home, Map.of())) {
            var desk = store.context().getBean(Desk.class);
            var database = store.context().getBean(DataSource.class);
            var log = store.context().getBean(EventLog.class);
            TwoPatients.setUp().forEach(command -> record(desk, command));
            ofAnna = record(desk, interview(ANNA_SAID, ANNA));
            ofBea = record(desk, interview(BEA_SAID, BEA));
            ofBoth = record(desk, interview(BOTH_SAID, ANNA, BEA));
            record(desk, answered(ANNA, ANNAS_NUMBER, ANNA_WROTE));
            record(desk, answered(BEA, BEAS_NUMBER, "good coffee"));
            record(desk, new SetGoal(Report.on(CAFE, on("2021-02-21")).done(), ANNA, "G1", "To walk home"));
            record(desk, new ReviewGoal(Report.on(CAFE, on("2021-02-22")).done(), ANNA, "G1", ANNAS_GOAL, null));
            annasKey = key(database, ANNA);
            assertThat(said(store, ofAnna)).isEqualTo(ANNA_SAID);
            await().until(() -> numbers(store), numbers -> numbers.size() == 2);
            assertThat(numbers(store)).containsExactly(ANNAS_NUMBER, BEAS_NUMBER);
            askedInEveryWay(store);
            execute(database, "analyze");
            checkpoint(database);
            assertThat(holding(home, asPostgreSqlStores(ANNAS_NUMBER)))
                    .as("her number is in a table as yet, and a search finds it")
                    .isNotEmpty();
            assertThat(holding(home, annasKey))
                    .as("her key is in the database as yet")
                    .isNotEmpty();
            Backup.of(database, log.identity(), TAKEN, old);

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
            record(desk, erase(demand));

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Erasures.states(database).stream().anyMatch(Erasures.State::carriedOut));
            assertThat(said(store, ofAnna)).isEqualTo(Opening.ERASED);
            assertThat(said(store, ofBoth)).isEqualTo(Opening.ERASED);
            assertThat(said(store, ofBea)).isEqualTo(BEA_SAID);
            assertThat(numbers(store)).as("what SQL can reckon with").containsExactly(BEAS_NUMBER);
            Rebuilding.on(database, store.context().getBean(Vault.class), List.of(), progress -> {});
            assertThat(numbers(store)).as("after a rebuild").containsExactly(BEAS_NUMBER);
            assertThat(texts(database, "select withheld from query.measure_administration order by position"))
                    .as("that they answered stays on record")
                    .containsExactly(Opening.ERASED, null);
            Backup.ofKeys(database, log.identity(), TAKEN, keys);
            isIntact(database);

            var answer = Audit.ofEveryCase(
                            log, STOCKHOLM, database, store.context().getBean(Vault.class))
                    .ask("erased", AsOf.LATEST, Map.of());
            assertThat(answer.items().toString())
                    .contains("gone=true", "textsReadable=0", "demand=" + demand, "legalBasis=GDPR Art. 17(1)(b)")
                    .doesNotContain("needle");
            checkpoint(database);
        }

        assertThat(holding(home, annasKey))
                .as("her key, anywhere in database and logs")
                .isEmpty();
        assertThat(holding(home, asPostgreSqlStores(ANNAS_NUMBER)))
                .as("her number, as PostgreSQL stores numbers, in any table, index, statistics or log")
                .isEmpty();
        assertThat(holding(home, asPostgreSqlStores(BEAS_NUMBER))).isNotEmpty();
        for (var needle : List.of(
                ANNA_SAID, BOTH_SAID, BEA_SAID, ANNA_WROTE, ANNAS_NUMBER, BEAS_NUMBER, String.valueOf(ANNAS_GOAL)))
            assertThat(holding(home, needle.getBytes(StandardCharsets.UTF_8)))
                    .as("the words themselves never were in any file")
                    .isEmpty();

        try (var postgres = TestDatabase.in(folder.resolve("other"))) {
            var database = database(postgres);
            var restored = Restore.into(database, old);
            Restore.keysInto(database, restored.store(), keys);
        }
        Files.copy(home.resolve("master.key"), folder.resolve("other/master.key"));
        try (var store = RunningStore.in(folder.resolve("other"), Map.of())) {
            assertThat(said(store, ofAnna)).as("in a backup of before").isEqualTo(Opening.ERASED);
            assertThat(said(store, ofBoth)).isEqualTo(Opening.ERASED);
            assertThat(said(store, ofBea)).isEqualTo(BEA_SAID);
            await().until(() -> numbers(store), numbers -> !numbers.isEmpty());
            assertThat(numbers(store)).containsExactly(BEAS_NUMBER);
            isIntact(store.context().getBean(DataSource.class));
        }
        assertThat(holding(folder.resolve("other"), asPostgreSqlStores(ANNAS_NUMBER)))
                .as("her number, in a store restored from a backup of before")
                .isEmpty();
    }

    /** A search that finds nothing says something only where it would have found it. */
    @Test
    void the_search_finds_a_copy_wherever_one_is_kept() throws Exception {
        var home = folder.resolve("copies");
        try (var postgres = TestDatabase.in(home)) {
            var database = database(postgres);
            execute(database, "create schema copies");
            var copies = new LinkedHashMap<String, String>();
            copies.put("another table", "create table copies.kept as select %s::numeric as n");
            copies.put(
                    "the write-ahead log alone",
                    "create table copies.gone (n numeric); insert into copies.gone values (%s); drop table copies.gone");
            copies.put(
                    "a page of which the row was deleted",
                    "create table copies.emptied (n numeric); insert into copies.emptied values (%s); delete from copies.emptied");
            copies.put(
                    "an index beside its table",
                    "create table copies.found (n numeric primary key); insert into copies.found values (%s)");
            var number = 271_828_182_845_904_523L;
            for (var copy : copies.entrySet()) {
                var digits = String.valueOf(number += 7_919);
                assertThat(holding(home, asPostgreSqlStores(digits))).isEmpty();
                execute(database, copy.getValue().formatted(digits));
                checkpoint(database);
                assertThat(holding(home, asPostgreSqlStores(digits)))
                        .as(copy.getKey())
                        .isNotEmpty();
            }
            execute(database, "select lo_from_bytea(0, 'needle-in-a-large-object'::bytea)");
            execute(database, "do $$ begin raise log 'needle-in-the-log-of-the-server'; end $$");
            checkpoint(database);
            Files.writeString(Files.createDirectories(home.resolve("logs")).resolve("a.log"), "needle-in-a-log");
            for (var needle : List.of("needle-in-a-large-object", "needle-in-the-log-of-the-server", "needle-in-a-log"))
                assertThat(holding(home, needle.getBytes(StandardCharsets.UTF_8)))
                        .as(needle)
                        .isNotEmpty();
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The numbers that are in the open for SQL, in order of recording. */
    private static List<String> numbers(RunningApplication store) throws SQLException {
        return texts(
                store.context().getBean(DataSource.class),
                "select number::text from query.measure_item where number is not null order by position");
    }

    private static List<String> texts(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.createStatement();
                var rows = select.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    /** Four decimal digits in each two bytes, as in its pages, its indexes and its statistics. */
    private static byte[] asPostgreSqlStores(String digits) {
        var groups = (digits.length() + 3) / 4;
        var stored = ByteBuffer.allocate(2 * groups).order(ByteOrder.nativeOrder());
        for (int n = 0; n < groups; n++) {
            var end = digits.length() - 4 * (groups - n - 1);
            stored.putShort(Short.parseShort(digits.substring(Math.max(0, end - 4), end)));
        }
        return stored.array();
    }

    private static FieldCommand answered(ParticipantCode person, String number, String wrote) {
        return new AdministerMeasure(
                Report.on(CAFE, on("2021-02-20")).done(),
                person,
                TRUST,
                "1.0",
                null,
                List.of(Response.of("T1", new BigDecimal(number)), new Response("T2", null, wrote, null)));
    }

    private static void isIntact(DataSource database) {
        var verification = new LogVerification(database);
        assertThat(verification.check(0, 10_000).faults()).isEmpty();
    }

    private static String said(RunningApplication store, EventId event) {
        var stored =
                store.context().getBean(EventLog.class).event(event.value()).orElseThrow();
        var read = new FieldEventReader().read(stored.type(), stored.revision(), stored.payload());
        var opened = (InterviewRecorded) store.context()
                .getBean(Vault.class)
                .events(List.of(new Identified(event.value(), read)))
                .getFirst();
        return String.valueOf(opened.summary());
    }

    private static EventId record(Desk desk, FieldCommand command) {
        var answer = desk.submit(Submission.of(UUID.randomUUID(), command, ELIN));
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        return ((Answer.Accepted) answer).events().getFirst();
    }

    private static byte[] key(DataSource database, ParticipantCode person) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select wrapped from vault.key where scope = ?")) {
            select.setString(1, "participant/" + person);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }

    private static void checkpoint(DataSource database) throws SQLException {
        execute(database, "checkpoint");
    }

    /** Everything that shows what she said or answered, so that whatever it might leave behind is there to be found. */
    private static void askedInEveryWay(RunningApplication store) {
        var manager = new OfficerAsking(store, Role.DATA_MANAGER);
        for (var accept : List.of("application/json", "application/x-ndjson", "text/csv"))
            assertThat(manager.bytes("/api/measures/responses?case=CAFE", accept))
                    .isNotEmpty();
        assertThat(manager.bytes("/api/audit/everything-held.zip?participant=" + ANNA, "*/*"))
                .isNotEmpty();
        var officer = new OfficerAsking(store, Role.ETHICS_OFFICER);
        for (var paper : List.of(
                "/api/participants/%s/consent-receipt.pdf",
                "/api/participants/%s/consent-receipt.jsonld", "/api/audit/report.pdf?participant=%s"))
            assertThat(officer.bytes(paper.formatted(ANNA), "*/*")).as(paper).isNotEmpty();
    }

    /** Every file of the store that holds these bytes, but the master key and the programs brought along. */
    private static List<Path> holding(Path home, byte[] needle) throws IOException {
        var looked = new String(needle, StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(home)) {
            return files.filter(file -> !file.startsWith(home.resolve("programs")))
                    .filter(Files::isRegularFile)
                    .filter(file -> bytes(file).contains(looked))
                    .toList();
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static DataSource database(EmbeddedDatabase postgres) {
        var database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.username());
        database.setPassword(postgres.password());
        return database;
    }

    private static FieldCommand interview(String said, ParticipantCode... people) {
        return new RecordInterview(
                Report.on(CAFE, on("2021-02-20")).with(people).done(), InterviewStyle.NARRATIVE, 40, said);
    }

    private static FieldCommand erase(EventId demand) {
        return new ErasePerson(
                Report.on(CAFE, on("2021-03-10")).done(),
                ANNA,
                demand,
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                LocalDate.parse("2021-03-09"),
                "DPO 2021/7",
                List.of());
    }
}
