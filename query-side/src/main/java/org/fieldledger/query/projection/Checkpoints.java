package org.fieldledger.query.projection;

import static org.fieldledger.store.EventLog.POSITION_AS_OF;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far each range of each projection has read, and who reads it. The only class that names query.checkpoint. */
@Component
public class Checkpoints {

    /** How far, at what version of the projection, and the recorded time of the last event read; absent at the beginning. */
    public record Checkpoint(
            int version, long position, @Nullable Instant recordedAt) {}

    /** A range and where it stands. Nobody holds it, where the holder is absent. */
    public record Stand(
            Range range, Checkpoint checkpoint, @Nullable String holder, long token) {}

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    /** What a range's holder may think about within its transaction before the database takes the range from it. */
    private static final String LONGEST_SILENCE = "10s";

    private static final String BEGIN = "begin isolation level repeatable read read only;\n";

    private static final String STANDING =
            "select projection, from_slice, to_slice, version, position, recorded_at, holder, token from query.checkpoint";

    private final JdbcClient db;
    private final NamedParameterJdbcTemplate named;
    private final Object moved = new Object();

    Checkpoints(JdbcClient db, DataSource database) {
        this.db = db;
        this.named = new NamedParameterJdbcTemplate(database);
    }

    /** How far the whole projection has read: as far as the range that is furthest behind. Seen by the transaction that asks. */
    public Optional<Checkpoint> of(String projection) {
        return db.sql(STANDING + " where projection = :projection order by position limit 1")
                .param("projection", projection)
                .query(Checkpoints::stand)
                .optional()
                .map(Stand::checkpoint);
    }

    /**
     * Where projections stand together, and the log did at a moment.
     *
     * @param position up to which every range of them has read
     * @param recordedAt when the last event up to there was recorded; absent at the beginning
     * @param furthest that any of their ranges has read
     * @param known the last position the log had at the moment asked about; absent where none was
     */
    public record Stood(
            long position,
            @Nullable Instant recordedAt,
            long furthest,
            @Nullable Long known) {

        /** The same, where it is remembered from earlier how the log stood at the moment asked about. */
        public Stood knowing(long known) {
            return new Stood(position, recordedAt, furthest, known);
        }
    }

    /** Where projections stand, and the rows that were selected in the same snapshot. */
    public record Seen<R>(Stood stood, List<R> rows) {}

    /**
     * Where these projections stand, seen by the transaction that asks after it has said something first: all in one round trip.
     *
     * @param first statements without parameters and without rows
     * @param knownAt the moment to tell of where the log stood, if that is asked
     */
    public Stood after(List<String> first, Collection<String> projections, @Nullable Instant knownAt) {
        var message = String.join(";\n", first) + (first.isEmpty() ? "" : ";\n") + standing(knownAt);
        return Objects.requireNonNull(named.execute(
                message, looking(projections, knownAt), sent -> stood(sent, sent.execute(), projections)));
    }

    /** The same with rows beside it, in the transaction that asks. */
    public <R> Seen<R> with(Selecting<R> rows, Collection<String> projections, @Nullable Instant knownAt) {
        return Objects.requireNonNull(named.execute(
                standing(knownAt) + ";\n" + rows.sql(),
                looking(projections, knownAt).addValues(rows.values()),
                sent -> seen(sent, projections, rows)));
    }

    /** The same where no transaction is under way: the message begins and ends one that is a snapshot and writes nothing. */
    public <R> Seen<R> alone(Selecting<R> rows, Collection<String> projections, @Nullable Instant knownAt) {
        return Objects.requireNonNull(named.execute(
                BEGIN + standing(knownAt) + ";\n" + rows.sql() + ";\ncommit",
                looking(projections, knownAt).addValues(rows.values()),
                sent -> {
                    try {
                        return seen(sent, projections, rows);
                    } catch (SQLException e) {
                        rollBack(sent.getConnection(), e);
                        throw e;
                    }
                }));
    }

    /** The driver knows of no transaction that it did not begin, and would give the connection back within it. */
    private static void rollBack(Connection connection, SQLException reason) {
        try (var statement = connection.createStatement()) {
            statement.execute("rollback");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** Where the log stood is looked up once, however many ranges there are, and also where there are none. */
    private static String standing(@Nullable Instant knownAt) {
        return knownAt == null
                ? "select projection, position, recorded_at, null::bigint as known from query.checkpoint where projection in (:stoodOf)"
                : """
                with log as materialized (select %s(:stoodThen) as known)
                select projection, position, recorded_at, known
                  from log left join query.checkpoint on projection in (:stoodOf)
                """.formatted(POSITION_AS_OF);
    }

    private static MapSqlParameterSource looking(Collection<String> projections, @Nullable Instant knownAt) {
        var values = new MapSqlParameterSource("stoodOf", projections);
        return knownAt == null ? values : values.addValue("stoodThen", knownAt.atOffset(ZoneOffset.UTC));
    }

    private static <R> Seen<R> seen(PreparedStatement sent, Collection<String> projections, Selecting<R> rows)
            throws SQLException {
        var stood = stood(sent, sent.execute(), projections);
        try (var selected = rows(sent, sent.getMoreResults())) {
            return new Seen<>(stood, new RowMapperResultSetExtractor<>(rows.row()).extractData(selected));
        }
    }

    private static Stood stood(PreparedStatement sent, boolean here, Collection<String> projections)
            throws SQLException {
        var begun = new HashSet<String>();
        var position = Long.MAX_VALUE;
        Instant recordedAt = null;
        var furthest = 0L;
        Long known = null;
        try (var row = rows(sent, here)) {
            while (row.next()) {
                known = row.getObject("known", Long.class);
                if (row.getString("projection") == null) continue;
                begun.add(row.getString("projection"));
                var stand = row.getLong("position");
                furthest = Math.max(furthest, stand);
                if (stand >= position) continue;
                position = stand;
                recordedAt = recordedAt(row);
            }
        }
        // A projection that has no range yet has read nothing.
        return !begun.containsAll(projections)
                ? new Stood(0, null, furthest, known)
                : new Stood(position, recordedAt, furthest, known);
    }

    /** The next rows that came back, past what the statements before them have done. */
    private static ResultSet rows(PreparedStatement sent, boolean here) throws SQLException {
        for (var rows = here; !rows; rows = sent.getMoreResults())
            if (sent.getUpdateCount() < 0) throw new IllegalStateException("No rows came back");
        return sent.getResultSet();
    }

    /** The ranges of a projection, in order. */
    List<Stand> ranges(String projection) {
        return ranges(projection, "");
    }

    /** The same, and nobody else moves or claims any of them until the transaction ends. */
    List<Stand> lockAll(String projection) {
        return ranges(projection, " for update");
    }

    private List<Stand> ranges(String projection, String locking) {
        return db.sql(STANDING + " where projection = :projection order by from_slice" + locking)
                .param("projection", projection)
                .query(Checkpoints::stand)
                .list();
    }

    /** The ranges of all these projections. */
    List<Stand> ranges(Collection<String> projections) {
        return db.sql(STANDING
                        + " where projection = any(cast(:projections as text[])) order by projection, from_slice")
                .param("projections", projections.toArray(String[]::new))
                .query(Checkpoints::stand)
                .list();
    }

    /**
     * Where a range stands, and nobody moves it until the transaction ends. Throws {@link ClaimLost} when the claim is not
     * the latest: this is what keeps a process that was thought dead from writing.
     */
    Checkpoint lock(Claim claim) {
        return db.sql("""
                select projection, from_slice, to_slice, version, position, recorded_at, holder, token,
                       set_config('idle_in_transaction_session_timeout', :silence, true)
                  from query.checkpoint
                 where projection = :projection and from_slice = :from and to_slice = :to
                   and holder = :holder and token = :token
                   for update
                """)
                .param("silence", LONGEST_SILENCE)
                .params(of(claim))
                .query(Checkpoints::stand)
                .optional()
                .map(Stand::checkpoint)
                .orElseThrow(() -> new ClaimLost(claim.range()));
    }

    /** The range that a slice is in, and nobody moves it until the transaction ends, whoever holds it. */
    Stand lock(String projection, int slice) {
        return db.sql(STANDING
                        + " where projection = :projection and from_slice <= :slice and to_slice > :slice for update")
                .param("projection", projection)
                .param("slice", slice)
                .query(Checkpoints::stand)
                .optional()
                .orElseThrow(() -> new IllegalStateException("%s has no checkpoint".formatted(projection)));
    }

    /** A projection that never ran begins with one range that covers everything. */
    void begin(String projection, int version) {
        begin(new Claim(Range.whole(projection), "", 0), version, null);
    }

    /** The same, held from the beginning. */
    void begin(Claim claim, int version) {
        begin(claim, version, claim.holder());
    }

    private void begin(Claim claim, int version, @Nullable String holder) {
        db.sql("""
                insert into query.checkpoint (projection, from_slice, to_slice, version, position, holder, token)
                select :projection, :from, :to, :version, 0, cast(:holder as text), :token
                 where not exists (select from query.checkpoint where projection = :projection)
                on conflict do nothing
                """)
                .param("projection", claim.range().key())
                .param("from", claim.range().from())
                .param("to", claim.range().to())
                .param("version", version)
                .param("holder", holder)
                .param("token", claim.token())
                .update();
    }

    /** Moves a range that the transaction has locked. */
    void move(Claim claim, long position, Instant recordedAt) {
        if (advance(List.of(claim), position, recordedAt) != 1) throw new ClaimLost(claim.range());
    }

    /** Moves ranges forward over what makes no rows in them; returns how many of the claims were still good. */
    int advance(List<Claim> claims, long position, Instant recordedAt) {
        // Locked in the order in which everybody locks several ranges.
        return db.sql("""
                with good as (
                    select c.projection, c.from_slice
                      from unnest(cast(:projections as text[]), cast(:froms as int[]), cast(:tos as int[]),
                                  cast(:holders as text[]), cast(:tokens as bigint[]))
                           as claim (projection, from_slice, to_slice, holder, token)
                      join query.checkpoint c using (projection, from_slice, to_slice, holder, token)
                     where c.position <= :position
                     order by c.projection, c.from_slice
                       for update of c)
                update query.checkpoint as c set position = :position, recorded_at = :recordedAt
                  from good where (c.projection, c.from_slice) = (good.projection, good.from_slice)
                """)
                .param("position", position)
                .param("recordedAt", recordedAt.atOffset(ZoneOffset.UTC))
                .param("projections", claims.stream().map(c -> c.range().key()).toArray(String[]::new))
                .param("froms", claims.stream().map(c -> c.range().from()).toArray(Integer[]::new))
                .param("tos", claims.stream().map(c -> c.range().to()).toArray(Integer[]::new))
                .param("holders", claims.stream().map(Claim::holder).toArray(String[]::new))
                .param("tokens", claims.stream().map(Claim::token).toArray(Long[]::new))
                .update();
    }

    /** Takes on ranges of these projections that none of the living holds, at most so many, leaving alone what is locked. */
    int take(String holder, Collection<String> living, Collection<String> projections, int atMost) {
        return db.sql("""
                with free as (
                    select projection, from_slice from query.checkpoint
                     where projection = any(cast(:projections as text[])) and (holder is null or holder <> all(cast(:living as text[])))
                     order by projection, from_slice
                       for update skip locked limit :atMost)
                update query.checkpoint as c set holder = :holder, token = token + 1
                  from free where (c.projection, c.from_slice) = (free.projection, free.from_slice)
                """)
                .param("holder", holder)
                .param("living", living.toArray(String[]::new))
                .param("projections", projections.toArray(String[]::new))
                .param("atMost", atMost)
                .update();
    }

    /** Takes over a range that the transaction has locked, whoever held it. */
    Claim takeLocked(Stand stand, String holder) {
        var range = stand.range();
        db.sql("""
                update query.checkpoint set holder = :holder, token = token + 1
                 where projection = :projection and from_slice = :from
                """)
                .param("holder", holder)
                .param("projection", range.key())
                .param("from", range.from())
                .update();
        return new Claim(range, holder, stand.token() + 1);
    }

    /** Gives ranges back, after what is being written to them has been committed. */
    void release(List<Claim> claims) {
        for (var claim : claims) db.sql("""
                    update query.checkpoint set holder = null, token = token + 1
                     where projection = :projection and from_slice = :from and to_slice = :to
                       and holder = :holder and token = :token
                    """).params(of(claim)).update();
    }

    /** Cuts a range that the transaction has locked in two, which stand where it stood. Its holder keeps neither. */
    void split(Range range, int at) {
        db.sql("""
                insert into query.checkpoint (projection, from_slice, to_slice, version, position, recorded_at, token)
                select projection, :at, to_slice, version, position, recorded_at, token + 1 from query.checkpoint
                 where projection = :projection and from_slice = :from
                """)
                .param("projection", range.key())
                .param("from", range.from())
                .param("at", at)
                .update();
        rebound(range, at);
    }

    /** Makes one of two ranges that meet and stand at the same place, both locked by the transaction. */
    void merge(Range lower, Range upper) {
        db.sql("delete from query.checkpoint where projection = :projection and from_slice = :from")
                .param("projection", upper.key())
                .param("from", upper.from())
                .update();
        rebound(lower, upper.to());
    }

    private void rebound(Range range, int to) {
        db.sql("""
                update query.checkpoint set to_slice = :to, holder = null, token = token + 1
                 where projection = :projection and from_slice = :from
                """)
                .param("projection", range.key())
                .param("from", range.from())
                .param("to", to)
                .update();
    }

    /** The checkpoint of a rebuild counts for every range of the projection that it replaces; they have to be claimed anew. */
    void replace(String projection, String by) {
        var ranges = db.sql("""
                update query.checkpoint as c
                   set version = made.version, position = made.position, recorded_at = made.recorded_at,
                       holder = null, token = c.token + 1
                  from query.checkpoint as made
                 where c.projection = :projection and made.projection = :by
                """).param("projection", projection).param("by", by).update();
        if (ranges == 0)
            db.sql("update query.checkpoint set projection = :projection, holder = null where projection = :by")
                    .param("projection", projection)
                    .param("by", by)
                    .update();
        forget(by);
    }

    void forget(String projection) {
        db.sql("delete from query.checkpoint where projection = :projection")
                .param("projection", projection)
                .update();
    }

    /** Tells those who wait in {@link #await} to look again. */
    void signal() {
        synchronized (moved) {
            moved.notifyAll();
        }
    }

    /**
     * Waits until the projection has read up to a position, so that a client can read what it has just written. Looks
     * again ten times a second besides, because another process may be the one that projects. False when time is up.
     */
    public boolean await(String projection, long position, Duration atMost) {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (of(projection).map(Checkpoint::position).orElse(0L) < position) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) return false;
            if (!pause(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN)) return false;
        }
        return true;
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is in the caller, which looks at the database and not at a field
    private boolean pause(Duration atMost) {
        try {
            synchronized (moved) {
                moved.wait(Math.max(1, atMost.toMillis()));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, Object> of(Claim claim) {
        return Map.of(
                "projection", claim.range().key(),
                "from", claim.range().from(),
                "to", claim.range().to(),
                "holder", claim.holder(),
                "token", claim.token());
    }

    private static Stand stand(ResultSet row, int number) throws SQLException {
        return new Stand(
                new Range(row.getString("projection"), row.getInt("from_slice"), row.getInt("to_slice")),
                new Checkpoint(row.getInt("version"), row.getLong("position"), recordedAt(row)),
                row.getString("holder"),
                row.getLong("token"));
    }

    private static @Nullable Instant recordedAt(ResultSet row) throws SQLException {
        var recordedAt = row.getObject("recorded_at", OffsetDateTime.class);
        return recordedAt == null ? null : recordedAt.toInstant();
    }
}
