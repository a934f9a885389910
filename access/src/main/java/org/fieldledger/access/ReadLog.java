package org.fieldledger.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who was shown what: written once, each row chained to the one before. The only class that names access.material_read. Why
 * this is no stream of the log is argued in docs/decisions/0015-a-read-is-recorded-beside-the-log-before-it-is-answered.md.
 */
public final class ReadLog {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FETCH_SIZE = 1_000;

    private final DataSource database;
    private final Clock clock;

    /** @param clock real time: a read happens now, also in a store that lives in simulated time */
    public ReadLog(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One row with the time of its recording. */
    public record Recorded(long number, Instant recordedAt, MaterialRead read) {}

    /** The end of the chain: whoever keeps it can show later that nothing before it was changed. */
    public record Head(long number, Instant recordedAt, String hash) {}

    /** Records on a connection of its own, so that it stands whatever becomes of the question. Throws {@link ReadNotRecorded}. */
    public void record(MaterialRead read) {
        try (var connection = database.getConnection();
                var call = connection.prepareStatement("select access.record_read(?, ?)")) {
            call.setObject(1, OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
            call.setString(2, JSON.writeValueAsString(read));
            call.execute();
            if (!connection.getAutoCommit()) connection.commit();
        } catch (SQLException | RuntimeException failure) {
            throw new ReadNotRecorded(failure);
        }
    }

    /**
     * What was recorded by an instant, in order; narrowed to what names a person or names nobody, and the ends of what was
     * written out as it was read.
     *
     * @param by the latest if absent
     */
    public List<Recorded> recordedBy(@Nullable Instant by, Optional<String> person) {
        return asked(connection -> {
            try (var select = connection.prepareStatement("""
                    select number, recorded_at, content from access.material_read
                     where (cast(? as timestamptz) is null or recorded_at <= ?)
                       and (cast(? as text) is null
                            or content::jsonb -> 'persons' @> to_jsonb(cast(? as text))
                            or content::jsonb -> 'persons' is null
                            or content::jsonb ->> 'stage' = 'ENDED')
                     order by number
                    """)) {
                var time = by == null ? null : OffsetDateTime.ofInstant(by, ZoneOffset.UTC);
                select.setObject(1, time);
                select.setObject(2, time);
                select.setString(3, person.orElse(null));
                select.setString(4, person.orElse(null));
                select.setFetchSize(FETCH_SIZE);
                var reads = new ArrayList<Recorded>();
                try (var rows = select.executeQuery()) {
                    while (rows.next())
                        reads.add(new Recorded(
                                rows.getLong(1),
                                rows.getObject(2, OffsetDateTime.class).toInstant(),
                                JSON.readValue(rows.getString(3), MaterialRead.class)));
                }
                return reads;
            }
        });
    }

    /** The last row recorded by an instant; the very last if absent. */
    public Optional<Head> head(@Nullable Instant by) {
        return asked(connection -> {
            try (var select = connection.prepareStatement("""
                    select number, recorded_at, hash from access.material_read
                     where cast(? as timestamptz) is null or recorded_at <= ? order by number desc limit 1
                    """)) {
                var time = by == null ? null : OffsetDateTime.ofInstant(by, ZoneOffset.UTC);
                select.setObject(1, time);
                select.setObject(2, time);
                try (var row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Head(
                                    row.getLong(1),
                                    row.getObject(2, OffsetDateTime.class).toInstant(),
                                    HexFormat.of().formatHex(row.getBytes(3))))
                            : Optional.empty();
                }
            }
        });
    }

    /** What cannot have come about by recording alone, in words, at most a hundred. Goes through the whole chain. */
    public List<String> faults() {
        return asked(connection -> {
            try (var select = connection.prepareStatement("""
                    select number, number = coalesce(lag(number) over chain, 0) + 1,
                           recorded_at >= coalesce(lag(recorded_at) over chain, recorded_at),
                           hash = access.read_hash(lag(hash) over chain, number, recorded_at, content::text)
                      from access.material_read window chain as (order by number)
                    """)) {
                select.setFetchSize(FETCH_SIZE);
                var faults = new ArrayList<String>();
                try (var rows = select.executeQuery()) {
                    while (rows.next() && faults.size() < 100) {
                        var number = rows.getLong(1);
                        if (!rows.getBoolean(2)) faults.add("read %d: the one before it is missing".formatted(number));
                        else if (!rows.getBoolean(3))
                            faults.add("read %d: recorded before the one before it".formatted(number));
                        else if (!rows.getBoolean(4)) faults.add("read %d: not as it was recorded".formatted(number));
                    }
                }
                return faults;
            }
        });
    }

    private <A> A asked(Question<A> question) {
        try (var connection = database.getConnection()) {
            return question.on(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "The access log could not be read: the database failed or did not answer", failure);
        }
    }

    private interface Question<A> {
        A on(Connection connection) throws SQLException;
    }
}
