package org.fieldledger.vault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL keeps of recent changes for its own recovery, in segments of 16 MB. A checkpoint lets go of those that are
 * no longer needed: it removes them, or, where {@code wal_recycle} is on, keeps them with what is in them under the names of
 * segments to come. Going on to the next segment fills up the one before with zeros, so going through all of those leaves
 * nothing of what they held.
 */
record WriteAheadLog(Connection connection) {

    /** With segments of 16 MB, 8 GB: more than this is for the server's administrator to decide. */
    private static final int MOST_SEGMENTS = 512;

    /** Insufficient privilege, in SQL. */
    private static final String NOT_ALLOWED = "42501";

    /**
     * Gets rid of everything that was written up to and in this segment. What is left over, in words; null if nothing is.
     *
     * @param segment as {@code pg_walfile_name} has it
     */
    @Nullable
    String getRidOf(@Nullable String segment) throws SQLException {
        try {
            goOn();
            var recycled = ahead();
            if (recycled > MOST_SEGMENTS)
                return "the server keeps %d recycled segments of its write-ahead log, too many to overwrite at once"
                        .formatted(recycled);
            for (int n = 0; n < recycled; n++) next();
            if (recycled > 0) goOn();
            var old = upTo(segment == null ? "" : segment);
            if (!old.isEmpty())
                return "the server still keeps %d segments of its write-ahead log from before, for a replica, a replication slot or wal_keep_size"
                        .formatted(old.size());
            return one("select current_setting('archive_mode')").equals("off")
                    ? null
                    : "the server archives its write-ahead log (archive_mode): what is in the archive is for its administrator";
        } catch (SQLException failure) {
            if (!NOT_ALLOWED.equals(failure.getSQLState())) throw failure;
            return "this database role may not checkpoint, switch or list the write-ahead log: have an administrator do it, or grant"
                    + " pg_checkpoint, pg_monitor and execute on pg_switch_wal";
        }
    }

    private void goOn() throws SQLException {
        next();
        try (var checkpoint = connection.createStatement()) {
            checkpoint.execute("checkpoint");
        }
    }

    /** Something has to be written in a segment before the server goes on to the next. */
    private void next() throws SQLException {
        one("select pg_logical_emit_message(false, 'fieldledger', '')::text");
        one("select pg_switch_wal()::text");
    }

    /** How many segments there are beyond the one that is being written. */
    private int ahead() throws SQLException {
        return Integer.parseInt(one("""
                select count(*)::text from pg_ls_waldir()
                 where name ~ '^[0-9A-F]{24}$' and name > pg_walfile_name(pg_current_wal_insert_lsn())
                """));
    }

    private List<String> upTo(String segment) throws SQLException {
        var old = new ArrayList<String>();
        try (var select = connection.prepareStatement(
                "select name from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$' and name <= ? order by name")) {
            select.setString(1, segment);
            try (var rows = select.executeQuery()) {
                while (rows.next()) old.add(rows.getString(1));
            }
        }
        return old;
    }

    private String one(String sql) throws SQLException {
        try (var select = connection.createStatement();
                var row = select.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
