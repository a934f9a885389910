package org.fieldledger.query.reporting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.fieldledger.consent.Needs;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.query.projection.ProjectionSchema;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes schema {@code reporting_v1} as {@link PublishedView} says it, with a comment on every view, column and function, and
 * opens it to those who report. It is made anew where this version of the program says it otherwise, or where a migration of
 * the projections had to take it away.
 */
@Component
@DependsOn("projectionSchema")
public class ReportingSchema implements InitializingBean {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReportingSchema.class);

    private final DataSource dataSource;
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;
    private final ZoneId zone;

    ReportingSchema(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            ProjectionSchema projections,
            @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone) {
        this.dataSource = dataSource;
        this.db = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.zone = zone;
    }

    @Override
    public void afterPropertiesSet() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/reporting")
                .schemas("reporting")
                .defaultSchema("reporting")
                .table("schema_history")
                .load()
                .migrate();
        transaction.executeWithoutResult(status -> {
            // One process at a time; the row is the lock, and there is nothing to lock before it.
            db.update("""
                    insert into reporting.setting (zone, edition) values (?, '') on conflict (only_one) do update set zone = excluded.zone
                    """, zone.getId());
            db.update("insert into reporting.progress (what) values ('use'), ('feed') on conflict do nothing");
            kinds();
            var edition = edition();
            var made = db.queryForObject("select edition from reporting.setting", String.class);
            var there = db.queryForObject("select to_regclass('reporting_v1.basis') is not null", Boolean.class);
            if (edition.equals(made) && Boolean.TRUE.equals(there)) return;
            LOGGER.info("Making schema reporting_v1 for reporting tools");
            db.execute("drop schema if exists reporting_v1 cascade");
            script().forEach(db::execute);
            db.update("update reporting.setting set edition = ?", edition);
        });
    }

    /** What shows, and of what of it consent decides: said by the one reading, kind by kind. */
    private void kinds() {
        for (var kind : FieldEvents.BY_NAME.values()) db.update("""
                    insert into reporting.kind (kind, of_people) values (?, ?)
                    on conflict (kind) do update set of_people = excluded.of_people where kind.of_people <> excluded.of_people
                    """, kind.getSimpleName(), ofPeople(kind));
    }

    static boolean ofPeople(Class<? extends FieldEvent> kind) {
        return !Needs.of(kind).modules().isEmpty();
    }

    private static String edition() {
        try {
            var script = script().collect(Collectors.joining("\n;\n"));
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> script() {
        return Stream.of(
                        Stream.of("create schema reporting_v1", """
                                comment on schema reporting_v1 is 'For reporting tools: what the store knows and may be used, by code. \
                                Views say how it stands; functions of the same names with _at say how it stood on a day (true_at) \
                                as far as was known at a moment (known_at).'"""),
                        view(PublishedView.BASIS, PublishedView.BASIS.body()),
                        PublishedView.ALL.stream()
                                .flatMap(one -> Stream.concat(view(one, one.asItStands()), function(one))),
                        Stream.of(grants()))
                .flatMap(part -> part);
    }

    private static Stream<String> view(PublishedView view, String body) {
        return Stream.concat(
                Stream.of(
                        // A barrier, so that no condition of whoever asks is tried on a row before it is known to show.
                        "create view reporting_v1.%s with (security_barrier) as%n%s".formatted(view.name(), body),
                        "comment on view reporting_v1.%s is %s".formatted(view.name(), quoted(view.said()))),
                view.columns().entrySet().stream()
                        .map(column -> "comment on column reporting_v1.%s.%s is %s"
                                .formatted(view.name(), column.getKey(), quoted(column.getValue()))));
    }

    private static Stream<String> function(PublishedView view) {
        var name = "reporting_v1.%s_at".formatted(view.name());
        return Stream.of(
                """
                create function %s (of_case text default null, true_at date default null, known_at timestamptz default null)
                returns setof reporting_v1.%s language sql stable security definer
                set search_path = pg_catalog, pg_temp
                as $body$
                %s
                $body$""".formatted(name, view.name(), view.asOfTwoTimes()),
                "comment on function %s is %s".formatted(name, quoted("""
                        The rows of %s for one case, or all if left out, as they were on a day (true_at; today if left out), as far as was known \
                        at a moment (known_at; all that is known if left out). What may not be used today shows for no earlier day either.\
                        """.formatted(view.name()))),
                "revoke all on function %s from public".formatted(name));
    }

    /** For the group of those who report, where somebody has made it: see {@link ReportingLogins}. */
    private static String grants() {
        return """
                do $do$
                begin
                    if exists (select from pg_roles where rolname = '%1$s') then
                        %2$s
                    end if;
                end
                $do$""".formatted(ReportingLogins.GROUP, String.join(" ", GRANTS));
    }

    /** All that the group may do. */
    static final List<String> GRANTS = List.of(
            "grant usage on schema reporting_v1 to %s;".formatted(ReportingLogins.GROUP),
            "grant select on all tables in schema reporting_v1 to %s;".formatted(ReportingLogins.GROUP),
            "grant execute on all functions in schema reporting_v1 to %s;".formatted(ReportingLogins.GROUP));

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
