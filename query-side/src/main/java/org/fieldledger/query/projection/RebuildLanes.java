package org.fieldledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far each rebuild under way has come, kept in the database so that a killed one goes on where it was and every process can
 * tell how long it will take. The only class that names query.rebuild, query.rebuild_lane and query.rebuild_correction.
 */
@Component
class RebuildLanes {

    /** A part of the log, gone through from the position reached until the end of it. */
    record Lane(String projection, int number, long position, long until) {

        boolean isDone() {
            return position >= until;
        }
    }

    /**
     * A rebuild under way.
     *
     * @param done positions gone through, of those up to {@code total}
     * @param doneBefore how many of these another program had gone through before this one resumed
     * @param running for how long the program that is at it now has been
     * @param silent for how long nothing has been written
     */
    record UnderWay(
            String projection,
            int version,
            boolean indexesFirst,
            long done,
            long total,
            long doneBefore,
            Duration running,
            Duration silent) {

        /** How long the rest of the rows will take at the pace so far; absent before there is one. */
        Optional<Duration> left() {
            var doneHere = done - doneBefore;
            return doneHere <= 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(running.toMillis() * (total - done) / doneHere));
        }
    }

    /** Something that corrects an event, as far as closing that event's rows takes it. */
    record Correcting(long position, @Nullable String caseCode, UUID corrected, Instant at, UUID by) {}

    private final JdbcClient db;

    RebuildLanes(JdbcClient db) {
        this.db = db;
    }

    /** Lays out the log up to a position in so many lanes of the same length. */
    void begin(String projection, int version, long upTo, int lanes, boolean indexesFirst) {
        forget(projection);
        db.sql("""
                insert into query.rebuild (projection, version, up_to, indexes_first, resumed_at, done_before)
                values (:projection, :version, :upTo, :indexesFirst, clock_timestamp(), 0)
                """)
                .param("projection", projection)
                .param("version", version)
                .param("upTo", upTo)
                .param("indexesFirst", indexesFirst)
                .update();
        db.sql("""
                insert into query.rebuild_lane (projection, lane, begin_at, position, until, moved_at)
                select :projection, n, :upTo * n / :lanes, :upTo * n / :lanes, :upTo * (n + 1) / :lanes, clock_timestamp()
                  from generate_series(0, :lanes - 1) as n
                """)
                .param("projection", projection)
                .param("upTo", upTo)
                .param("lanes", lanes)
                .update();
    }

    /** Takes up what was cut off: from here on the time it takes is reckoned anew. */
    void resume(UnderWay cutOff) {
        db.sql("""
                update query.rebuild set resumed_at = clock_timestamp(), done_before = :done where projection = :projection
                """)
                .param("done", cutOff.done())
                .param("projection", cutOff.projection())
                .update();
    }

    Optional<UnderWay> of(String projection) {
        return all().stream()
                .filter(each -> each.projection().equals(projection))
                .findFirst();
    }

    /** Every rebuild under way or cut off. */
    List<UnderWay> all() {
        return db.sql("""
                select r.projection, r.version, r.indexes_first, sum(l.position - l.begin_at)::bigint as done, r.up_to,
                       r.done_before,
                       (extract(epoch from clock_timestamp() - r.resumed_at) * 1000)::bigint as running,
                       (extract(epoch from clock_timestamp() - greatest(max(l.moved_at), r.resumed_at)) * 1000)::bigint
                           as silent
                  from query.rebuild r join query.rebuild_lane l using (projection)
                 group by r.projection order by r.projection
                """)
                .query((row, n) -> new UnderWay(
                        row.getString("projection"),
                        row.getInt("version"),
                        row.getBoolean("indexes_first"),
                        row.getLong("done"),
                        row.getLong("up_to"),
                        row.getLong("done_before"),
                        Duration.ofMillis(row.getLong("running")),
                        Duration.ofMillis(row.getLong("silent"))))
                .list();
    }

    /** The lanes that are not gone through to their end. */
    List<Lane> toDo(String projection) {
        return db.sql("""
                select projection, lane, position, until from query.rebuild_lane
                 where projection = :projection and position < until order by lane
                """)
                .param("projection", projection)
                .query((row, n) -> new Lane(row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4)))
                .list();
    }

    /** Moves a lane in the transaction that writes its rows. Throws when another program has moved it. */
    Lane move(Lane lane, long position) {
        var moved = db.sql("""
                update query.rebuild_lane set position = :position, moved_at = clock_timestamp()
                 where projection = :projection and lane = :lane and position = :from
                """)
                .param("position", position)
                .param("projection", lane.projection())
                .param("lane", lane.number())
                .param("from", lane.position())
                .update();
        if (moved != 1) throw new RebuildUnderWay(lane.projection());
        return new Lane(lane.projection(), lane.number(), position, lane.until());
    }

    void keep(String projection, List<Correcting> corrections) {
        if (corrections.isEmpty()) return;
        db.sql("""
                insert into query.rebuild_correction (projection, position, case_code, corrected, at, by)
                select :projection, c.position, c.case_code, c.corrected, c.at, c.by
                  from unnest(cast(:positions as bigint[]), cast(:cases as text[]), cast(:corrected as uuid[]),
                              cast(:ats as timestamptz[]), cast(:bys as uuid[])) as c (position, case_code, corrected, at, by)
                """)
                .param("projection", projection)
                .param(
                        "positions",
                        corrections.stream().map(Correcting::position).toArray(Long[]::new))
                .param("cases", corrections.stream().map(Correcting::caseCode).toArray(String[]::new))
                .param(
                        "corrected",
                        corrections.stream().map(Correcting::corrected).toArray(UUID[]::new))
                .param(
                        "ats",
                        corrections.stream().map(each -> each.at().toString()).toArray(String[]::new))
                .param("bys", corrections.stream().map(Correcting::by).toArray(UUID[]::new))
                .update();
    }

    /** Drops the corrections that events of a parked case make from a position on: they wait with their case. */
    void dropCorrectionsOf(String projection, String caseCode, long from) {
        db.sql("""
                delete from query.rebuild_correction
                 where projection = :projection and case_code = :case and position >= :from
                """)
                .param("projection", projection)
                .param("case", caseCode)
                .param("from", from)
                .update();
    }

    /** Closes in a table of facts what was corrected; of several corrections of one event the first one counts. */
    void close(String projection, String table) {
        db.sql("""
                update %s as fact set superseded_at = correction.at, superseded_by = correction.by
                  from (select distinct on (corrected) corrected, at, by from query.rebuild_correction
                         where projection = :projection order by corrected, position) as correction
                 where fact.event_id = correction.corrected and fact.superseded_at is null
                """.formatted(table)).param("projection", projection).update();
    }

    void forget(String projection) {
        for (var table : List.of("query.rebuild", "query.rebuild_lane", "query.rebuild_correction"))
            db.sql("delete from %s where projection = :projection".formatted(table))
                    .param("projection", projection)
                    .update();
    }
}
