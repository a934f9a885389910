package org.fieldledger.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a fact stands in the record: which event it comes from, when the store came to know it, how late that was, whether
 * it is quarantined, and what has superseded it as far as was known.
 *
 * @param daysLate whole local days from the last day of the action to the day it was recorded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Standing(
        UUID event,
        long position,
        Instant recordedAt,
        long daysLate,
        boolean quarantined,
        @Nullable Instant supersededAt,
        @Nullable UUID supersededBy) {

    /** Columns that {@link #of} needs beside those of every fact. */
    public static final String DAYS_LATE = """
            greatest(0, (recorded_at at time zone zone)::date
                - ((occurred_latest - case when occurred_latest > occurred_earliest then interval '1 microsecond'
                                           else interval '0' end) at time zone zone)::date) as days_late""";

    /** Read as of a time: what came to be known only later is left out. */
    public static Standing of(ResultSet row, AsOf asOf) throws SQLException {
        var supersededAt = instant(row, "superseded_at");
        var known = supersededAt != null && (asOf.knownAt() == null || !supersededAt.isAfter(asOf.knownAt()));
        return new Standing(
                row.getObject("event_id", UUID.class),
                row.getLong("position"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getLong("days_late"),
                row.getBoolean("quarantined"),
                known ? supersededAt : null,
                known ? row.getObject("superseded_by", UUID.class) : null);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
