package org.fieldledger.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.fieldledger.events.Occurred;
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

    /** The columns it is read from, for a statement that names what it selects. */
    public static final String COLUMNS = "event_id, position, recorded_at, quarantined, superseded_at, superseded_by";

    /** From the columns of every fact, as of a time: what came to be known only later is left out. */
    public static Standing of(ResultSet row, Occurred occurred, AsOf asOf) throws SQLException {
        var supersededAt = instant(row, "superseded_at");
        var known = supersededAt != null && (asOf.knownAt() == null || !supersededAt.isAfter(asOf.knownAt()));
        var recordedAt = row.getObject("recorded_at", OffsetDateTime.class).toInstant();
        return new Standing(
                row.getObject("event_id", UUID.class),
                row.getLong("position"),
                recordedAt,
                daysLate(occurred, recordedAt),
                row.getBoolean("quarantined"),
                known ? supersededAt : null,
                known ? row.getObject("superseded_by", UUID.class) : null);
    }

    /** The same of what is quarantined by what came to be known after it was recorded. */
    public Standing inQuarantine() {
        return new Standing(event, position, recordedAt, daysLate, true, supersededAt, supersededBy);
    }

    /** Here rather than in SQL: PostgreSQL takes a microsecond or two to reckon a local day, Java a twentieth of that. */
    private static long daysLate(Occurred occurred, Instant recordedAt) {
        return Math.max(
                0, ChronoUnit.DAYS.between(occurred.lastDay(), LocalDate.ofInstant(recordedAt, occurred.zone())));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
