package org.fieldledger.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ObservationEvent.FieldNoteWritten;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.PersonalTexts;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Responses;
import org.fieldledger.events.Role;
import org.fieldledger.vault.Sealing.Identified;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the vault promises, against a real PostgreSQL. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class VaultTest {

    private static final String ANNA = "CAFE-0001";
    private static final String BEA = "CAFE-0002";
    private static final String NOTE = "She laughed and told of her sister in Eksjö";

    private static EmbeddedPostgres postgres;
    private DataSource database;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void anEmptyDatabase() throws SQLException {
        var name = "vault_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var create = connection.createStatement()) {
            create.execute("create database " + name);
        }
        database = postgres.getDatabase("postgres", name);
    }

    @Test
    void what_is_sealed_does_not_show_and_opens_as_it_was() {
        var vault = Vault.open(database, MasterKey.random());
        var note = note(ANNA);

        var sealed = vault.seal(List.of(note)).getFirst();

        assertThat(EventJson.MAPPER.writeValueAsString(sealed)).doesNotContain(NOTE, "staff session", "Library");
        assertThat(open(vault, note.id(), sealed)).isEqualTo(note.event());
    }

    @Test
    void answers_do_not_show_open_as_they_were_and_can_be_reckoned_with_while_the_words_among_them_stay_sealed() {
        var vault = Vault.open(database, MasterKey.random());
        var measure = measure(
                Response.of("FEELS_SAFE", new BigDecimal("314159.50")),
                new Response("Q2", null, NOTE, null),
                Response.missing("Q3", "prefers-not-to"));

        var sealed = vault.seal(List.of(measure)).getFirst();
        var reckonable = ((MeasureAdministered)
                vault.answers(List.of(new Identified(measure.id(), sealed))).getFirst());

        // Long words: two letters turn up by chance in what is sealed.
        assertThat(EventJson.MAPPER.writeValueAsString(sealed))
                .doesNotContain("314159.50", "FEELS_SAFE", NOTE, "prefers-not-to");
        assertThat(open(vault, measure.id(), sealed)).isEqualTo(measure.event());
        assertThat(reckonable.responses().given())
                .extracting(Response::number)
                .containsExactly(new BigDecimal("314159.50"), null, null);
        assertThat(reckonable.responses().given().get(1).text()).startsWith("{sealed:1:");
        assertThat(open(vault, measure.id(), reckonable)).isEqualTo(measure.event());

        destroy("participant/" + ANNA);
        assertThat(((MeasureAdministered) open(vault, measure.id(), sealed)).responses())
                .isEqualTo(Responses.withheld(Opening.ERASED));
        assertThat(open(vault, UUID.randomUUID(), sealed)).isNotEqualTo(measure.event());
    }

    private static Identified measure(Response... responses) {
        return new Identified(
                UUID.randomUUID(),
                new MeasureAdministered(
                        note(ANNA).event().envelope(),
                        new ParticipantCode(ANNA),
                        new InstrumentCode("TRUST"),
                        "1.0",
                        null,
                        List.of(responses)));
    }

    @Test
    void what_was_stored_before_anything_was_sealed_reads_as_it_is() {
        var vault = Vault.open(database, MasterKey.random());
        var note = note(ANNA);

        assertThat(open(vault, note.id(), note.event())).isEqualTo(note.event());
        assertThat(vault.texts(List.of(
                        new Opening.Stored(note.id(), "{sealed:1:of old}"), new Opening.Stored(note.id(), null))))
                .containsExactly("{sealed:1:of old}", null);
    }

    @Test
    void a_destroyed_key_erases_the_texts_about_that_person_and_those_about_several_with_them() {
        var vault = Vault.open(database, MasterKey.random());
        var ofAnna = note(ANNA);
        var ofBea = note(BEA);
        var ofBoth = note(ANNA, BEA);
        var ofNobody = note();
        var sealed = vault.seal(List.of(ofAnna, ofBea, ofBoth, ofNobody));

        destroy("participant/" + ANNA);

        assertThat(note(open(vault, ofAnna.id(), sealed.get(0)))).isEqualTo(Opening.ERASED);
        assertThat(note(open(vault, ofBea.id(), sealed.get(1)))).isEqualTo(NOTE);
        assertThat(note(open(vault, ofBoth.id(), sealed.get(2)))).isEqualTo(Opening.ERASED);
        assertThat(note(open(vault, ofNobody.id(), sealed.get(3)))).isEqualTo(NOTE);
        assertThat(open(vault, ofAnna.id(), sealed.get(0)).envelope().place()).isEqualTo(Opening.ERASED);
    }

    @Test
    void a_text_that_concerns_nobody_in_particular_has_a_key_of_its_own_that_can_be_destroyed() {
        var vault = Vault.open(database, MasterKey.random());
        var one = note();
        var other = note();
        var sealed = vault.seal(List.of(one, other));

        Vault.scopesOfItsOwn(new Identified(one.id(), sealed.getFirst())).forEach(this::destroy);

        assertThat(note(open(vault, one.id(), sealed.get(0)))).isEqualTo(Opening.ERASED);
        assertThat(note(open(vault, other.id(), sealed.get(1)))).isEqualTo(NOTE);
    }

    @Test
    void nobody_gets_a_key_again_once_theirs_was_destroyed_whether_or_not_they_had_one() {
        var vault = Vault.open(database, MasterKey.random());
        vault.seal(List.of(note(ANNA)));

        destroy("participant/" + ANNA);
        destroy("participant/" + BEA);

        for (var person : List.of(ANNA, BEA)) {
            var late = note(person);
            // By the process that has the old key in memory still, and by one that has not.
            for (var sealer : List.of(vault, Vault.open(database, vaultKey(vault)))) {
                var sealed = sealer.seal(List.of(late)).getFirst();
                assertThat(EventJson.MAPPER.writeValueAsString(sealed)).doesNotContain(NOTE);
                assertThat(note(open(vault, late.id(), sealed))).isEqualTo(Opening.ERASED);
            }
        }
    }

    @Test
    void a_text_that_was_moved_to_another_event_or_changed_does_not_open() {
        var vault = Vault.open(database, MasterKey.random());
        var note = note(ANNA);
        var sealed = ((FieldNoteWritten) vault.seal(List.of(note)).getFirst()).note();
        var changed = sealed.substring(0, sealed.length() - 6)
                + (sealed.charAt(sealed.length() - 6) == 'A' ? 'B' : 'A')
                + sealed.substring(sealed.length() - 5);

        assertThat(vault.texts(List.of(
                        new Opening.Stored(UUID.randomUUID(), sealed),
                        new Opening.Stored(note.id(), changed),
                        new Opening.Stored(note.id(), sealed))))
                .containsExactly(Opening.NOT_ITS_OWN, Opening.NOT_ITS_OWN, NOTE);
    }

    @Test
    void a_text_whose_keys_were_not_restored_says_so() {
        var elsewhere = Vault.open(database, MasterKey.random());
        var note = note(ANNA);
        var sealed = elsewhere.seal(List.of(note)).getFirst();
        execute("truncate vault.key");

        assertThat(note(open(elsewhere, note.id(), sealed))).isEqualTo(Opening.NO_KEY);
    }

    @Test
    void a_batch_costs_one_statement_and_people_known_already_cost_none() {
        var counted = new CountedConnections(database);
        var vault = Vault.open(database, MasterKey.random());
        var counting = Vault.open(counted, vaultKey(vault));
        var before = counted.count();

        var batch = new ArrayList<Identified>();
        for (int n = 0; n < 300; n++) batch.add(note("CAFE-%04d".formatted(n)));
        var sealed = counting.seal(batch);
        assertThat(counted.count() - before).isEqualTo(1);

        counting.seal(batch);
        assertThat(counted.count() - before).isEqualTo(1);

        var stored = new ArrayList<Identified>();
        for (int n = 0; n < batch.size(); n++)
            stored.add(new Identified(batch.get(n).id(), sealed.get(n)));
        assertThat(counting.events(stored))
                .isEqualTo(batch.stream().map(Identified::event).toList());
        assertThat(counted.count() - before).isEqualTo(2);
    }

    @Test
    void texts_about_nobody_take_keys_that_were_made_ahead_each_its_own() {
        var counted = new CountedConnections(database);
        var counting = Vault.open(counted, MasterKey.random());
        var before = counted.count();

        var notes = new ArrayList<Identified>();
        var sealed = new ArrayList<FieldEvent>();
        var keys = new HashSet<String>();
        for (int n = 0; n < 1_000; n++) {
            notes.add(note());
            sealed.add(counting.seal(List.of(notes.getLast())).getFirst());
            keys.addAll(Vault.scopesOfItsOwn(new Identified(notes.getLast().id(), sealed.getLast())));
        }

        // 8, 16, 32 and so on up to 512 at a time
        assertThat(counted.count() - before).isEqualTo(7);
        assertThat(keys.stream().filter(scope -> scope.startsWith("text/"))).hasSize(1_000);
        for (int n : List.of(0, 7, 8, 999))
            assertThat(open(counting, notes.get(n).id(), sealed.get(n)))
                    .isEqualTo(notes.get(n).event());
    }

    @Test
    void two_processes_that_seal_for_the_same_person_use_the_same_key() {
        var one = Vault.open(database, MasterKey.random());
        var other = Vault.open(database, vaultKey(one));
        var first = note(ANNA);
        var second = note(ANNA);

        var sealedFirst = one.seal(List.of(first)).getFirst();
        var sealedSecond = other.seal(List.of(second)).getFirst();

        assertThat(open(other, first.id(), sealedFirst)).isEqualTo(first.event());
        assertThat(open(one, second.id(), sealedSecond)).isEqualTo(second.event());
    }

    @Test
    void the_master_key_is_made_once_for_its_owner_alone(@TempDir Path home) throws IOException {
        var file = home.resolve("keys/master.key");
        var note = note(ANNA);
        var sealed = Vault.open(database, file).seal(List.of(note)).getFirst();
        var kept = Files.readString(file);

        var again = Vault.open(database, file);

        assertThat(open(again, note.id(), sealed)).isEqualTo(note.event());
        assertThat(Files.readString(file)).isEqualTo(kept);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void the_same_content_has_the_same_mark_wherever_the_master_key_is_and_another_for_each_use_and_key() {
        var key = MasterKey.random();
        var content = NOTE.getBytes(UTF_8);
        var mark = Vault.open(database, key).mark("one use", content);

        assertThat(mark).hasSize(32);
        assertThat(Vault.open(database, key).mark("one use", content)).isEqualTo(mark);
        assertThat(Vault.open(database, key).mark("another use", content)).isNotEqualTo(mark);
        assertThat(Vault.open(database, key).mark("one use", (NOTE + "!").getBytes(UTF_8)))
                .isNotEqualTo(mark);
    }

    @Test
    void what_a_program_left_that_was_killed_while_making_a_key_stands_in_nobodys_way(@TempDir Path home)
            throws IOException {
        var file = home.resolve("master.key");
        Files.writeString(
                home.resolve(
                        "master.key.%d.new".formatted(ProcessHandle.current().pid())),
                "half a k");

        MasterKey.createdIn(file);

        assertThat(Files.readString(file)).startsWith("fieldledger-master-key-1 ");
        var kept = Files.readString(file);
        MasterKey.createdIn(file);
        assertThat(Files.readString(file))
                .as("a key that is there is never replaced")
                .isEqualTo(kept);
    }

    @Test
    void a_missing_a_wrong_and_a_spoilt_master_key_are_refused_in_words(@TempDir Path home) throws IOException {
        var file = home.resolve("master.key");
        Vault.open(database, file);
        var another = home.resolve("another.key");
        MasterKey.createdIn(another);
        var spoilt = Files.writeString(home.resolve("spoilt.key"), "hunter2\n");

        assertThatThrownBy(() -> Vault.open(database, home.resolve("lost.key")))
                .isInstanceOf(VaultRefused.class)
                .hasMessageContaining("lost.key")
                .hasMessageContaining("--master-key-file");
        assertThat(home.resolve("lost.key")).doesNotExist();
        assertThatThrownBy(() -> Vault.open(database, another))
                .isInstanceOf(VaultRefused.class)
                .hasMessageContaining("not the master key of this store");
        assertThatThrownBy(() -> Vault.open(database, spoilt))
                .isInstanceOf(VaultRefused.class)
                .hasMessageContaining("not a master key of Fieldledger")
                .hasMessageNotContaining("hunter2");
    }

    private static FieldEvent open(Vault vault, UUID id, FieldEvent sealed) {
        return vault.events(List.of(new Identified(id, sealed))).getFirst();
    }

    private static String note(FieldEvent event) {
        return ((FieldNoteWritten) event).note();
    }

    private static MasterKey vaultKey(Vault vault) {
        return vault.master();
    }

    private void destroy(String scope) {
        execute("select vault.destroy(array['%s'], '%s')".formatted(scope, UUID.randomUUID()));
    }

    private void execute(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Identified note(String... people) {
        var envelope = new Envelope(
                new CaseCode("CAFE"),
                Occurred.on(LocalDate.parse("2021-03-04"), ZoneId.of("Europe/Stockholm")),
                new ResearcherCode("fieldworker-2"),
                List.of(),
                List.of(people).stream()
                        .map(code -> new Participation(new ParticipantCode(code), new Role("patient"), null, List.of()))
                        .toList(),
                List.of(),
                "Library, Jönköping",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
        var event = new FieldNoteWritten(envelope, "staff session", NOTE);
        assertThat(PersonalTexts.replaced(event, text -> text)).isSameAs(event);
        return new Identified(UUID.randomUUID(), event);
    }
}
