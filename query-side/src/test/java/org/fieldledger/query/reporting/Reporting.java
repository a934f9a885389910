package org.fieldledger.query.reporting;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A ledger with the query side running on it, and a reporting tool that reads it through a connection of its own. */
final class Reporting implements AutoCloseable {

    final Ledger ledger = new Ledger();
    final Asking asking;
    final JdbcTemplate owner = new JdbcTemplate(ledger.database());
    final ReportingLogins logins = new ReportingLogins(ledger.database());
    final String login = "tool_" + UUID.randomUUID().toString().substring(0, 8);
    final String password;

    Reporting() {
        this(beside -> {});
    }

    /** With beans of the test's own beside those of the program. */
    Reporting(Consumer<GenericApplicationContext> beside) {
        asking = new Asking(ledger, beside);
        password = logins.grant(login, "operator", "tests").password();
    }

    /** A connection as the tool has it. */
    Connection connect() throws SQLException {
        return connect(login, password);
    }

    Connection connect(String name, String with) throws SQLException {
        return DriverManager.getConnection(url(), name, with);
    }

    private String url() throws SQLException {
        try (var connection = ledger.database().getConnection()) {
            // Without the owner's name, which would win over any other.
            return connection.getMetaData().getURL().replaceFirst("\\?.*", "");
        }
    }

    /** Until the views show everything that is recorded. */
    void abreast() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Long.valueOf(ledger.log().head())
                        .equals(owner.queryForObject("select position from reporting_v1.basis", Long.class)));
    }

    /** What the tool is shown, row by row, column by column. */
    List<Map<String, @Nullable Object>> shown(String sql) {
        try (var connection = connect();
                var select = connection.createStatement();
                var rows = select.executeQuery(sql)) {
            var shown = new ArrayList<Map<String, @Nullable Object>>();
            var columns = rows.getMetaData();
            while (rows.next()) {
                var row = new LinkedHashMap<String, @Nullable Object>();
                for (var i = 1; i <= columns.getColumnCount(); i++)
                    row.put(columns.getColumnName(i), rows.getObject(i));
                shown.add(row);
            }
            return shown;
        } catch (SQLException refused) {
            throw new AssertionError(sql + ": " + refused.getMessage(), refused);
        }
    }

    /** The values of the first column. */
    List<String> values(String sql) {
        return shown(sql).stream()
                .map(row -> String.valueOf(row.values().iterator().next()))
                .toList();
    }

    @Override
    public void close() {
        asking.close();
        logins.revoke(login, "operator", null);
        ledger.close();
    }
}
