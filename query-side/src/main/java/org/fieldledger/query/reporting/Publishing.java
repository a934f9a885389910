package org.fieldledger.query.reporting;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.fieldledger.query.reporting.PublishedView.Narrowing;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Numbers every change of what the views show: the only class that writes {@code reporting.published}. For each row it keeps the
 * number of its last change, whether it still shows, and a digest, but nothing of what it says; so whoever has applied the
 * changes up to any number, and then those after it, holds what the views show.
 *
 * <p>Only what may have changed is compared: what was recorded, found wrong or judged again, and whoever it is about. All of it
 * is compared once a day, because a new day alone changes what may be used, and whenever the tables behind are others.
 */
@Component
class Publishing {

    private static final Map<String, String> QUESTIONS = SqlFiles.questions("publishing");
    /** Beyond so many positions, comparing everything is quicker. */
    private static final int MANY = 5_000;

    private final NamedParameterJdbcTemplate db;
    private final TransactionTemplate transaction;
    private final UnaryOperator<LocalDate> day;

    @Autowired
    Publishing(NamedParameterJdbcTemplate db, PlatformTransactionManager transactions) {
        this(db, transactions, today -> today);
    }

    /** @param day the day the views are about, from the day it is at the store */
    Publishing(NamedParameterJdbcTemplate db, PlatformTransactionManager transactions, UnaryOperator<LocalDate> day) {
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        this.day = day;
    }

    /** How far everything stands from which the views are made. */
    private record Stand(long position, Instant knownAt, LocalDate today, String madeFrom) {}

    /** How far it has been published. */
    private record Published(
            long position,
            @Nullable Instant knownAt,
            @Nullable LocalDate asOf,
            String madeFrom,
            long change) {}

    /** Publishes what has changed; returns the number of the last change there is. */
    long keepUp() {
        return Objects.requireNonNull(transaction.execute(status -> {
            // A digest must not depend on how a connection writes times.
            db.getJdbcOperations().execute("set local timezone = 'UTC'");
            db.getJdbcOperations()
                    .execute(PublishedView.ALL.stream()
                            .map(view -> "reporting_v1." + view.name())
                            .collect(Collectors.joining(", ", "lock table ", " in access share mode")));
            var before = published();
            var stand = stand();
            var today = day.apply(stand.today());
            var whole = !today.equals(before.asOf()) || !stand.madeFrom().equals(before.madeFrom());
            var touched = touched();
            if (!whole && stand.position() == before.position() && touched.isEmpty()) return before.change();
            var concerned = whole ? Concerned.ALL : concerned(before, stand, touched);
            var change = before.change();
            for (var view : PublishedView.ALL) change = publish(view, concerned, today, change);
            db.update(
                    """
                    update reporting.progress set position = :position, recorded_at = :knownAt, as_of = :today, made_from = :madeFrom,
                           change = :change where what = 'feed'
                    """,
                    Map.of(
                            "position", stand.position(),
                            "knownAt", stand.knownAt().atOffset(ZoneOffset.UTC),
                            "today", today,
                            "madeFrom", stand.madeFrom(),
                            "change", change));
            return change;
        }));
    }

    /** The day that what was published last is about. */
    LocalDate asOf() {
        return Objects.requireNonNull(db.queryForObject(
                "select as_of from reporting.progress where what = 'feed'", Map.of(), LocalDate.class));
    }

    private Published published() {
        return db.query(
                        """
                select position, recorded_at, as_of, made_from, change from reporting.progress where what = 'feed' for update
                """,
                        (row, n) -> new Published(
                                row.getLong("position"),
                                instant(row.getObject("recorded_at", OffsetDateTime.class)),
                                row.getObject("as_of", LocalDate.class),
                                row.getString("made_from"),
                                row.getLong("change")))
                .getFirst();
    }

    private Stand stand() {
        return Objects.requireNonNull(db.queryForObject(
                question("stand"),
                Map.of(),
                (row, n) -> new Stand(
                        row.getLong("position"),
                        row.getObject("known_at", OffsetDateTime.class).equals(OffsetDateTime.MIN)
                                ? Instant.EPOCH
                                : row.getObject("known_at", OffsetDateTime.class)
                                        .toInstant(),
                        row.getObject("today", LocalDate.class),
                        row.getString("made_from"))));
    }

    /** Which rows may be others than they were. */
    private record Concerned(
            boolean everything,
            Set<Long> positions,
            Set<String> people,
            Set<String> cases,
            boolean everyCase,
            boolean everyScore) {
        static final Concerned ALL = new Concerned(true, Set.of(), Set.of(), Set.of(), true, true);

        boolean all(PublishedView view) {
            return everything
                    || everyScore && view.name().equals("scores")
                    || everyCase && view.narrowing() == Narrowing.BY_CASE;
        }

        Map<String, Object> values() {
            var values = new HashMap<String, Object>();
            values.put("positions", positions.toArray(Long[]::new));
            values.put("people", people.toArray(String[]::new));
            values.put("cases", cases.toArray(String[]::new));
            return values;
        }
    }

    private record Touched(Set<Long> positions, Set<String> people) {
        boolean isEmpty() {
            return positions.isEmpty() && people.isEmpty();
        }
    }

    private Touched touched() {
        var touched = new Touched(new TreeSet<>(), new TreeSet<>());
        db.query("delete from reporting.touched returning position, participant", Map.of(), row -> {
            var person = row.getString("participant");
            if (person != null) touched.people().add(person);
            else touched.positions().add(row.getLong("position"));
        });
        return touched;
    }

    private Concerned concerned(Published before, Stand stand, Touched touched) {
        var positions = new TreeSet<Long>();
        var people = new TreeSet<>(touched.people());
        var cases = new TreeSet<String>();
        var ofNoCase = new AtomicBoolean();
        var kinds = new TreeSet<String>();
        var erased = new TreeSet<String>();
        var values = new HashMap<String, @Nullable Object>();
        values.put("after", before.position());
        values.put("upTo", stand.position());
        values.put("since", before.knownAt() == null ? null : before.knownAt().atOffset(ZoneOffset.UTC));
        values.put("touched", touched.positions().toArray(Long[]::new));
        db.query(question("happened"), values, row -> {
            positions.add(row.getLong("position"));
            var caseCode = row.getString("case_code");
            if (caseCode == null) ofNoCase.set(true);
            else cases.add(caseCode);
            kinds.add(row.getString("kind"));
            var whom = List.of((String[]) row.getArray("participants").getArray());
            people.addAll(whom);
            if (row.getString("kind").equals("PersonErased")) erased.addAll(whom);
        });
        if (!erased.isEmpty())
            positions.addAll(db.queryForList(
                    question("concerning"), Map.of("people", erased.toArray(String[]::new)), Long.class));
        if (positions.size() > MANY) return Concerned.ALL;
        cases.addAll(
                db.queryForList(question("cases_of"), Map.of("people", people.toArray(String[]::new)), String.class));
        // What was recorded of no case may concern any.
        return new Concerned(
                false, positions, people, cases, ofNoCase.get(), kinds.contains("InstrumentVersionReleased"));
    }

    private long publish(PublishedView view, Concerned concerned, LocalDate today, long change) {
        var values = concerned.values();
        values.put("view", view.name());
        values.put("today", today);
        values.put("change", change);
        var told = db.update(
                """
                with shown as (
                    select %s as key, %s as position, %s as participant, sha256(convert_to(to_jsonb(v)::text, 'UTF8')) as digest
                      from (%s) v),
                before as (
                    select key, position, participant, digest from reporting.published
                     where view = :view and digest is not null and %s),
                differing as (
                    select key, coalesce(shown.position, before.position) as position,
                           coalesce(shown.participant, before.participant) as participant, shown.digest
                      from shown full join before using (key) where shown.digest is distinct from before.digest)
                insert into reporting.published as p
                       (view, key, position, participant, change, digest, because, log_position, known_at, as_of)
                select :view, d.key, d.position, d.participant, :change + row_number() over (order by d.position nulls first, d.key),
                       d.digest, case when d.digest is null then 'changed' end, b.position, b.known_at, :today
                  from differing d cross join reporting_v1.basis b
                    on conflict (view, key) do update
                   set position = excluded.position, participant = excluded.participant, change = excluded.change,
                       digest = excluded.digest, because = excluded.because, log_position = excluded.log_position,
                       known_at = excluded.known_at, as_of = excluded.as_of
                """.formatted(
                                view.keySql(),
                                view.columns().containsKey("position") ? "v.position" : "null::bigint",
                                view.columns().containsKey("participant") ? "v.participant" : "null::text",
                                view.forTheFeed(concerned.all(view)),
                                narrowed(view, concerned)),
                values);
        if (told > 0) db.update(question("because"), values);
        return change + told;
    }

    private static String narrowed(PublishedView view, Concerned concerned) {
        if (concerned.all(view)) return "true";
        return switch (view.narrowing()) {
            case BY_POSITION -> "position = any(cast(:positions as bigint[]))";
            case BY_PERSON -> "participant = any(cast(:people as text[]))";
            case BY_POSITION_OR_PERSON ->
                "(position = any(cast(:positions as bigint[])) or participant = any(cast(:people as text[])))";
            case BY_CASE -> "split_part(key, '/', 1) = any(cast(:cases as text[]))";
            case NOT_AT_ALL -> "true";
        };
    }

    private static String question(String name) {
        return Objects.requireNonNull(QUESTIONS.get(name));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
