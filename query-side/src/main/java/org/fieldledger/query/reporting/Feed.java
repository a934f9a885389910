package org.fieldledger.query.reporting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fieldledger.events.EventJson;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Basis;
import org.fieldledger.query.Nearest;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Every change of one view, in order, each as what the row says now or as a retraction. Whoever applies all lines after the
 * number of the last line they applied holds what the view shows; where a row changed many times, only its last change is told.
 */
@Component
class Feed {

    private static final int AT_ONCE = 1_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final String EDITION = "reporting_v1";

    private final NamedParameterJdbcTemplate db;
    private final Publishing publishing;
    private final boolean demonstration;

    Feed(NamedParameterJdbcTemplate db, Publishing publishing, EventLog log) {
        this.db = db;
        this.publishing = publishing;
        this.demonstration = log.identity().kind() == StoreKind.DEMONSTRATION;
    }

    /** What to do with a row. */
    enum Op {
        /** Put it in the place of the one of this key, or add it. */
        upsert,
        /** Remove the one of this key, wherever it was passed on to. */
        retract,
        /** Nothing more for now: this number is what to go on after. */
        reached
    }

    /**
     * One line.
     *
     * @param change what to go on after, once this line was applied
     * @param because why a row is retracted
     * @param usableUntil the first day on which it may no longer be used, as far as is known; a retraction will say so too
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            Op op,
            String view,
            long change,
            @Nullable String key,
            @Nullable @JsonRawValue String row,
            @Nullable String because,
            @Nullable LocalDate usableUntil,
            Basis basis) {}

    /** Whom a line is about, for the access log. */
    record About(@Nullable String caseCode, List<String> participants) {

        private static final About NOBODY = new About(null, List.of());

        private static About of(JsonNode row) {
            var people = new TreeSet<String>();
            if (row.path("participant").isString())
                people.add(row.path("participant").asString());
            row.path("participants").valueStream().forEach(one -> people.add(one.asString()));
            return new About(
                    row.path("case_code").isString() ? row.path("case_code").asString() : null, List.copyOf(people));
        }
    }

    /** Told of each line as it comes. */
    interface Reader {
        void line(Line line, About about);
    }

    private record Changed(
            String key,
            @Nullable Long position,
            @Nullable String participant,
            long change,
            boolean gone,
            @Nullable String because,
            Basis basis) {}

    /** The view of that name. Throws {@link BadQuestion} naming those there are. */
    static PublishedView view(String name) {
        return PublishedView.named(name).orElseThrow(() -> {
            var names = PublishedView.ALL.stream().map(PublishedView::name).toList();
            return new BadQuestion(
                    "view", name, Nearest.asked(name, names) + "Follow one of " + String.join(", ", names));
        });
    }

    /**
     * How far the feed has come, once it was brought up to date; waits for something after this number where there is nothing yet.
     *
     * @param atMost how long to wait
     */
    long reached(PublishedView view, long after, Duration atMost) {
        var until = System.nanoTime() + atMost.toNanos();
        while (true) {
            var reached = publishing.keepUp();
            if (after > reached)
                throw new BadQuestion(
                        "after",
                        Long.toString(after),
                        "The feed has come to %d. If this store was brought back from a backup, begin again at 0"
                                .formatted(reached));
            if (isAnything(view, after) || System.nanoTime() - until >= 0) return reached;
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return reached;
            }
        }
    }

    private boolean isAnything(PublishedView view, long after) {
        return Boolean.TRUE.equals(db.queryForObject(
                "select exists (select from reporting.published where view = :view and change > :after)",
                Map.of("view", view.name(), "after", after),
                Boolean.class));
    }

    /** Whether anything between two numbers tells of people: an upsert of a view that names them. */
    boolean tellsOfPeople(PublishedView view, long after, long upTo) {
        return view.namesPeople()
                && Boolean.TRUE.equals(db.queryForObject(
                        """
                        select exists (select from reporting.published
                                        where view = :view and change > :after and change <= :upTo and digest is not null)
                        """, Map.of("view", view.name(), "after", after, "upTo", upTo), Boolean.class));
    }

    /** The lines after a number and up to another, at last how far it is. Whoever holds nothing is told of no retraction. */
    void read(PublishedView view, long after, long upTo, Reader reader) {
        var today = publishing.asOf();
        var from = after;
        for (var some = changed(view, from, upTo, after == 0);
                !some.isEmpty();
                some = changed(view, from, upTo, after == 0)) {
            var rows = rows(view, some, today);
            for (var one : some) {
                var row = one.gone() ? null : rows.get(one.key());
                if (row == null) reader.line(retraction(view, one), About.NOBODY);
                else reader.line(upsert(view, one, row), About.of(EventJson.MAPPER.readTree(row)));
            }
            from = some.getLast().change();
        }
        reader.line(new Line(Op.reached, view.name(), upTo, null, null, null, null, basis()), About.NOBODY);
    }

    private static Line retraction(PublishedView view, Changed one) {
        return new Line(
                Op.retract,
                view.name(),
                one.change(),
                one.key(),
                null,
                one.because() == null ? "changed" : one.because(),
                null,
                one.basis());
    }

    private static Line upsert(PublishedView view, Changed one, String row) {
        var until = EventJson.MAPPER.readTree(row).path("usable_until");
        return new Line(
                Op.upsert,
                view.name(),
                one.change(),
                one.key(),
                row,
                null,
                until.isString() ? LocalDate.parse(until.asString()) : null,
                one.basis());
    }

    private List<Changed> changed(PublishedView view, long after, long upTo, boolean fromNothing) {
        return db.query(
                """
                select key, position, participant, change, digest is null as gone, because, log_position, known_at, as_of
                  from reporting.published
                 where view = :view and change > :after and change <= :upTo and (not :fromNothing or digest is not null)
                 order by change limit :limit
                """,
                Map.of("view", view.name(), "after", after, "upTo", upTo, "fromNothing", fromNothing, "limit", AT_ONCE),
                (row, n) -> new Changed(
                        row.getString("key"),
                        row.getObject("position", Long.class),
                        row.getString("participant"),
                        row.getLong("change"),
                        row.getBoolean("gone"),
                        row.getString("because"),
                        new Basis(
                                row.getLong("log_position"),
                                row.getString("as_of"),
                                row.getObject("known_at", OffsetDateTime.class).toInstant(),
                                EDITION,
                                demonstration)));
    }

    /** What these rows say now, by key. */
    private Map<String, String> rows(PublishedView view, List<Changed> changed, LocalDate today) {
        var values = new HashMap<String, Object>();
        values.put("today", today);
        values.put(
                "positions",
                changed.stream()
                        .map(Changed::position)
                        .filter(position -> position != null)
                        .toArray(Long[]::new));
        values.put(
                "people",
                view.narrowing() == PublishedView.Narrowing.BY_PERSON
                        ? changed.stream()
                                .map(Changed::participant)
                                .filter(person -> person != null)
                                .toArray(String[]::new)
                        : new String[0]);
        values.put(
                "cases", changed.stream().map(one -> one.key().split("/", 2)[0]).toArray(String[]::new));
        var rows = new HashMap<String, String>();
        db.query(
                "select %s as key, to_jsonb(v)::text as row from (%s) v"
                        .formatted(view.keySql(), view.forTheFeed(false)),
                values,
                row -> {
                    rows.put(row.getString("key"), row.getString("row"));
                });
        return rows;
    }

    /** What all that has been published rests on. */
    Basis basis() {
        return db.query("select position, recorded_at, as_of from reporting.progress where what = 'feed'", (row, n) -> {
                    var knownAt = row.getObject("recorded_at", OffsetDateTime.class);
                    return new Basis(
                            row.getLong("position"),
                            row.getString("as_of"),
                            knownAt == null ? null : knownAt.toInstant(),
                            EDITION,
                            demonstration);
                })
                .getFirst();
    }
}
