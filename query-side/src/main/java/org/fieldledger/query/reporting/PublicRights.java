package org.fieldledger.query.reporting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL lets every role do, and a reporting tool has no use for: tables of its own in the temporary schema, large
 * objects, locks by number (which the store itself uses, so that whoever holds one could keep it waiting), and programs in
 * PL/pgSQL. Taken from everybody, and given to the store's own role.
 */
public final class PublicRights {

    private static final String STILL_OPEN = """
            select format('revoke execute on function %s from public', oid::regprocedure),
                   format('grant execute on function %s to %%I', oid::regprocedure)
              from pg_proc
             where pronamespace = 'pg_catalog'::regnamespace
               and (proname ~ '^(pg_advisory|pg_try_advisory|lo_)' or proname in ('loread', 'lowrite', 'pg_notify'))
               and has_function_privilege('public', oid, 'execute')
             union all
            select format('revoke usage on language %I from public', lanname), format('grant usage on language %I to %%I', lanname)
              from pg_language where lanname = 'plpgsql' and has_language_privilege('public', oid, 'usage')
             union all
            select format('revoke temporary on database %I from public', current_database()),
                   format('grant temporary on database %I to %%I', current_database())
             where has_database_privilege('public', current_database(), 'temporary')
            """;

    private static final String NAMED = "select format(?, cast(? as name))";

    /** Takes them from everybody but this role. Takes a superuser. */
    public static void takeFromEverybodyBut(String role, Connection superuser) throws SQLException {
        for (var statement : statements(role, superuser))
            try (var narrowing = superuser.createStatement()) {
                narrowing.execute(statement);
            }
    }

    /** The statements by which a superuser takes from everybody what is still open in this database; none where nothing is. */
    static List<String> statements(String role, Connection connection) throws SQLException {
        var statements = new ArrayList<String>();
        try (var select = connection.createStatement();
                var rows = select.executeQuery(STILL_OPEN);
                var name = connection.prepareStatement(NAMED)) {
            while (rows.next()) {
                name.setString(1, rows.getString(2));
                name.setString(2, role);
                try (var grant = name.executeQuery()) {
                    grant.next();
                    statements.add(grant.getString(1));
                }
                statements.add(rows.getString(1));
            }
        }
        return statements;
    }

    private PublicRights() {}
}
