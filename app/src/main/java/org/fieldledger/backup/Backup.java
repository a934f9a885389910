package org.fieldledger.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.fieldledger.events.EventJson;
import org.fieldledger.store.StoreIdentity;
import org.fieldledger.vault.Vault;
import org.postgresql.PGConnection;

/** Writes a store into one file, from one snapshot, while it is in use. */
public final class Backup {

    /** What a store cannot work out from anything else, in the order in which it is restored. */
    static final List<String> TABLES =
            List.of("ledger.event", "ledger.command", "access.account", "access.material_read", "demonstration.load");

    /** The keys to what is personal in the log, each wrapped, and which were destroyed. Never in one file with the log. */
    static final List<String> KEYS = List.of("vault.key", "vault.destroyed", "vault.master");

    /** How much was written: events, or keys. */
    public record Written(long rows, long bytes) {}

    /** The log without any key: the file is there whole or not at all. Throws {@link IOException} or {@link SQLException}. */
    public static Written of(DataSource database, StoreIdentity store, Instant takenAt, Path file)
            throws IOException, SQLException {
        return of(TABLES, database, store, takenAt, file);
    }

    /**
     * The keys alone, as they are now, wrapped by the master key, which is in neither file. Taken after the log they hold every
     * key it needs.
     */
    public static Written ofKeys(DataSource database, StoreIdentity store, Instant takenAt, Path file)
            throws IOException, SQLException {
        Vault.migrate(database);
        return of(KEYS, database, store, takenAt, file);
    }

    private static Written of(List<String> tables, DataSource database, StoreIdentity store, Instant takenAt, Path file)
            throws IOException, SQLException {
        var whole = file.resolveSibling(file.getFileName() + ".part");
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var parts = new ArrayList<Manifest.Part>();
            try (var zip = new ZipOutputStream(Files.newOutputStream(whole))) {
                for (var table : tables) if (exists(connection, table)) parts.add(part(connection, table, zip));
                var manifest = new Manifest(
                        Manifest.FORMAT,
                        store.storeId(),
                        store.kind().name(),
                        store.createdAt(),
                        takenAt,
                        parts.getFirst().rows(),
                        List.copyOf(parts));
                zip.putNextEntry(new ZipEntry("manifest.json"));
                zip.write(EventJson.MAPPER.writeValueAsBytes(manifest));
                zip.closeEntry();
            } finally {
                connection.rollback();
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Written(parts.getFirst().rows(), Files.size(file));
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static Manifest.Part part(Connection connection, String table, ZipOutputStream zip)
            throws IOException, SQLException {
        var columns = columns(connection, table);
        var sha256 = sha256();
        zip.putNextEntry(new ZipEntry(table + ".copy"));
        var rows = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "copy (select %s from %s order by 1) to stdout".formatted(String.join(", ", columns), table),
                        new DigestOutputStream(new Unclosed(zip), sha256));
        zip.closeEntry();
        return new Manifest.Part(table, columns, rows, HexFormat.of().formatHex(sha256.digest()));
    }

    static boolean exists(Connection connection, String table) throws SQLException {
        try (var select = connection.prepareStatement("select to_regclass(?) is not null")) {
            select.setString(1, table);
            try (var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    static List<String> columns(Connection connection, String table) throws SQLException {
        try (var select = connection.prepareStatement("""
                select attname from pg_attribute where attrelid = cast(? as regclass) and attnum > 0 and not attisdropped
                 order by attnum
                """)) {
            select.setString(1, table);
            try (var rows = select.executeQuery()) {
                var columns = new ArrayList<String>();
                while (rows.next()) columns.add(rows.getString(1));
                return columns;
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** COPY closes what it writes to; the archive goes on. */
    private static final class Unclosed extends OutputStream {

        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }
    }

    private Backup() {}
}
