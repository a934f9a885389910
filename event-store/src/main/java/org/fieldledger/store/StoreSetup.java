package org.fieldledger.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the log's tables to the present version and makes an empty database into a store. */
public final class StoreSetup {

    /**
     * Sets up what is missing and answers with what the store is. An existing store keeps the kind it was created with,
     * whatever is wanted: compare {@link StoreIdentity#kind()}. Safe to call from several processes at once.
     *
     * @throws StoreUnavailable if the database cannot be reached
     * @throws org.flywaydb.core.api.FlywayException if the tables are of a version this program does not know
     */
    public static StoreIdentity open(DataSource database, StoreKind wanted) {
        migrate(database);
        try (var connection = database.getConnection();
                var create = connection.prepareStatement(
                        "insert into ledger.store (kind) values (?) on conflict do nothing")) {
            connection.setAutoCommit(true);
            create.setString(1, wanted.stored());
            create.executeUpdate();
        } catch (SQLException failure) {
            throw new StoreUnavailable("The store could not be created: the database did not answer", failure);
        }
        return identity(database);
    }

    /** Makes a database that holds no store into the very store that is named. False if it holds one. */
    public static boolean become(Connection connection, StoreIdentity store) throws SQLException {
        try (var create = connection.prepareStatement(
                "insert into ledger.store (store_id, kind, created_at) values (?, ?, ?) on conflict do nothing")) {
            create.setObject(1, store.storeId());
            create.setString(2, store.kind().stored());
            create.setObject(3, store.createdAt().atOffset(ZoneOffset.UTC));
            return create.executeUpdate() == 1;
        }
    }

    /** Brings the log's tables to the present version. */
    public static void migrate(DataSource database) {
        Flyway.configure(StoreSetup.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(database)
                .schemas("ledger")
                .table("flyway_ledger")
                .locations("classpath:db/ledger")
                .load()
                .migrate();
    }

    static StoreIdentity identity(DataSource database) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select store_id, kind, created_at from ledger.store");
                var row = select.executeQuery()) {
            if (!row.next())
                throw new IllegalStateException("There is no store in this database: call StoreSetup.open");
            return new StoreIdentity(
                    row.getObject(1, UUID.class),
                    StoreKind.of(row.getString(2)),
                    row.getObject(3, OffsetDateTime.class).toInstant());
        } catch (SQLException failure) {
            throw new StoreUnavailable("The store did not say what it is: the database did not answer", failure);
        }
    }

    private StoreSetup() {}
}
