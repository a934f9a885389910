package org.fieldledger.query.reporting;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fieldledger.access.MaterialRead;
import org.fieldledger.access.MaterialRead.Stage;
import org.fieldledger.access.ReadLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks at the sessions of reporting tools: each is told to the access log when it is first seen, and one that takes too long
 * is ended, whatever timeouts the tool has set for itself. What a session asks is not seen; that it was there is.
 */
@Component
class SessionWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(SessionWatch.class);

    private static final String SESSIONS = """
            select a.pid, a.usename, a.backend_start,
                   a.state = 'active' and clock_timestamp() - a.query_start > cast(:longest as interval) as too_long,
                   clock_timestamp() - a.xact_start > cast(:longest as interval) * 10
                   or a.state like 'idle in transaction%' and clock_timestamp() - a.state_change > cast(:longest as interval) as idle
              from pg_stat_activity a
              join pg_auth_members m on m.member = a.usesysid
              join pg_roles granted on granted.oid = m.roleid and granted.rolname = :group
             where a.datname = current_database() and a.usename <> current_user
            """;

    private final JdbcClient db;
    private final ReadLog reads;
    private final Duration longest;

    SessionWatch(
            JdbcClient db, ReadLog reads, @Value("${fieldledger.reporting.longest-statement:PT2M}") Duration longest) {
        this.db = db;
        this.reads = reads;
        this.longest = longest;
    }

    private record Session(int pid, String login, OffsetDateTime began, boolean tooLong, boolean idle) {}

    /** Looks once. */
    void look() {
        var sessions = db.sql(SESSIONS)
                .param("group", ReportingLogins.GROUP)
                .param("longest", longest.toMillis() + " milliseconds")
                .query((row, n) -> new Session(
                        row.getInt("pid"),
                        row.getString("usename"),
                        row.getObject("backend_start", OffsetDateTime.class),
                        row.getBoolean("too_long"),
                        row.getBoolean("idle")))
                .list();
        for (var session : sessions) {
            if (isNew(session)) tell(session);
            if (session.idle()) end("pg_terminate_backend", session);
            else if (session.tooLong()) end("pg_cancel_backend", session);
        }
    }

    private boolean isNew(Session session) {
        return db.sql("insert into reporting.session (pid, began_at) values (?, ?) on conflict do nothing")
                        .params(List.of(session.pid(), session.began()))
                        .update()
                == 1;
    }

    private void tell(Session session) {
        reads.record(new MaterialRead(
                UUID.randomUUID(),
                Stage.BEGUN,
                session.login(),
                null,
                List.of("reporting"),
                "sql",
                "reporting-sql-session",
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
    }

    private void end(String how, Session session) {
        LOGGER.info("Ending what {} has asked for longer than {}", session.login(), longest);
        db.sql("select %s(?)".formatted(how))
                .param(session.pid())
                .query(Boolean.class)
                .optional();
    }
}
