package org.fieldledger.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EventId;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ObservationEvent.FieldNoteWritten;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Erasures.Step;
import org.fieldledger.vault.Sealing.Identified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is destroyed is gone from the database's own files, whoever was cut off when. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErasuresTest {

    private static final ParticipantCode ANNA = new ParticipantCode("CAFE-0001");
    private static final ParticipantCode BEA = new ParticipantCode("CAFE-0002");
    private static final String NOTE = "She laughed and told of her sister in Eksjö";

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;
    private DataSource database;
    private EventLog log;
    private Vault vault;
    private Identified ofAnna;
    private Identified ofBea;
    private byte[] annasKey;
    private byte[] beasKey;

    @BeforeEach
    void a_store_with_a_note_about_each() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(true)
                .start();
        database = postgres.getPostgresDatabase();
        StoreSetup.open(database, StoreKind.ORDINARY);
        log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry());
        vault = Vault.open(database, MasterKey.random());
        ofAnna = sealed(ANNA);
        ofBea = sealed(BEA);
        annasKey = wrapped(ANNA);
        beasKey = wrapped(BEA);
        execute("checkpoint");
    }

    @AfterEach
    void stop() throws IOException {
        log.close();
        postgres.close();
    }

    @Test
    void the_key_is_gone_from_every_file_of_the_database_and_another_persons_stays() throws Exception {
        assertThat(holding(annasKey)).isNotEmpty();
        var event = erased(ANNA);

        new Erasures(database, log, vault).carryOut();

        execute("checkpoint");
        assertThat(holding(annasKey)).isEmpty();
        assertThat(holding(beasKey)).isNotEmpty();
        assertThat(reads(ofAnna)).isEqualTo(Opening.ERASED);
        assertThat(reads(ofBea)).isEqualTo(NOTE);
        assertThat(Erasures.states(database)).singleElement().satisfies(state -> {
            assertThat(state.event()).isEqualTo(event);
            assertThat(state.participant()).isEqualTo(ANNA.code());
            assertThat(state.carriedOut())
                    .as("tables elsewhere had no turn yet")
                    .isFalse();
            assertThat(state.leftOver()).isNull();
            assertThat(state.overwrittenAt()).isNotNull();
        });
    }

    @Test
    void when_tables_elsewhere_were_emptied_the_write_ahead_log_is_gone_through_once_more() throws Exception {
        erased(ANNA);
        var erasures = new Erasures(database, log, vault);
        erasures.carryOut();
        var waiting = Erasures.waitingForTables(database);
        assertThat(waiting).extracting(Erasures.State::participant).containsExactly(ANNA.code());

        Erasures.tablesEmptied(database, waiting);
        assertThat(Erasures.states(database)).noneMatch(Erasures.State::carriedOut);
        erasures.carryOut();

        assertThat(Erasures.states(database)).singleElement().satisfies(state -> {
            assertThat(state.carriedOut()).isTrue();
            assertThat(state.overwrittenAt()).isAfterOrEqualTo(state.emptiedAt());
        });
        assertThat(Erasures.waitingForTables(database)).isEmpty();
    }

    @Test
    void somebody_who_has_been_reading_since_before_keeps_no_key_alive() throws Exception {
        try (var reader = database.getConnection()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (var look = reader.createStatement()) {
                look.execute("select count(*) from ledger.event");
            }
            erased(ANNA);
            new Erasures(database, log, vault).carryOut();
            execute("checkpoint");
            assertThat(holding(annasKey)).isEmpty();
            reader.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void whoever_is_killed_after_any_step_has_it_carried_out_by_the_next(Step step) throws Exception {
        erased(ANNA);
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CutOff.class.getName(),
                        postgres.getJdbcUrl("postgres", "postgres"),
                        step.name())
                .redirectError(folder.resolve("said").toFile())
                .start();
        try (var said = process.inputReader()) {
            assertThat(said.lines().filter(CutOff.HERE::equals).findFirst())
                    .as(() -> "what it said: " + read(folder.resolve("said")))
                    .isPresent();
        } finally {
            process.destroyForcibly().waitFor();
        }

        new Erasures(database, log).carryOut();

        execute("checkpoint");
        assertThat(holding(annasKey)).isEmpty();
        assertThat(reads(ofAnna)).isEqualTo(Opening.ERASED);
        assertThat(reads(ofBea)).isEqualTo(NOTE);
        assertThat(Erasures.states(database))
                .allMatch(Erasures.State::keysAreGone)
                .hasSize(1);
    }

    @Test
    void it_is_done_once_and_again_does_nothing() throws Exception {
        erased(ANNA);
        var erasures = new Erasures(database, log, vault);
        erasures.carryOut();
        var before = Erasures.states(database);

        erasures.carryOut();
        execute("delete from ledger.follower");
        new Erasures(database, log).carryOutAgain();

        assertThat(Erasures.states(database)).isEqualTo(before);
    }

    @Test
    void keys_that_come_back_from_an_older_backup_are_destroyed_again() throws Exception {
        erased(ANNA);
        new Erasures(database, log, vault).carryOut();
        execute("delete from vault.erasure; delete from vault.destroyed; delete from ledger.follower");
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into vault.key (number, scope, wrapped) values (7, ?, ?)")) {
            insert.setString(1, "participant/" + ANNA);
            insert.setBytes(2, annasKey);
            insert.executeUpdate();
        }

        new Erasures(database, log).carryOut();

        execute("checkpoint");
        assertThat(holding(annasKey)).isEmpty();
    }

    @Test
    void a_text_about_nobody_in_particular_goes_with_the_person_it_tells_of() throws Exception {
        var telling = sealed();
        append(telling.id(), telling.event());
        var other = sealed();
        append(other.id(), other.event());
        append(new PersonErased(
                envelope(),
                ANNA,
                new EventId(UUID.randomUUID()),
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                LocalDate.parse("2022-09-05"),
                "DPO 2022/117",
                List.of(new EventId(telling.id()))));

        new Erasures(database, log, vault).carryOut();

        assertThat(reads(telling)).isEqualTo(Opening.ERASED);
        assertThat(reads(other)).isEqualTo(NOTE);
    }

    @Test
    void a_role_that_may_not_see_it_through_is_told_the_grants_that_help_and_with_them_nothing_is_left()
            throws Exception {
        var server = database;
        execute("create role theirs login");
        execute("create database theirs owner theirs");
        log.close();
        database = postgres.getDatabase("theirs", "theirs");
        StoreSetup.open(database, StoreKind.ORDINARY);
        log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry());
        vault = Vault.open(database, MasterKey.random());
        ofAnna = sealed(ANNA);
        annasKey = wrapped(ANNA);
        erased(ANNA);

        new Erasures(database, log, vault).carryOut();

        assertThat(reads(ofAnna)).as("what needs no grant is done").isEqualTo(Opening.ERASED);
        assertThat(Erasures.states(database)).singleElement().satisfies(state -> {
            assertThat(state.overwrittenAt()).isNull();
            assertThat(state.leftOver()).contains("pg_checkpoint", "pg_monitor", "pg_switch_wal");
        });

        for (var grant : List.of(
                "grant pg_checkpoint, pg_monitor to theirs", "grant execute on function pg_switch_wal to theirs"))
            try (var connection = postgres.getDatabase("postgres", "theirs").getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(grant);
            }
        new Erasures(database, log).carryOutAgain();

        assertThat(Erasures.states(database)).singleElement().satisfies(state -> {
            assertThat(state.leftOver()).isNull();
            assertThat(state.overwrittenAt()).isNotNull();
        });
        database = server;
        execute("checkpoint");
        assertThat(holding(annasKey)).isEmpty();
    }

    private Identified sealed(ParticipantCode... people) {
        var id = UUID.randomUUID();
        var note = new FieldNoteWritten(envelope(people), "staff session", NOTE);
        return new Identified(id, vault.seal(List.of(new Identified(id, note))).getFirst());
    }

    private String reads(Identified sealed) {
        return ((FieldNoteWritten) vault.events(List.of(sealed)).getFirst()).note();
    }

    private UUID erased(ParticipantCode person) {
        return append(new PersonErased(
                envelope(),
                person,
                new EventId(UUID.randomUUID()),
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                LocalDate.parse("2022-09-05"),
                "DPO 2022/117",
                List.of()));
    }

    private UUID append(FieldEvent event) {
        return append(UUID.randomUUID(), event);
    }

    private UUID append(UUID id, FieldEvent event) {
        log.append(new Append(
                List.of(new NewEvent(
                        "test/" + id,
                        0,
                        id,
                        event.getClass().getSimpleName(),
                        null,
                        "CAFE",
                        EventJson.MAPPER.writeValueAsString(event),
                        "{}")),
                Map.of(),
                List.of()));
        return id;
    }

    private static Envelope envelope(ParticipantCode... people) {
        return new Envelope(
                new CaseCode("CAFE"),
                Occurred.on(LocalDate.parse("2022-09-06"), ZoneId.of("Europe/Stockholm")),
                new ResearcherCode("data-manager"),
                List.of(),
                List.of(people).stream()
                        .map(person -> new Participation(person, new Role("patient"), null, List.of()))
                        .toList(),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }

    private byte[] wrapped(ParticipantCode person) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select wrapped from vault.key where scope = ?")) {
            select.setString(1, "participant/" + person);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every file of the database that holds these bytes. */
    private List<Path> holding(byte[] needle) throws IOException {
        try (var files = Files.walk(folder.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, needle))
                    .toList();
        }
    }

    private static boolean holds(Path file, byte[] needle) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(new String(needle, java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
