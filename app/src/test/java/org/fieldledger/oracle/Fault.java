package org.fieldledger.oracle;

/**
 * Something that whoever writes a table may get wrong, as the rows that would then be there.
 *
 * @param table with its schema
 * @param wrong what was done wrong, in words
 * @param sql turns the right rows into those
 * @param noticedBy the question that must be answered otherwise than foretold
 */
record Fault(String table, String wrong, String sql, String noticedBy) {

    static Fault correctionsAreNotApplied(String table, String noticedBy) {
        return new Fault(
                table,
                "corrections are not applied",
                "update %s set superseded_at = null, superseded_by = null where superseded_at is not null",
                noticedBy);
    }

    /** What another entry took the place of is closed, what was only declared an error is not. */
    static Fault errorsStayOnRecord(String table, String noticedBy) {
        return new Fault(table, "what is declared an error stays", """
                update %s set superseded_at = null, superseded_by = null
                 where superseded_by in (select event_id from query.timeline where kind = 'EnteredInError')
                """, noticedBy);
    }

    static Fault lateEntriesCountFromTheirRecording(String table, String noticedBy) {
        return new Fault(table, "a late entry is taken for the day on which it was recorded", """
                update %s set occurred_earliest = recorded_at, begun_by = recorded_at,
                              begun_on = (recorded_at at time zone zone)::date
                """, noticedBy);
    }

    static Fault lateEntriesAreKnownAtOnce(String table, String noticedBy) {
        return new Fault(
                table,
                "a late entry is taken for known on the day of the field",
                "update %s set recorded_at = occurred_earliest where recorded_at > occurred_earliest",
                noticedBy);
    }

    static Fault knownAndTrueAreSwapped(String table, String noticedBy) {
        return new Fault(table, "the time of the field and that of recording are swapped", """
                update %s set recorded_at = begun_by, begun_by = recorded_at, begun_on = (recorded_at at time zone zone)::date
                """, noticedBy);
    }

    static Fault daysAreThoseOfUtc(String table, String noticedBy) {
        return new Fault(table, "a day of the field is counted in UTC", """
                update %s set begun_on = (occurred_earliest at time zone 'UTC')::date
                 where precision in ('minute', 'day') and begun_on <> (occurred_earliest at time zone 'UTC')::date
                """, noticedBy);
    }

    static Fault quarantineIsForgotten(String table, String noticedBy) {
        return new Fault(
                table, "quarantine is forgotten", "update %s set quarantined = false where quarantined", noticedBy);
    }

    static Fault rowsAreLost(String table, String noticedBy) {
        return new Fault(table, "the last row of every batch of three is lost", """
                delete from %1$s where ctid in
                    (select ctid from (select ctid, row_number() over (order by position) as nth from %1$s) numbered
                      where nth %% 3 = 0)
                """, noticedBy);
    }

    static Fault eventsAreAppliedTwice(String table, String noticedBy) {
        return new Fault(
                table,
                "an event is applied twice, to a table that lost its key",
                "insert into %1$s (%2$s) select %2$s from %1$s",
                noticedBy);
    }

    /** Rows of a kind never come to be. */
    static Fault without(String table, String what, String condition, String noticedBy) {
        return new Fault(table, what, "delete from %s where " + condition.replace("%", "%%"), noticedBy);
    }

    static Fault changed(String table, String what, String assignment, String noticedBy) {
        return new Fault(table, what, "update %s set " + assignment.replace("%", "%%"), noticedBy);
    }

    String schema() {
        return table.substring(0, table.indexOf('.'));
    }

    @Override
    public String toString() {
        return table + ": " + wrong;
    }
}
