package org.fieldledger.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.fieldledger.access.Accounts;
import org.fieldledger.cli.DemonstrationLoad;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreIdentity;
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
        Store before;
        try (var store = RunningStore.in(folder.resolve("one"), RunningStore.DEMONSTRATION)) {
            var load = store.context().getBean(DemonstrationLoad.class);
            load.load(7, 1, new PrintWriter(new StringWriter()));
            load.welcome(folder.resolve("one"), new PrintWriter(new StringWriter()));
            before = Store.of(store);
            Backup.of(store.context().getBean(DataSource.class), before.identity(), TAKEN, file);
        }

        try (var postgres = EmbeddedDatabase.attachOrStart(folder.resolve("other"), sentence -> {})) {
            var database = database(postgres);
            assertThat(Restore.into(database, file).events())
                    .isEqualTo(before.events().size());
            assertThatThrownBy(() -> Restore.into(database, file))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("There is a store already");
        }
        try (var store = RunningStore.in(folder.resolve("other"), Map.of())) {
            var after = Store.of(store);
            assertThat(after).isEqualTo(before);
            assertThat(store.context().getBean(Accounts.class).all()).hasSize(6);
        }
    }

    @Test
    void what_is_not_a_whole_backup_is_refused_and_leaves_nothing_behind() throws Exception {
        try (var postgres = EmbeddedDatabase.attachOrStart(folder.resolve("home"), sentence -> {})) {
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

    /** What must be the same: which store it is, its log, and an answer worked out from it. */
    private record Store(StoreIdentity identity, List<String> events, List<TimelineView.Line> cafe) {

        static Store of(RunningApplication running) {
            var log = running.context().getBean(EventLog.class);
            var events = log.after(0, 1_000_000);
            var checkpoints = running.context().getBean(org.fieldledger.query.projection.Checkpoints.class);
            assertThat(checkpoints.await("timeline", log.head(), java.time.Duration.ofMinutes(1)))
                    .isTrue();
            return new Store(
                    log.identity(),
                    events.stream().map(Object::toString).toList(),
                    running.context()
                            .getBean(TimelineView.class)
                            .ofCase(
                                    new CaseCode("CAFE"),
                                    AsOf.LATEST,
                                    TimelineView.Filter.NONE,
                                    new Paging(Paging.MOST, null))
                            .items());
        }
    }
}
