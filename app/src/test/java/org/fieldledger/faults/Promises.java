package org.fieldledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.store.LogVerification;

/** What the store promises, whatever has happened. Each is asked of the tables themselves. */
final class Promises {

    private final DataSource database;

    Promises(DataSource database) {
        this.database = database;
    }

    /** Throws an assertion error naming the promise that was broken. */
    void areKept(Collection<String> acknowledged) throws SQLException {
        try (var connection = database.getConnection()) {
            assertThat(count(
                            connection,
                            "select count(*) from unnest(?::uuid[]) as said(id)"
                                    + " where not exists (select from ledger.command c where c.command_id = said.id)",
                            acknowledged))
                    .as("acknowledged commands that are lost")
                    .isZero();
            assertThat(number(connection, """
                            select count(*) from ledger.command c full join
                                   (select (metadata->>'command')::uuid as id, count(*) as events from ledger.event group by 1) e
                                on e.id = c.command_id
                             where e.events is distinct from 1 or c.command_id is null
                            """))
                    .as("commands without their one event, or events without their command")
                    .isZero();
            assertThat(number(connection, """
                            select count(*) from (select stream, count(*) as events, max(sequence) as last from ledger.event group by 1) s
                             where last <> events - 1
                            """)).as("streams with a hole").isZero();
            assertThat(number(connection, "select coalesce(max(position), 0) - count(*) from ledger.event"))
                    .as("positions without an event")
                    .isZero();
        }
        var verification = new LogVerification(database);
        var faults = new ArrayList<LogVerification.Fault>();
        for (var checked = verification.check(0, 10_000); ; checked = verification.check(checked.upTo(), 10_000)) {
            faults.addAll(checked.faults());
            if (checked.isTheEnd()) break;
        }
        assertThat(faults).as("events that are not as they were stored").isEmpty();
    }

    /** Every event in the order of the log. */
    List<UUID> events() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select event_id from ledger.event order by position");
                var rows = select.executeQuery()) {
            var events = new ArrayList<UUID>();
            while (rows.next()) events.add(rows.getObject(1, UUID.class));
            return events;
        }
    }

    private static long count(Connection connection, String sql, Collection<String> ids) throws SQLException {
        Array array = connection.createArrayOf("uuid", ids.toArray());
        try (var select = connection.prepareStatement(sql)) {
            select.setArray(1, array);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var select = connection.prepareStatement(sql);
                var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
