package org.fieldledger.query.projection;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;

/** What went wrong with an event, in words that hold nothing of what the event says. */
final class Fault {

    /** Classes of SQL states: a data exception, a broken constraint, a value beyond a limit such as that of an index. */
    private static final Set<String> REFUSALS = Set.of("22", "23", "54");

    /** Waited for a lock for too long; or each waited for the other, and this one was made to give way. */
    private static final Set<String> LOCKED = Set.of("55P03", "40P01");

    /**
     * Whether the database refused these very values (see {@link #REFUSALS}), so that the event must be
     * parked; anything else, such as a lost connection, is tried again.
     */
    static boolean liesInTheEvent(Throwable failure) {
        var sql = sqlCause(failure);
        if (sql == null) return !(failure instanceof DataAccessException);
        var state = sql.getSQLState();
        return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
    }

    /** Whether nothing is wrong but that somebody else has held what was needed for too long. */
    static boolean isSomebodyElsesLock(Throwable failure) {
        var sql = sqlCause(failure);
        var state = sql == null ? null : sql.getSQLState();
        return state != null && LOCKED.contains(state);
    }

    /** The kind of fault and where it arose. Messages are left out: they quote values. */
    static String named(Throwable failure) {
        var kind = failure.getClass().getSimpleName();
        if (sqlCause(failure) instanceof PSQLException sql) {
            var server = sql.getServerErrorMessage();
            var place = server == null || server.getTable() == null
                    ? ""
                    : " in %s%s".formatted(server.getTable(), named(server.getColumn(), server.getConstraint()));
            return "PostgreSQL error %s%s".formatted(sql.getSQLState(), place);
        }
        return Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.fieldledger."))
                .findFirst()
                .map(frame -> "%s at %s:%d".formatted(kind, frame.getFileName(), frame.getLineNumber()))
                .orElse(kind);
    }

    private static String named(@Nullable String column, @Nullable String constraint) {
        return column != null ? "." + column : constraint != null ? " (" + constraint + ")" : "";
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof SQLException sql) return sql;
        return null;
    }

    private Fault() {}
}
