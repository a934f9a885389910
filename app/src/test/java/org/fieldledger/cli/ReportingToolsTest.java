package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator lets a tool read by SQL, on the database brought along, and takes it back. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReportingToolsTest {

    @TempDir
    Path home;

    private final StringWriter said = new StringWriter();

    @Test
    void a_tool_is_let_in_with_the_password_shown_once_reads_the_views_alone_and_is_sent_away_again() throws Exception {
        var store = RunningStore.in(home, Map.of());
        try {
            var told = reporting(0, "grant", "dashboards", "--purpose", "the yearly report");
            assertThat(told)
                    .contains("postgresql://dashboards@127.0.0.1:")
                    .doesNotContain("A superuser takes that away");
            var password = Pattern.compile("\n  (\\S{32})\n").matcher(told);
            assertThat(password.find()).as(told).isTrue();
            var url = Pattern.compile("JDBC +(\\S+)").matcher(told);
            assertThat(url.find()).isTrue();

            try (var tool = DriverManager.getConnection(url.group(1), "dashboards", password.group(1));
                    var asking = tool.createStatement()) {
                try (var row = asking.executeQuery("select position from basis")) {
                    assertThat(row.next()).isTrue();
                }
                asking.execute("set default_transaction_read_only = off");
                for (var refused : new String[] {
                    "select * from ledger.event", "select pg_advisory_lock(1)", "create temporary table mine (a int)",
                    "select lo_create(0)", "set role fieldledger", "do $$ begin end $$"
                })
                    assertThatThrownBy(() -> asking.execute(refused))
                            .as(refused)
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("permission denied");
            }
            assertThatThrownBy(() -> DriverManager.getConnection(url.group(1), "dashboards", "guessed"))
                    .hasMessageContaining("password authentication failed");
            assertThat(reporting(0, "list")).contains("dashboards");
            assertThat(reporting(1, "grant", "fieldledger")).contains("no reporting login");
            assertThat(reporting(1, "grant", "Robert'; drop")).contains("cannot be the name");

            assertThat(reporting(0, "revoke", "dashboards")).contains("may read nothing any more");
            assertThatThrownBy(() -> DriverManager.getConnection(url.group(1), "dashboards", password.group(1)))
                    .isInstanceOf(SQLException.class);
            assertThat(reporting(1, "revoke", "dashboards")).contains("There is no reporting login dashboards");
            try (var connection = store.context().getBean(DataSource.class).getConnection();
                    var asking = connection.createStatement();
                    var row = asking.executeQuery("""
                            select count(*) from access.material_read
                             where content ->> 'question' in ('reporting-login-granted', 'reporting-login-revoked')
                               and content -> 'narrowedBy' ->> 'login' = 'dashboards'
                            """)) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(2);
            }
        } finally {
            store.close();
        }
    }

    private String reporting(int exit, String... arguments) {
        said.getBuffer().setLength(0);
        var line = Fieldledger.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        var all = Stream.of(Stream.of("reporting"), Stream.of(arguments), Stream.of("--data-dir", "" + home))
                .flatMap(each -> each)
                .toArray(String[]::new);
        assertThat(line.execute(all)).as("%s", said).isEqualTo(exit);
        return said.toString();
    }
}
