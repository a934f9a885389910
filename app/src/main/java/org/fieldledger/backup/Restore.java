package org.fieldledger.backup;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.fieldledger.access.AccessSchema;
import org.fieldledger.demo.LoadRecord;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.EventJson;
import org.fieldledger.store.LogVerification;
import org.fieldledger.store.StoreIdentity;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Vault;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.core.JacksonException;

/** Makes an empty database into the store that a backup holds: the same store, with its identity, positions and times. */
public final class Restore {

    private static final int PART = 50_000;

    /** What was restored. */
    public record Restored(StoreIdentity store, long events) {}

    /**
     * All of it or nothing; at the end every event has been held against its hash.
     *
     * @throws StartRefused in one sentence, if the file is not a whole backup or the database is not empty
     */
    public static Restored into(DataSource database, Path file) throws IOException, SQLException {
        try (var zip = new ZipFile(file.toFile())) {
            var manifest = manifest(zip, file, Backup.TABLES);
            var store = new StoreIdentity(manifest.storeId(), StoreKind.valueOf(manifest.kind()), manifest.createdAt());
            setUp(database, manifest);
            try (var connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    if (!StoreSetup.become(connection, store))
                        throw new StartRefused(
                                "There is a store already, and a backup is restored only where there is none:"
                                        + " choose another folder with --data-dir, or an empty database.");
                    for (var part : manifest.parts()) fill(connection, part, zip, file);
                    verify(new SingleConnectionDataSource(connection, true), manifest, file);
                    connection.commit();
                } catch (SQLException | IOException | RuntimeException failed) {
                    connection.rollback();
                    throw failed;
                }
            }
            return new Restored(store, manifest.position());
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new StartRefused("There is no file " + file + ".", e);
        } catch (ZipException e) {
            throw new StartRefused(file + " is not a backup of Fieldledger, or not a whole one.", e);
        }
    }

    /**
     * Puts the keys of a store that was just restored back into it. How many there are.
     *
     * @throws StartRefused in one sentence, if the file is not a whole backup of this store's keys, or the store has keys
     */
    public static long keysInto(DataSource database, StoreIdentity store, Path file) throws IOException, SQLException {
        try (var zip = new ZipFile(file.toFile())) {
            var manifest = manifest(zip, file, Backup.KEYS);
            if (!manifest.storeId().equals(store.storeId()))
                throw new StartRefused(file + " holds the keys of another store. Nothing of it was restored.");
            Vault.migrate(database);
            try (var connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    if (hasKeys(connection))
                        throw new StartRefused(
                                "This store has keys already: keys are restored together with the log, before the first start.");
                    for (var part : manifest.parts()) fill(connection, part, zip, file);
                    connection.commit();
                } catch (SQLException | IOException | RuntimeException failed) {
                    connection.rollback();
                    throw failed;
                }
            }
            return manifest.position();
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new StartRefused("There is no file " + file + ".", e);
        } catch (ZipException e) {
            throw new StartRefused(file + " is not a backup of Fieldledger, or not a whole one.", e);
        }
    }

    private static boolean hasKeys(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select exists (select from vault.master)");
                var row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static Manifest manifest(ZipFile zip, Path file, List<String> tables) throws IOException {
        var entry = zip.getEntry("manifest.json");
        if (entry == null) throw new StartRefused(file + " is not a backup of Fieldledger, or not a whole one.");
        try (var text = zip.getInputStream(entry)) {
            var manifest = EventJson.MAPPER.readValue(text, Manifest.class);
            if (manifest.format() != Manifest.FORMAT)
                throw new StartRefused(
                        "%s has format %d, and this program reads format %d: use the version that wrote it."
                                .formatted(file, manifest.format(), Manifest.FORMAT));
            for (var part : manifest.parts())
                if (tables == Backup.TABLES && Backup.KEYS.contains(part.table()))
                    throw new StartRefused(
                            file + " holds keys and no log: restore the log it belongs to, and name this with --keys.");
                else if (!tables.contains(part.table()))
                    throw new StartRefused(
                            "%s holds %s, which this program does not know: use the version that wrote it."
                                    .formatted(file, part.table()));
            return manifest;
        } catch (JacksonException e) {
            throw new StartRefused(file + " is not a backup of Fieldledger, or not a whole one.", e);
        }
    }

    private static void setUp(DataSource database, Manifest manifest) {
        StoreSetup.migrate(database);
        AccessSchema.migrate(database);
        if (manifest.parts().stream().anyMatch(part -> part.table().startsWith("demonstration.")))
            LoadRecord.setUp(database);
    }

    private static void fill(Connection connection, Manifest.Part part, ZipFile zip, Path file)
            throws IOException, SQLException {
        if (!Backup.columns(connection, part.table()).containsAll(part.columns()))
            throw new StartRefused("%s was written by another version, whose %s has other columns: use that version."
                    .formatted(file, part.table()));
        var sha256 = Backup.sha256();
        try (InputStream rows = new DigestInputStream(zip.getInputStream(zip.getEntry(part.entry())), sha256)) {
            var copied = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy %s (%s) from stdin".formatted(part.table(), String.join(", ", part.columns())), rows);
            if (copied != part.rows()
                    || !HexFormat.of().formatHex(sha256.digest()).equals(part.sha256()))
                throw new StartRefused("%s is damaged: %s is not what was written. Nothing was restored."
                        .formatted(file, part.table()));
        }
    }

    private static void verify(DataSource database, Manifest manifest, Path file) {
        var verification = new LogVerification(database);
        for (long at = 0; at < manifest.position(); ) {
            var checked = verification.check(at, PART);
            if (!checked.faults().isEmpty())
                throw new StartRefused("The log in %s was not intact when it was backed up: position %d, %s."
                        .formatted(
                                file,
                                checked.faults().getFirst().position(),
                                checked.faults().getFirst().what()));
            at = checked.upTo();
        }
    }

    private Restore() {}
}
