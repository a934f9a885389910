package org.fieldledger.query.projection;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The cases that a projection had to leave standing, and at which event. The only class that names query.parked_case. */
@Component
public class ParkedCases {

    /**
     * A case whose events a projection has not applied from this position on.
     *
     * @param caseCode the case, or {@code ""} for what the programme does as a whole
     * @param reason the kind of fault and where it arose; never the contents of an event
     */
    public record ParkedCase(
            String projection, String caseCode, long position, UUID eventId, String reason, Instant parkedAt) {}

    private final JdbcClient db;
    private final Clock clock;

    ParkedCases(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Every parked case of every projection, in order of projection and case. */
    public List<ParkedCase> all() {
        return db.sql("""
                select projection, case_code, position, event_id, reason, parked_at
                  from query.parked_case order by projection, case_code
                """)
                .query((row, n) -> new ParkedCase(
                        row.getString("projection"),
                        row.getString("case_code"),
                        row.getLong("position"),
                        row.getObject("event_id", UUID.class),
                        row.getString("reason"),
                        row.getObject("parked_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** How many cases are parked, over all projections. */
    public long count() {
        return db.sql("select count(*) from query.parked_case")
                .query(Long.class)
                .single();
    }

    /** The parked cases of a projection, each with the position from which on it waits. */
    Map<String, Long> of(String projection) {
        var parked = new HashMap<String, Long>();
        db.sql("select case_code, position from query.parked_case where projection = :projection")
                .param("projection", projection)
                .query(row -> {
                    parked.put(row.getString(1), row.getLong(2));
                });
        return parked;
    }

    Optional<Long> position(String projection, String caseCode) {
        return db.sql("""
                select position from query.parked_case where projection = :projection and case_code = :case
                """)
                .param("projection", projection)
                .param("case", caseCode)
                .query(Long.class)
                .optional();
    }

    /** Parks a case at an event; where a rebuild has met a later one of the same case first, at this one all the same. */
    void park(String projection, LogEntry entry, String reason) {
        db.sql("""
                insert into query.parked_case as parked values (:projection, :case, :position, :event, :reason, :at)
                on conflict (projection, case_code) do update
                   set (position, event_id, reason, parked_at)
                     = (excluded.position, excluded.event_id, excluded.reason, excluded.parked_at)
                 where excluded.position < parked.position
                """)
                .param("projection", projection)
                .param("case", entry.parkingKey())
                .param("position", entry.position())
                .param("event", entry.stored().eventId())
                .param("reason", reason)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    void unpark(String projection, String caseCode) {
        db.sql("delete from query.parked_case where projection = :projection and case_code = :case")
                .param("projection", projection)
                .param("case", caseCode)
                .update();
    }

    void forget(String projection) {
        db.sql("delete from query.parked_case where projection = :projection")
                .param("projection", projection)
                .update();
    }

    /** What a rebuild could not apply takes the place of what the projection it replaces could not. */
    void replace(String projection, String by) {
        forget(projection);
        db.sql("update query.parked_case set projection = :projection where projection = :by")
                .param("projection", projection)
                .param("by", by)
                .update();
    }
}
