package org.fieldledger.query.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.opened;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fieldledger.access.ReadLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A reporting tool that turns against the store, on a connection of its own: whatever it tries beside reading is refused. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HostileToolTest {

    /** No right; no such thing for it; it may be, and is refused on the way. */
    private static final List<String> REFUSALS = List.of("42501", "3F000", "42883", "0LP01", "25006");

    private static Reporting reporting;

    @BeforeAll
    static void live() {
        reporting = new Reporting();
        reporting.ledger.record(
                List.of(opened(CAFE, "2021-01-01"), opened(WARDS, "2021-01-01")),
                Instant.parse("2021-01-04T08:00:00Z"));
        reporting.abreast();
    }

    @AfterAll
    static void leave() {
        reporting.close();
    }

    private static List<String> tries() {
        var tries = new ArrayList<>(List.of(
                // what is not for it to read
                "select * from ledger.event",
                "select * from vault.key",
                "select * from access.account",
                "select * from access.material_read",
                "select * from query.timeline",
                "select * from query.measure_item",
                "select * from query.consent_fact",
                "select * from reporting.material_use",
                "select * from reporting.consent_standing",
                "select * from reporting.approval",
                "table query.parked_case",
                "select (select count(*) from query.timeline)",
                "explain select * from query.timeline",
                "explain analyze select * from ledger.event",
                "select access.record_read(now(), '{}')",
                "select * from pg_authid",
                "select * from pg_shadow",
                "select * from pg_user_mapping",
                "select * from pg_statistic",
                "select * from pg_hba_file_rules",
                "select pg_read_file('postgresql.conf')",
                "select pg_read_binary_file('PG_VERSION')",
                "select pg_ls_dir('.')",
                "select pg_stat_file('PG_VERSION')",
                "select pg_ls_logdir()",
                "select pg_current_logfile()",
                "copy query.timeline to stdout",
                "copy (select * from ledger.event) to stdout",
                "copy (select 1) to '/tmp/out'",
                "copy (select 1) to program 'true'",
                "select query_to_xml('select * from query.timeline', true, true, '')",
                "select table_to_xml('ledger.event', true, true, '')",
                // what is not for it to write
                "insert into reporting_v1.timeline (title) values ('mine')",
                "update reporting_v1.timeline set title = 'mine'",
                "delete from reporting_v1.measures",
                "insert into reporting_v1.forums (title) values ('mine')",
                "truncate query.timeline",
                "delete from ledger.event",
                "update query.checkpoint set position = 0",
                "delete from access.material_read",
                "begin; lock table reporting_v1.cases in exclusive mode",
                "begin; lock table query.timeline in access share mode",
                "select * from reporting_v1.timeline for update",
                "copy query.timeline from stdin",
                // nothing of its own
                "create table mine (a int)",
                "create table reporting_v1.mine (a int)",
                "create table public.mine (a int)",
                "create temporary table mine (a int)",
                "create temporary view mine as select 1",
                "select 1 as a into temporary mine",
                "create schema mine",
                "create view reporting_v1.mine as select 1",
                "create or replace view reporting_v1.timeline as select 1",
                "create function public.mine() returns int language sql as 'select 1'",
                "create function pg_temp.mine() returns int language sql as 'select 1'",
                "create procedure public.mine() language plpgsql as 'begin end'",
                "do $$ begin perform 1; end $$",
                "create operator public.=== (leftarg = int, rightarg = int, function = int4eq)",
                "create aggregate public.mine (int) (sfunc = int4pl, stype = int)",
                "create type public.mine as (a int)",
                "create domain public.mine as int",
                "create sequence public.mine",
                "create extension dblink",
                "create extension file_fdw",
                "create language plperl",
                "create foreign data wrapper mine",
                "create server mine foreign data wrapper postgres_fdw",
                "create event trigger mine on ddl_command_start execute function nothing()",
                "create publication mine for all tables",
                "create subscription mine connection 'host=elsewhere' publication mine",
                "create database mine",
                "create role mine",
                "create tablespace mine location '/tmp'",
                "comment on view reporting_v1.timeline is 'mine'",
                "drop view reporting_v1.timeline",
                "drop schema reporting_v1 cascade",
                "alter view reporting_v1.timeline reset (security_barrier)",
                "alter view reporting_v1.timeline owner to current_user",
                "alter schema reporting_v1 rename to mine",
                "analyze query.timeline; select 1/0",
                // large objects
                "select lo_create(0)",
                "select lo_creat(-1)",
                "select lo_from_bytea(0, 'mine')",
                "select lo_import('/etc/passwd')",
                "select lo_export(1, '/tmp/out')",
                "select lo_unlink(1)",
                // what would keep the store waiting or end it
                "select pg_advisory_lock(4606913287562130)",
                "select pg_advisory_xact_lock(7305911284460017)",
                "select pg_try_advisory_lock(1)",
                "select pg_advisory_lock_shared(7305911284460018)",
                "select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user",
                "select pg_cancel_backend(pid) from pg_stat_activity where usename <> current_user",
                "select pg_switch_wal()",
                "select pg_reload_conf()",
                "select pg_rotate_logfile()",
                "select pg_create_restore_point('mine')",
                "select pg_promote()",
                "select pg_export_snapshot(); select pg_notify('mine', '')",
                "checkpoint",
                "vacuum full query.timeline; select 1/0",
                "reindex table query.timeline",
                "cluster query.timeline",
                // more rights
                "set role postgres",
                "set session authorization postgres",
                "grant fieldledger_reporting to public",
                "grant select on all tables in schema reporting_v1 to public",
                "alter role current_user superuser",
                "alter role current_user createrole",
                "alter role current_user connection limit 1000",
                "alter role postgres password 'mine'",
                "alter role fieldledger_reporting login",
                "grant pg_read_all_data to current_user",
                "alter default privileges for role postgres grant select on tables to public",
                "alter system set log_statement = 'all'",
                "set session_preload_libraries = 'mine'",
                "set log_statement = 'none'",
                "set track_functions = 'all'",
                "load 'auto_explain'",
                "alter database postgres set default_transaction_read_only = off"));
        tries.add("revoke select on reporting_v1.timeline from fieldledger_reporting");
        return tries;
    }

    @Test
    void whatever_it_tries_beside_reading_is_refused_and_changes_nothing() throws Exception {
        var before = catalog();
        var succeeded = new ArrayList<String>();
        var otherwise = new TreeMap<String, String>();
        try (var connection = reporting.connect();
                var tool = connection.createStatement()) {
            tool.execute("set default_transaction_read_only = off");
            tool.execute("set statement_timeout = '20s'");
            for (var one : tries()) {
                trying(tool, one, succeeded, otherwise);
                tool.execute("rollback");
            }
        }
        assertThat(succeeded).as("Nothing of this may be possible").isEmpty();
        assertThat(otherwise)
                .as("Refused for another reason than that it may not")
                .isEmpty();
        assertThat(catalog()).isEqualTo(before);
    }

    private static void trying(Statement tool, String one, List<String> succeeded, Map<String, String> otherwise) {
        try {
            tool.execute(one);
            // What somebody grants or revokes without a right to it is answered with a warning; the catalog shows it
            // changed nothing.
            if (!one.startsWith("revoke") && !one.startsWith("grant select")) succeeded.add(one);
        } catch (SQLException refused) {
            var state = String.valueOf(refused.getSQLState());
            // What is no command at all in this server proves nothing; some are refused before rights are looked at.
            if (!REFUSALS.contains(state)
                    && !List.of("55000", "0A000", "42P17", "42809", "55006", "42704", "58P01")
                            .contains(state)) otherwise.put(one, state + " " + refused.getMessage());
        }
    }

    /** Who owns and may do what, and what there is. */
    private static List<String> catalog() {
        return reporting.owner.queryForList("""
                select 'relation ' || oid::regclass || ' ' || relkind::text || ' ' || relowner::regrole || ' ' || coalesce(relacl::text, '') from pg_class
                 where relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace, 'information_schema'::regnamespace)
                union all select 'function ' || oid::regprocedure || ' ' || coalesce(proacl::text, '') from pg_proc
                union all select 'schema ' || nspname || ' ' || coalesce(nspacl::text, '') from pg_namespace where nspname !~ '^pg_(toast_)?temp'
                union all select 'object ' || oid from pg_largeobject_metadata
                order by 1
                """, String.class);
    }

    @Test
    void a_function_that_tells_what_it_is_shown_is_shown_no_row_that_does_not_show() throws Exception {
        reporting.owner.execute("""
                create or replace function public.told(text) returns boolean language plpgsql cost 0.0000001 as
                'begin raise notice ''%'', $1; return true; end'
                """);
        reporting.owner.update("""
                insert into query.parked_case (projection, case_code, position, event_id, reason, parked_at)
                values ('timeline', 'WARDS', 1, gen_random_uuid(), 'a test', now())
                """);
        try (var connection = reporting.connect();
                var tool = connection.createStatement()) {
            for (var view : List.of("timeline where public.told(case_code)", "cases where public.told(case_code)"))
                assertThat(told(tool, "select * from reporting_v1." + view))
                        .as(view)
                        .containsOnly("CAFE");
        } finally {
            reporting.owner.update("delete from query.parked_case");
        }
    }

    private static List<String> told(Statement tool, String sql) throws SQLException {
        tool.clearWarnings();
        try (var rows = tool.executeQuery(sql)) {
            while (rows.next()) assertThat(rows.getString("case_code")).isEqualTo("CAFE");
        }
        var told = new ArrayList<String>();
        for (var notice = tool.getWarnings(); notice != null; notice = notice.getNextWarning())
            told.add(notice.getMessage());
        return told;
    }

    @Test
    void its_session_begins_reading_only_and_with_limits() throws Exception {
        assertThat(List.of(
                        reporting.values("show default_transaction_read_only").getFirst(),
                        reporting.values("show statement_timeout").getFirst(),
                        reporting
                                .values("show idle_in_transaction_session_timeout")
                                .getFirst(),
                        reporting.values("select count(*) > 0 from timeline").getFirst()))
                .containsExactly("on", "1min", "1min", "true");
        var open = new ArrayList<AutoCloseable>();
        try {
            assertThatThrownBy(() -> {
                        while (open.size() < 20) open.add(reporting.connect());
                    })
                    .hasMessageContaining("too many connections");
            assertThat(open).hasSize(5);
        } finally {
            for (var one : open) one.close();
        }
    }

    @Test
    void a_session_that_takes_too_long_is_ended_whatever_it_has_set_for_itself_and_stands_in_the_access_log()
            throws Exception {
        var watch = new SessionWatch(
                JdbcClient.create(reporting.ledger.database()),
                new ReadLog(reporting.ledger.database(), Clock.systemUTC()),
                Duration.ofMillis(300));
        try (var connection = reporting.connect();
                var tool = connection.createStatement()) {
            tool.execute("set statement_timeout = 0");
            var refused = new ArrayList<String>();
            var slow = Thread.ofPlatform().start(() -> {
                try {
                    tool.execute("select pg_sleep(600)");
                } catch (SQLException ended) {
                    refused.add(String.valueOf(ended.getSQLState()));
                }
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                watch.look();
                return !slow.isAlive();
            });
            assertThat(refused).containsExactly("57014");

            connection.setAutoCommit(false);
            tool.execute("set idle_in_transaction_session_timeout = 0");
            tool.execute("select 1");
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                watch.look();
                return !connection.isValid(1);
            });
        }
        assertThat(new ReadLog(reporting.ledger.database(), Clock.systemUTC()).recordedBy(null, Optional.empty()))
                .anyMatch(read -> read.read().account().equals(reporting.login)
                        && read.read().question().equals("reporting-sql-session"))
                .anyMatch(read -> read.read().question().equals("reporting-login-granted")
                        && read.read().narrowedBy().containsValue(reporting.login));
    }

    @Test
    void a_login_that_was_taken_back_lets_nobody_in_and_no_role_that_is_no_login_can_be_taken() throws Exception {
        var other = reporting.logins.grant("tool_to_go", "operator", null);
        reporting.connect(other.name(), other.password()).close();

        reporting.logins.revoke("tool_to_go", "operator", null);

        assertThatThrownBy(() -> reporting.connect(other.name(), other.password()))
                .isInstanceOf(SQLException.class);
        for (var name : List.of("postgres", "tool_to_go", "fieldledger_reporting", "pg_monitor", "a b; drop"))
            assertThatThrownBy(() -> reporting.logins.revoke(name, "operator", null))
                    .as(name)
                    .isInstanceOf(ReportingLogins.Refused.class);
        assertThatThrownBy(() -> reporting.logins.grant("postgres", "operator", null))
                .isInstanceOf(ReportingLogins.Refused.class);
    }
}
