package org.fieldledger.query.reporting;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.consent.Bearing;
import org.fieldledger.consent.Bearing.Reach;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.State;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.reporting.ConsentFacts.Reached;
import org.fieldledger.query.reporting.ConsentFacts.Taken;
import org.fieldledger.query.reporting.Judging.Stands;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps abreast of the facts of consent what {@link Judging} makes of them: the only class that writes
 * {@code reporting.material_use}, {@code reporting.consent_standing}, {@code reporting.approval} and {@code reporting.ground}.
 * Judgements and how far they have come commit together.
 *
 * <p>Only those are judged again whom something new concerns: a person, those who were in a group with them, or on whom it bears
 * where it binds a case or the programme, as {@link Bearing} has it. Whose facts may have changed behind this (a parked case
 * that was retried, a rebuild) is judged from the beginning.
 */
@Component
class Judgements {

    private static final Logger LOGGER = LoggerFactory.getLogger(Judgements.class);
    /** So much of the log at once, that a transaction stays within memory and minutes. */
    private static final int STRETCH = 20_000;

    private static final int PEOPLE_AT_ONCE = 300;
    private static final int ACTIONS_AT_ONCE = 1_000;
    private static final OffsetDateTime FOR_EVER = OffsetDateTime.MAX;

    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final EventLog log;
    private final ConsentFacts facts;
    private final TransactionTemplate transaction;

    Judgements(
            JdbcClient db,
            JdbcTemplate batches,
            EventLog log,
            ConsentFacts facts,
            PlatformTransactionManager transactions) {
        this.db = db;
        this.batches = batches;
        this.log = log;
        this.facts = facts;
        this.transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    private record Progress(long position, @Nullable Instant recordedAt, String madeFrom) {}

    /** Whom something new concerns in one case. */
    private static final class Concerned {
        private boolean everybody;
        /** From the beginning, whatever was judged before. */
        private boolean anew;
        /** What may change on which days the case is approved, and so all consent in it. */
        private boolean approval;
        /** Those on whose grounds anything was learned. */
        private final Set<String> grounds = new TreeSet<>();

        private @Nullable Instant actionsFrom;
        private final Set<ParticipantCode> people = new TreeSet<>();
        private final Set<Long> actions = new TreeSet<>();

        void add(Reach reach) {
            everybody |= reach.everybody();
            approval |= reach.approval();
            grounds.addAll(reach.grounds());
            var from = reach.actionsFrom();
            if (from != null && (actionsFrom == null || from.isBefore(actionsFrom))) actionsFrom = from;
        }
    }

    /** Judges what was learned since the last time, or a part of it. True when there is more. */
    boolean advance() {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            // Before anything is seen: from here on no rebuild puts other tables in the place of these.
            facts.hold();
            var progress = db.sql("""
                    select position, recorded_at, made_from from reporting.progress where what = 'use' for update skip locked
                    """)
                    .query((row, n) -> new Progress(
                            row.getLong("position"),
                            instant(row.getObject("recorded_at", OffsetDateTime.class)),
                            row.getString("made_from")))
                    .optional();
            var reached = facts.reached();
            if (progress.isEmpty() || reached.isEmpty() || reached.get().recordedAt() == null) return false;
            return advance(progress.get(), reached.get());
        }));
    }

    private boolean advance(Progress from, Reached reached) {
        var otherTable = !from.madeFrom().isEmpty() && !from.madeFrom().equals(reached.madeFrom());
        var heldBack = heldBack();
        var readAgain = new TreeSet<>(heldBack);
        reached.parked().forEach(readAgain::remove);
        var parked = new TreeSet<>(reached.parked());
        parked.removeAll(heldBack);
        if (reached.position() <= from.position() && !otherTable && readAgain.isEmpty() && parked.isEmpty())
            return false;

        var upTo = Math.min(reached.position(), Math.max(from.position(), 0) + STRETCH);
        if (upTo < from.position()) upTo = from.position();
        var until = upTo == reached.position() ? Objects.requireNonNull(reached.recordedAt()) : log.recordedAt(upTo);
        var concerned = new TreeMap<CaseCode, Concerned>();
        if (otherTable || readAgain.contains("")) for (var caseCode : facts.cases(upTo)) anew(concerned, caseCode);
        for (var caseCode : readAgain) if (!caseCode.isEmpty()) anew(concerned, new CaseCode(caseCode));
        whomItConcerns(concerned, from, upTo, until);

        for (var caseCode : parked)
            db.sql("insert into reporting.held_back (case_code) values (?)")
                    .param(caseCode)
                    .update();
        for (var one : concerned.entrySet()) judge(one.getKey(), one.getValue(), from, upTo, until);
        for (var caseCode : readAgain)
            db.sql("delete from reporting.held_back where case_code = ?")
                    .param(caseCode)
                    .update();
        db.sql("update reporting.progress set position = ?, recorded_at = ?, made_from = ? where what = 'use'")
                .params(List.of(upTo, until.atOffset(ZoneOffset.UTC), reached.madeFrom()))
                .update();
        return upTo < reached.position();
    }

    private List<String> heldBack() {
        return db.sql("select case_code from reporting.held_back")
                .query(String.class)
                .list();
    }

    private static void anew(Map<CaseCode, Concerned> concerned, CaseCode caseCode) {
        var all = concerned.computeIfAbsent(caseCode, code -> new Concerned());
        all.everybody = true;
        all.anew = true;
    }

    private void whomItConcerns(Map<CaseCode, Concerned> concerned, Progress from, long upTo, Instant until) {
        var ofTheProgramme = new TreeSet<Long>();
        var ofCases = new TreeMap<CaseCode, SortedSet<Long>>();
        for (var learned : facts.learned(from.position(), upTo, from.recordedAt(), until)) {
            var caseCode = learned.caseCode() == null ? null : new CaseCode(learned.caseCode());
            switch (learned.matters()) {
                case "programme" -> ofTheProgramme.add(learned.position());
                case "birth" -> {
                    var person = new ParticipantCode(learned.participant());
                    for (var each : facts.casesOf(person))
                        in(concerned, each).people.add(person);
                }
                case "case_study" -> {
                    if (caseCode != null)
                        ofCases.computeIfAbsent(caseCode, code -> new TreeSet<>())
                                .add(learned.position());
                }
                case "person" -> {
                    if (caseCode != null)
                        in(concerned, caseCode).people.add(new ParticipantCode(learned.participant()));
                }
                default -> {
                    if (caseCode != null) in(concerned, caseCode).actions.add(learned.position());
                }
            }
        }
        if (!ofTheProgramme.isEmpty())
            for (var each : facts.cases(upTo))
                ofCases.computeIfAbsent(each, code -> new TreeSet<>()).addAll(ofTheProgramme);
        ofCases.forEach((each, positions) -> facts.setting(each, upTo)
                .reach(positions)
                .forEach(reach -> in(concerned, each).add(reach)));
    }

    private static Concerned in(Map<CaseCode, Concerned> concerned, CaseCode caseCode) {
        return concerned.computeIfAbsent(caseCode, code -> new Concerned());
    }

    private void judge(CaseCode caseCode, Concerned concerned, Progress from, long upTo, Instant until) {
        var since = concerned.anew ? null : from.recordedAt();
        if (concerned.anew) forget(caseCode);
        var setting = facts.setting(caseCode, upTo);
        if (concerned.everybody || concerned.approval) {
            var held = approvals(caseCode);
            new Judging(setting, Map.of()).approvals(since, until, held);
            keepApprovals(caseCode, held);
        }
        var people = new TreeSet<>(concerned.people);
        people.addAll(decidedOn(caseCode, concerned.grounds));
        var actions = new TreeSet<>(concerned.actions);
        if (concerned.everybody) actions.addAll(facts.actionsFrom(caseCode, Instant.MIN, upTo));
        else {
            if (concerned.actionsFrom != null) actions.addAll(facts.actionsFrom(caseCode, concerned.actionsFrom, upTo));
            if (!people.isEmpty()) actions.addAll(facts.actions(caseCode, people, upTo));
        }
        if (concerned.everybody
                || concerned.approval && !setting.approvalMoments(since, until).isEmpty())
            people.addAll(facts.people(caseCode, upTo));
        if (people.isEmpty() && actions.isEmpty()) return;
        LOGGER.debug("Judging {} people and {} actions of {}", people.size(), actions.size(), caseCode);

        for (var some : parts(List.copyOf(people), PEOPLE_AT_ONCE)) {
            var held = standings(caseCode, some);
            var judging = new Judging(setting, facts.ofPeople(caseCode, some, upTo));
            judging.standings(some, since, until, held);
            keepStandings(caseCode, some, held);
            keepGrounds(caseCode, some, judging);
        }
        for (var some : parts(List.copyOf(actions), ACTIONS_AT_ONCE)) {
            var taken = facts.taken(some);
            var whom = taken.stream().flatMap(one -> one.people().stream()).collect(Collectors.toSet());
            var held = uses(taken);
            new Judging(setting, facts.ofPeople(caseCode, whom, upTo)).uses(taken, since, until, held);
            keepUses(caseCode, held);
        }
    }

    /** The people of a case whose decisions rest on any of these. */
    private List<ParticipantCode> decidedOn(CaseCode caseCode, Set<String> grounds) {
        if (grounds.isEmpty()) return List.of();
        return db.sql(
                        "select distinct participant from reporting.ground where case_code = :case and ground = any(:grounds)")
                .param("case", caseCode.code())
                .param("grounds", grounds.toArray(String[]::new))
                .query((row, n) -> new ParticipantCode(row.getString(1)))
                .list();
    }

    private void keepGrounds(CaseCode caseCode, List<ParticipantCode> people, Judging judging) {
        record Row(ParticipantCode person, String ground) {}
        write(
                "insert into reporting.ground (case_code, ground, participant) values (?, ?, ?) on conflict do nothing",
                people.stream()
                        .flatMap(person ->
                                judging.grounds(List.of(person)).stream().map(ground -> new Row(person, ground)))
                        .toList(),
                (statement, row) -> {
                    statement.setString(1, caseCode.code());
                    statement.setString(2, row.ground());
                    statement.setString(3, row.person().code());
                });
    }

    private static <E> List<List<E>> parts(List<E> all, int atOnce) {
        var parts = new ArrayList<List<E>>();
        for (var from = 0; from < all.size(); from += atOnce)
            parts.add(all.subList(from, Math.min(all.size(), from + atOnce)));
        return parts;
    }

    private void forget(CaseCode caseCode) {
        for (var table : List.of("material_use", "consent_standing", "approval", "ground"))
            db.sql("delete from reporting.%s where case_code = ?".formatted(table))
                    .param(caseCode.code())
                    .update();
    }

    // ---- when the case is approved

    /** As it is held so far. */
    private Map<String, Learned<Boolean>> approvals(CaseCode caseCode) {
        var open = new HashMap<String, Map<Span<Boolean>, Instant>>();
        db.sql("""
                select chapter, approved, true_from, true_until, known_from from reporting.approval
                 where case_code = :case and known_until = 'infinity' order by known_from, true_from
                """).param("case", caseCode.code()).query(row -> {
            hold(
                    open.computeIfAbsent(row.getString("chapter"), chapter -> new LinkedHashMap<>()),
                    row.getBoolean("approved"),
                    row);
        });
        var held = new HashMap<String, Learned<Boolean>>();
        open.forEach((chapter, spans) -> held.put(chapter, new Learned<>(spans)));
        return held;
    }

    private void keepApprovals(CaseCode caseCode, Map<String, Learned<Boolean>> held) {
        record Row(String chapter, Learned.Held<Boolean> held) {}
        db.sql("delete from reporting.approval where case_code = :case and known_until = 'infinity'")
                .param("case", caseCode.code())
                .update();
        write(
                """
                insert into reporting.approval (case_code, chapter, approved, true_from, true_until, known_from, known_until)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                held.entrySet().stream()
                        .flatMap(one -> one.getValue().all().stream().map(row -> new Row(one.getKey(), row)))
                        .toList(),
                (statement, row) -> {
                    statement.setString(1, caseCode.code());
                    statement.setString(2, row.chapter());
                    statement.setBoolean(3, row.held().span().answer());
                    times(statement, 4, row.held());
                });
    }

    // ---- what may be done with what was taken

    private Map<Long, Learned<Use>> uses(List<Taken> taken) {
        var open = new HashMap<Long, Map<Span<Use>, Instant>>();
        for (var one : taken) open.put(one.action().position(), new LinkedHashMap<>());
        db.sql("""
                select position, use, true_from, true_until, known_from from reporting.material_use
                 where position = any(:positions) and known_until = 'infinity' order by known_from, true_from
                """).param("positions", open.keySet().toArray(Long[]::new)).query(row -> {
            hold(
                    Objects.requireNonNull(open.get(row.getLong("position"))),
                    Use.valueOf(row.getString("use").toUpperCase(Locale.ROOT)),
                    row);
        });
        var held = new HashMap<Long, Learned<Use>>();
        open.forEach((position, spans) -> held.put(position, new Learned<>(spans)));
        return held;
    }

    private void keepUses(CaseCode caseCode, Map<Long, Learned<Use>> held) {
        var changed =
                held.entrySet().stream().filter(one -> one.getValue().changed()).toList();
        var positions = changed.stream().map(Map.Entry::getKey).toArray(Long[]::new);
        db.sql("delete from reporting.material_use where position = any(:positions) and known_until = 'infinity'")
                .param("positions", positions)
                .update();
        record Row(long position, Learned.Held<Use> held) {}
        write(
                """
                insert into reporting.material_use (position, case_code, use, true_from, true_until, known_from, known_until)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                changed.stream()
                        .flatMap(one -> one.getValue().all().stream().map(row -> new Row(one.getKey(), row)))
                        .toList(),
                (statement, row) -> {
                    statement.setLong(1, row.position());
                    statement.setString(2, caseCode.code());
                    statement.setString(3, row.held().span().answer().name().toLowerCase(Locale.ROOT));
                    times(statement, 4, row.held());
                });
        db.sql("insert into reporting.touched (position) select unnest(cast(:positions as bigint[]))")
                .param("positions", positions)
                .update();
    }

    // ---- where people stand

    private Map<ParticipantCode, Map<ModuleCode, Learned<Stands>>> standings(
            CaseCode caseCode, List<ParticipantCode> people) {
        var open = new HashMap<ParticipantCode, Map<ModuleCode, Map<Span<Stands>, Instant>>>();
        db.sql("""
                select participant, module, state, cause, withdrawal, since, decision, true_from, true_until, known_from
                  from reporting.consent_standing
                 where participant = any(:people) and case_code = :case and known_until = 'infinity' order by known_from, true_from
                """)
                .param("people", codes(people))
                .param("case", caseCode.code())
                .query(row -> {
                    hold(
                            open.computeIfAbsent(
                                            new ParticipantCode(row.getString("participant")), p -> new HashMap<>())
                                    .computeIfAbsent(
                                            new ModuleCode(row.getString("module")), m -> new LinkedHashMap<>()),
                            new Stands(
                                    State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                                    row.getString("cause"),
                                    row.getString("withdrawal"),
                                    instant(row.getObject("since", OffsetDateTime.class)),
                                    row.getObject("decision", UUID.class)),
                            row);
                });
        var held = new HashMap<ParticipantCode, Map<ModuleCode, Learned<Stands>>>();
        open.forEach((person, modules) -> modules.forEach((module, spans) ->
                held.computeIfAbsent(person, p -> new HashMap<>()).put(module, new Learned<>(spans))));
        return held;
    }

    private void keepStandings(
            CaseCode caseCode,
            List<ParticipantCode> people,
            Map<ParticipantCode, Map<ModuleCode, Learned<Stands>>> held) {
        record Row(ParticipantCode person, ModuleCode module, Learned.Held<Stands> held) {}
        db.sql("""
                delete from reporting.consent_standing
                 where participant = any(:people) and case_code = :case and known_until = 'infinity'
                """)
                .param("people", codes(people))
                .param("case", caseCode.code())
                .update();
        var rows = held.entrySet().stream()
                .flatMap(person -> person.getValue().entrySet().stream()
                        .flatMap(module -> module.getValue().all().stream()
                                .map(row -> new Row(person.getKey(), module.getKey(), row))))
                .filter(row -> row.held().span().answer().state() != State.NOT_ASKED)
                .toList();
        write("""
                insert into reporting.consent_standing (case_code, participant, module, state, cause, withdrawal, since, decision,
                                                        true_from, true_until, known_from, known_until)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, rows, (statement, row) -> {
            var stands = row.held().span().answer();
            statement.setString(1, caseCode.code());
            statement.setString(2, row.person().code());
            statement.setString(3, row.module().code());
            statement.setString(4, stands.state().name().toLowerCase(Locale.ROOT));
            statement.setString(5, stands.cause());
            statement.setString(6, stands.withdrawal());
            statement.setObject(
                    7, stands.since() == null ? null : stands.since().atOffset(ZoneOffset.UTC));
            statement.setObject(8, stands.decision());
            times(statement, 9, row.held());
        });
        db.sql("insert into reporting.touched (participant) select unnest(cast(:people as text[]))")
                .param("people", codes(people))
                .update();
    }

    /** An answer with its days, and since when it is known; what {@link #times} writes. */
    private static <A> void hold(Map<Span<A>, Instant> held, A answer, ResultSet row) throws SQLException {
        held.put(
                new Span<>(
                        answer,
                        row.getObject("true_from", LocalDate.class),
                        row.getObject("true_until", LocalDate.class)),
                row.getObject("known_from", OffsetDateTime.class).toInstant());
    }

    private static void times(PreparedStatement statement, int first, Learned.Held<?> held) throws SQLException {
        statement.setObject(first, held.span().from());
        statement.setObject(first + 1, held.span().until());
        statement.setObject(first + 2, held.knownFrom().atOffset(ZoneOffset.UTC));
        statement.setObject(
                first + 3,
                held.knownUntil() == null ? FOR_EVER : held.knownUntil().atOffset(ZoneOffset.UTC));
    }

    private interface Written<R> {
        void as(PreparedStatement statement, R row) throws SQLException;
    }

    private <R> void write(String insert, List<R> rows, Written<R> written) {
        batches.batchUpdate(insert, rows, 1_000, written::as);
    }

    private static String[] codes(Collection<ParticipantCode> people) {
        return people.stream().map(ParticipantCode::code).toArray(String[]::new);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
