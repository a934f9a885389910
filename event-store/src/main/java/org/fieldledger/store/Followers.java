package org.fieldledger.store;

import java.sql.SQLException;
import javax.sql.DataSource;

/** How far those have read who act on what the log says. Several processes may follow under one name. */
public final class Followers {

    private final DataSource database;

    public Followers(DataSource database) {
        this.database = database;
    }

    /** The last position that was dealt with; 0 for a name that has not followed yet. */
    public long position(String name) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select position from ledger.follower where name = ?")) {
            select.setString(1, name);
            try (var row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException failure) {
            throw new StoreUnavailable("It is not known how far %s has read".formatted(name), failure);
        }
    }

    /** Everything up to this position was dealt with. Never moves back. */
    public void moveOn(String name, long position) {
        try (var connection = database.getConnection();
                var upsert = connection.prepareStatement("""
                        insert into ledger.follower (name, position) values (?, ?)
                        on conflict (name) do update set position = excluded.position
                        where follower.position < excluded.position
                        """)) {
            connection.setAutoCommit(true);
            upsert.setString(1, name);
            upsert.setLong(2, position);
            upsert.executeUpdate();
        } catch (SQLException failure) {
            throw new StoreUnavailable("It could not be kept how far %s has read".formatted(name), failure);
        }
    }
}
