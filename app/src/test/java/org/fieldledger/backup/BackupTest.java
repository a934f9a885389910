package org.fieldledger.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.fieldledger.access.Accounts;
import org.fieldledger.cli.DemonstrationLoad;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.embedded.TestDatabase;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.ObservationEvent.FieldNoteWritten;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.timeline.Filter;
import org.fieldledger.query.timeline.Line;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.store.Append;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.NewEvent;
import org.fieldledger.store.StoreIdentity;
import org.fieldledger.store.StoreKind;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.fieldledger.vault.Vault;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A store written into a file and restored into another cluster is the same store. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BackupTest {

    private static final Instant TAKEN = Instant.parse("2025-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_store_restored_into_another_cluster_has_the_same_identity_events_answers_and_accounts() throws Exception {
        var file = folder.resolve("store.zip");
        var keys = folder.resolve("keys.zip");
        Store before;
        try (var store = RunningStore.in(folder.resolve("one"), RunningStore.DEMONSTRATION)) {
            var load = store.context().getBean(DemonstrationLoad.class);
            load.load(7, 1, new PrintWriter(new StringWriter()));
            load.welcome(folder.resolve("one"), new PrintWriter(new StringWriter()));
            before = Store.of(store);
            Backup.of(store.context().getBean(DataSource.class), before.identity(), TAKEN, file);
            assertThat(Backup.ofKeys(store.context().getBean(DataSource.class), before.identity(), TAKEN, keys)
                            .rows())
                    .isPositive();
        }

        try (var postgres = TestDatabase.in(folder.resolve("other"))) {
            var database = database(postgres);
            assertThat(Restore.into(database, file).events())
                    .isEqualTo(before.events().size());
            assertThatThrownBy(() -> Restore.into(database, file))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("There is a store already");
            assertThatThrownBy(() -> Restore.into(database, keys)).hasMessageContaining("name this with --keys");
            assertThat(Restore.keysInto(database, before.identity(), keys)).isPositive();
            assertThatThrownBy(() -> Restore.keysInto(database, before.identity(), keys))
                    .hasMessageContaining("has keys already");
        }
        Files.copy(folder.resolve("one/master.key"), folder.resolve("other/master.key"));
        try (var store = RunningStore.in(folder.resolve("other"), Map.of())) {
            var after = Store.of(store);
            assertThat(after).isEqualTo(before);
            assertThat(store.context().getBean(Accounts.class).all()).hasSize(6);
        }
    }

    @Test
    void restored_without_its_keys_a_store_is_whole_and_shows_nothing_personal() throws Exception {
        var file = folder.resolve("store.zip");
        var keys = folder.resolve("keys.zip");
        var said = "My sister in Eksjö drove me";
        UUID note;
        try (var store = RunningStore.in(folder.resolve("one"), Map.of())) {
            var event = new FieldNoteWritten(nowhere(), "staff session", said);
            note = UUID.randomUUID();
            var kept = store.context().getBean(Vault.class).seal(List.of(new Identified(note, event)));
            var log = store.context().getBean(EventLog.class);
            log.append(new Append(
                    List.of(new NewEvent(
                            "action/" + note,
                            0,
                            note,
                            "FieldNoteWritten",
                            null,
                            null,
                            EventJson.MAPPER.writeValueAsString(kept.getFirst()),
                            "{}")),
                    Map.of(),
                    List.of()));
            var database = store.context().getBean(DataSource.class);
            Backup.of(database, log.identity(), TAKEN, file);
            Backup.ofKeys(database, log.identity(), TAKEN, keys);
        }
        try (var zip = new ZipFile(file.toFile());
                var log = zip.getInputStream(zip.getEntry("ledger.event.copy"))) {
            assertThat(zip.stream().map(ZipEntry::getName)).noneMatch(part -> part.startsWith("vault."));
            assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("FieldNoteWritten")
                    .doesNotContain(said);
        }

        try (var postgres = TestDatabase.in(folder.resolve("other"))) {
            Restore.into(database(postgres), file);
        }
        try (var store = RunningStore.in(folder.resolve("other"), Map.of())) {
            var stored = store.context().getBean(EventLog.class).event(note).orElseThrow();
            var read = new FieldEventReader().read(stored.type(), stored.revision(), stored.payload());
            assertThat(store.context().getBean(Vault.class).events(List.of(new Identified(note, read))))
                    .first()
                    .isInstanceOfSatisfying(
                            FieldNoteWritten.class,
                            opened -> assertThat(opened.note()).isEqualTo(Opening.NO_KEY));
        }
        try (var postgres = TestDatabase.in(folder.resolve("yet-another"))) {
            var store = new StoreIdentity(UUID.randomUUID(), StoreKind.ORDINARY, TAKEN);
            assertThatThrownBy(() -> Restore.keysInto(database(postgres), store, keys))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("keys of another store");
        }
    }

    private static Envelope nowhere() {
        return new Envelope(
                null,
                Occurred.on(LocalDate.parse("2021-03-04"), ZoneId.of("Europe/Stockholm")),
                new ResearcherCode("fieldworker-2"),
                List.of(),
                List.of(),
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

    @Test
    void what_is_not_a_whole_backup_is_refused_and_leaves_nothing_behind() throws Exception {
        try (var postgres = TestDatabase.in(folder.resolve("home"))) {
            var database = database(postgres);
            var text = Files.writeString(folder.resolve("text.zip"), "not an archive");
            assertThatThrownBy(() -> Restore.into(database, text)).hasMessageContaining("not a backup of Fieldledger");
            assertThatThrownBy(() -> Restore.into(database, folder.resolve("nowhere.zip")))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("There is no file");
        }
    }

    private static DataSource database(EmbeddedDatabase postgres) {
        var database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.username());
        database.setPassword(postgres.password());
        return database;
    }

    /** What must be the same: which store it is, its log as stored and as it reads, and an answer worked out from it. */
    private record Store(StoreIdentity identity, List<String> events, List<FieldEvent> opened, List<Line> cafe) {

        static Store of(RunningApplication running) {
            var log = running.context().getBean(EventLog.class);
            var events = log.after(0, 1_000_000);
            var reader = new FieldEventReader();
            var checkpoints = running.context().getBean(org.fieldledger.query.projection.Checkpoints.class);
            assertThat(checkpoints.await("timeline", log.head(), java.time.Duration.ofMinutes(1)))
                    .isTrue();
            return new Store(
                    log.identity(),
                    events.stream().map(Object::toString).toList(),
                    running.context()
                            .getBean(Vault.class)
                            .events(events.stream()
                                    .map(event -> new Identified(
                                            event.eventId(),
                                            reader.read(event.type(), event.revision(), event.payload())))
                                    .toList()),
                    running.context()
                            .getBean(TimelineView.class)
                            .ofCase(new CaseCode("CAFE"), AsOf.LATEST, Filter.NONE, new Paging(Paging.MOST, null))
                            .items());
        }
    }
}
