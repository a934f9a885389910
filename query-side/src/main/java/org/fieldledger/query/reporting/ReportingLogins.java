package org.fieldledger.query.reporting;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.fieldledger.access.MaterialRead;
import org.fieldledger.access.MaterialRead.Stage;
import org.fieldledger.access.ReadLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Who may read {@code reporting_v1} by SQL: roles of the database, one for each tool, all members of one group that may read
 * these views and nothing else. To be granted and to be taken back are recorded in the access log, for whoever holds such a
 * login reads past it.
 */
public final class ReportingLogins {

    /** The role that holds the rights and cannot sign in. */
    public static final String GROUP = "fieldledger_reporting";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{2,39}");

    /** For each login, as its sessions begin. A client may set them otherwise; {@link SessionWatch} does not rely on them. */
    private static final List<String> SETTINGS = List.of(
            "default_transaction_read_only = on",
            "statement_timeout = '60s'",
            "lock_timeout = '5s'",
            "idle_in_transaction_session_timeout = '60s'",
            "transaction_timeout = '10min'",
            "search_path = reporting_v1, pg_catalog",
            "application_name = 'reporting'");

    private static final int CONNECTIONS_AT_MOST = 5;

    private final DataSource database;
    private final ReadLog reads;

    public ReportingLogins(DataSource database) {
        this.database = database;
        this.reads = new ReadLog(database, Clock.systemUTC());
    }

    /**
     * A login as it is handed over, once.
     *
     * @param leftOpen what everybody may still do in this database, which only a superuser can take away: the statements
     */
    public record Granted(String name, String password, List<String> leftOpen) {
        /** Leaves the password out. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** A login that may read. */
    public record Login(String name, int connections) {}

    /** Why a login cannot be given or taken; fit for the operator. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Lets a tool read, under a new password; to be called again for another password.
     *
     * @param account who lets it, as the access log is to have it
     */
    public Granted grant(String name, String account, @Nullable String purpose) {
        checked(name);
        var password = password();
        return within(connection -> {
            if (!yes(connection, "select to_regclass('reporting_v1.basis') is not null"))
                throw new Refused(
                        "This store has no schema reporting_v1 yet; start it once with this version of the program",
                        null);
            if (!exists(connection, GROUP)) execute(connection, "create role %s nologin".formatted(GROUP));
            for (var grant : ReportingSchema.GRANTS) execute(connection, grant);
            if (!exists(connection, name))
                execute(
                        connection,
                        "create role %s login connection limit %d in role %s"
                                .formatted(name, CONNECTIONS_AT_MOST, GROUP));
            else if (!isOurs(connection, name))
                throw new Refused(
                        "%s is a role of this database server already, and no reporting login".formatted(name), null);
            for (var setting : SETTINGS) execute(connection, "alter role %s set %s".formatted(name, setting));
            // Encrypted on this side, so that no log of the server's can show it.
            connection.unwrap(PGConnection.class).alterUserPassword(name, password.toCharArray(), "scram-sha-256");
            // To be able to end its sessions.
            if (!superuser(connection))
                execute(connection, "grant %s to current_user with inherit true, set false".formatted(name));
            var owner = text(connection, "select current_user");
            if (superuser(connection)) PublicRights.takeFromEverybodyBut(owner, connection);
            record("reporting-login-granted", name, account, purpose);
            return new Granted(name, password, PublicRights.statements(owner, connection));
        });
    }

    /** Ends what a tool may read, and its sessions. */
    public void revoke(String name, String account, @Nullable String purpose) {
        checked(name);
        within(connection -> {
            if (!exists(connection, name) || !isOurs(connection, name))
                throw new Refused(
                        "There is no reporting login %s; there are: %s".formatted(name, names(connection)), null);
            execute(connection, "alter role %s nologin".formatted(name));
            try (var end = connection.prepareStatement(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = ?")) {
                end.setString(1, name);
                end.execute();
            }
            execute(connection, "drop owned by " + name);
            execute(connection, "drop role " + name);
            record("reporting-login-revoked", name, account, purpose);
            return name;
        });
    }

    /** Every login there is, with how many connections it has open. */
    public List<Login> all() {
        return within(connection -> {
            var all = new ArrayList<Login>();
            try (var select = connection.createStatement();
                    var rows = select.executeQuery("""
                            select member.rolname, (select count(*) from pg_stat_activity where usesysid = member.oid)
                              from pg_auth_members m
                              join pg_roles member on member.oid = m.member
                              join pg_roles granted on granted.oid = m.roleid and granted.rolname = 'fieldledger_reporting'
                             where member.rolcanlogin and not m.admin_option and member.rolname <> current_user
                             order by 1
                            """)) {
                while (rows.next()) all.add(new Login(rows.getString(1), rows.getInt(2)));
            }
            return all;
        });
    }

    private String names(Connection connection) throws SQLException {
        var names = text(connection, """
                select string_agg(member.rolname, ', ' order by member.rolname)
                  from pg_auth_members m join pg_roles member on member.oid = m.member
                  join pg_roles granted on granted.oid = m.roleid and granted.rolname = 'fieldledger_reporting'
                 where member.rolcanlogin and not m.admin_option and member.rolname <> current_user
                """);
        return names.isEmpty() ? "none" : names;
    }

    private void record(String question, String name, String account, @Nullable String purpose) {
        reads.record(new MaterialRead(
                UUID.randomUUID(),
                Stage.WHOLE,
                account,
                null,
                List.of("operator"),
                "command-line",
                question,
                Map.of("login", name),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                purpose,
                true));
    }

    private static void checked(String name) {
        if (!NAME.matcher(name).matches() || name.equals(GROUP) || name.startsWith("pg_"))
            throw new Refused(
                    "\"%s\" cannot be the name of a reporting login: write 3 to 40 small letters, digits and _, beginning with a letter"
                            .formatted(name),
                    null);
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        return yes(connection, "select exists (select from pg_roles where rolname = '%s')".formatted(role));
    }

    /** Whoever made the group belongs to it, in order to look after it, and is no login of it. */
    private static boolean isOurs(Connection connection, String name) throws SQLException {
        return yes(connection, """
                select exists (select from pg_auth_members m
                                join pg_roles member on member.oid = m.member and member.rolname = '%s' and member.rolcanlogin
                                join pg_roles granted on granted.oid = m.roleid and granted.rolname = '%s'
                                where not m.admin_option and member.rolname <> current_user)
                """.formatted(name, GROUP));
    }

    private static boolean superuser(Connection connection) throws SQLException {
        return yes(connection, "select rolsuper from pg_roles where rolname = current_user");
    }

    private static boolean yes(Connection connection, String question) throws SQLException {
        return text(connection, question).equals("t");
    }

    private static String text(Connection connection, String question) throws SQLException {
        try (var select = connection.createStatement();
                var row = select.executeQuery(question)) {
            row.next();
            var text = row.getString(1);
            return text == null ? "" : text;
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (var change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    private static String password() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private interface Work<R> {
        R on(Connection connection) throws SQLException;
    }

    private <R> R within(Work<R> work) {
        try (var connection = database.getConnection()) {
            var committing = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                var done = work.on(connection);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(committing);
            }
        } catch (SQLException refused) {
            if ("42501".equals(refused.getSQLState()))
                throw new Refused(
                        "The store's role may not make roles on this server: a superuser gives it the right by"
                                + " ALTER ROLE ... CREATEROLE",
                        refused);
            throw new IllegalStateException("The database refused: " + refused.getMessage(), refused);
        }
    }
}
