package org.fieldledger.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.fieldledger.backup.Backup;
import org.fieldledger.backup.Restore;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger backup} and {@code ./fieldledger restore}: a store as one file, and back. */
final class Backups {

    /** Writes the store into a file. */
    @Command(
            name = "backup",
            description = "Writes the log into one file and its keys into another, also while the store is in use.",
            mixinStandardHelpOptions = true)
    static final class Take implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Parameters(
                paramLabel = "FILE",
                description = "where to, such as store-2026-01-31.zip; it holds everything the store does but the keys")
        @SuppressWarnings("NullAway.Init") // required
        private Path file;

        @Option(
                names = "--keys",
                paramLabel = "FILE",
                description =
                        "also writes the keys to what is personal, into a file of their own: keep it apart from the other,"
                                + " and replace it after every erasure")
        private @Nullable Path keys;

        @Override
        public Integer call() throws SQLException {
            var out = spec.commandLine().getOut();
            try (var store = options.openExisting(sentence -> out.println(sentence + "."));
                    var database = store.pool(2)) {
                var identity = StoreSetup.open(database, StoreKind.ORDINARY);
                var written = Backup.of(database, identity, Clock.systemUTC().instant(), file.toAbsolutePath());
                out.printf("%,d events are in %s (%,d bytes).%n", written.rows(), file, written.bytes());
                if (keys != null) {
                    var kept =
                            Backup.ofKeys(database, identity, Clock.systemUTC().instant(), keys.toAbsolutePath());
                    out.printf(
                            "%,d keys are in %s; the master key that opens them is in neither file.%n",
                            kept.rows(), keys);
                } else {
                    out.printf("No key is in it: what is personal reads only with --keys and the master key.%n");
                }
                out.flush();
                return 0;
            } catch (IOException e) {
                throw new StartRefused("The backup could not be written to " + file + " (" + e.getMessage() + ").", e);
            }
        }
    }

    /** Makes an empty store into the one in a file. */
    @Command(
            name = "restore",
            description = "Makes a new store out of a backup, every event held against its hash.",
            mixinStandardHelpOptions = true)
    static final class Bring implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Parameters(paramLabel = "FILE", description = "a backup")
        @SuppressWarnings("NullAway.Init") // required
        private Path file;

        @Option(
                names = "--keys",
                paramLabel = "FILE",
                description = "the backup of its keys; without it nothing personal can be read")
        private @Nullable Path keys;

        @Override
        public Integer call() throws SQLException {
            var out = spec.commandLine().getOut();
            try (var store = options.open(sentence -> out.println(sentence + "."));
                    var database = store.pool(6)) { // carrying erasures on takes several at once
                var restored = Restore.into(database, file.toAbsolutePath());
                out.printf(
                        "The store of %s is back: %,d events, each as it was stored. Projections are built at the next start.%n",
                        restored.store().createdAt(), restored.events());
                if (keys != null)
                    out.printf(
                            "%,d keys are back; they open with the master key of that store.%n",
                            Restore.keysInto(database, restored.store(), keys.toAbsolutePath()));
                // Without keys there is no vault yet.
                Vault.migrate(database);
                // Keys of an older backup may be those of somebody whose erasure is on record.
                Erase.resume(database);
                out.flush();
                return 0;
            } catch (IOException e) {
                throw new StartRefused(file + " could not be read (" + e.getMessage() + ").", e);
            }
        }
    }

    private Backups() {}
}
