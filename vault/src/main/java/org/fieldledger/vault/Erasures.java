package org.fieldledger.vault;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Followers;
import org.fieldledger.store.StoreUnavailable;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.Sealing.Identified;
import org.jspecify.annotations.Nullable;

/**
 * Carries erasures out as the log records them: destroys the keys, then writes the table anew that held them, then gets
 * what was written about them before out of the write-ahead log, and once more when the tables that hold answers in the open have
 * been emptied. Each step is kept when it is done and harmless when done
 * again, so whoever is cut off, or restored from a backup of before, goes on from the log.
 */
public final class Erasures {

    private static final String NAME = "erasures";
    private static final int PAGE = 5_000;
    private static final String TURN = "select pg_advisory_lock(7305911284460018)";

    /** The steps, in order; each is on disk before the next begins. */
    public enum Step {
        NOTED,
        KEYS_DESTROYED,
        TABLE_REWRITTEN,
        WAL_OVERWRITTEN
    }

    /**
     * How far an erasure has got.
     *
     * @param event the erasure on record
     * @param scopes whose keys: {@code participant/CODE}, {@code text/NUMBER}, or {@code event/ID} for a text of before
     * @param emptiedAt when the tables that hold answers in the open had been emptied of the person and written anew
     * @param overwrittenAt when the server's own write-ahead log held nothing of before any more
     * @param leftOver what this server does not let us do or see; absent where nothing is left
     */
    public record State(
            UUID event,
            long position,
            String participant,
            List<String> scopes,
            @Nullable Instant destroyedAt,
            @Nullable Instant rewrittenAt,
            @Nullable Instant emptiedAt,
            @Nullable Instant overwrittenAt,
            @Nullable String leftOver) {

        /** Nothing is left that this program can do. */
        public boolean carriedOut() {
            return keysAreGone() && emptiedAt != null;
        }

        /** Nothing is left of what is done here; the tables are emptied by whoever keeps them. */
        boolean keysAreGone() {
            return destroyedAt != null && rewrittenAt != null && (overwrittenAt != null || leftOver != null);
        }

        /** The events about nobody in particular that are erased with the person. */
        public List<UUID> events() {
            return scopes.stream()
                    .flatMap(scope -> Vault.eventOf(scope).stream())
                    .toList();
        }
    }

    private final DataSource database;
    private final EventLog log;
    private final Consumer<List<String>> forget;
    private final Consumer<Step> done;
    private final Followers followers;
    private final FieldEventReader reader = new FieldEventReader();

    /** For whoever has the vault open, whose memory is to forget too. */
    public Erasures(DataSource database, EventLog log, Vault vault) {
        this(database, log, vault::forget, step -> {});
    }

    /** For an operator: destroying keys needs no key. */
    public Erasures(DataSource database, EventLog log) {
        this(database, log, scopes -> {}, step -> {});
    }

    Erasures(DataSource database, EventLog log, Consumer<List<String>> forget, Consumer<Step> done) {
        this.database = database;
        this.log = log;
        this.forget = forget;
        this.done = done;
        this.followers = new Followers(database);
    }

    /**
     * Carries out everything that is on record and not yet done; one process at a time. Returns the position up to which the
     * log was read.
     */
    public long carryOut() {
        return carryOut(State::keysAreGone);
    }

    /** The same, and tries again what this server did not let us do the last time. */
    public long carryOutAgain() {
        return carryOut(state -> state.overwrittenAt() != null);
    }

    private synchronized long carryOut(Predicate<State> settled) {
        var position = noted();
        if (states(database).stream().allMatch(settled)) return position;
        asked(database, connection -> {
            execute(connection, TURN);
            try {
                for (var state : states(connection)) if (!settled.test(state)) carryOut(connection, state);
            } finally {
                execute(connection, "select pg_advisory_unlock_all()");
            }
            return position;
        });
        return position;
    }

    /** Notes what is on record and carries nothing out, so that {@link #states} tells of all of it. */
    public void note() {
        noted();
    }

    /** Every erasure on record that this store has noted, in order. */
    public static List<State> states(DataSource database) {
        return asked(database, Erasures::states);
    }

    /** Those whose keys are destroyed and of which tables elsewhere may still hold answers in the open. */
    public static List<State> waitingForTables(DataSource database) {
        return states(database).stream()
                .filter(state -> state.destroyedAt() != null && state.emptiedAt() == null)
                .toList();
    }

    /**
     * The tables have been emptied of these, and that is on disk. What was written about them before is still in the write-ahead
     * log, which is gone through again.
     */
    public static void tablesEmptied(DataSource database, List<State> states) {
        asked(database, connection -> {
            try (var keep = connection.prepareStatement("""
                    update vault.erasure set emptied_at = now(), segment = null, overwritten_at = null, left_over = null
                     where event = any(?) and emptied_at is null
                    """)) {
                keep.setArray(
                        1,
                        connection.createArrayOf(
                                "uuid", states.stream().map(State::event).toArray()));
                return keep.executeUpdate();
            }
        });
    }

    private long noted() {
        var position = followers.position(NAME);
        for (; ; ) {
            var events = log.after(position, PAGE);
            if (events.isEmpty()) return position;
            for (var event : events) if (event.type().equals("PersonErased")) note(event);
            position = events.getLast().position();
            followers.moveOn(NAME, position);
        }
    }

    private void note(StoredEvent stored) {
        var erased = (PersonErased) read(stored);
        var scopes = Stream.concat(
                        Stream.of(Vault.scope(erased.participant())),
                        erased.texts().stream().flatMap(event -> scopesOfItsOwn(event.value())))
                .toList();
        asked(database, connection -> {
            try (var note = connection.prepareStatement(
                    "insert into vault.erasure (event, position, participant, scopes) values (?, ?, ?, ?) on conflict do nothing")) {
                note.setObject(1, stored.eventId());
                note.setLong(2, stored.position());
                note.setString(3, erased.participant().code());
                note.setArray(4, connection.createArrayOf("text", scopes.toArray()));
                return note.executeUpdate();
            }
        });
        done.accept(Step.NOTED);
    }

    private Stream<String> scopesOfItsOwn(UUID event) {
        return log.event(event).stream()
                .flatMap(stored -> Vault.scopesOfItsOwn(new Identified(event, read(stored))).stream());
    }

    private FieldEvent read(StoredEvent stored) {
        return reader.read(stored.type(), stored.revision(), stored.payload());
    }

    private void carryOut(Connection connection, State state) throws SQLException {
        destroy(connection, state);
        forget.accept(state.scopes());
        if (state.rewrittenAt() == null) {
            rewrite(connection, state);
            done.accept(Step.TABLE_REWRITTEN);
        }
        var log = new WriteAheadLog(connection);
        var leftOver = log.getRidOf(segment(connection, state));
        try (var keep = connection.prepareStatement(
                "update vault.erasure set left_over = ?, overwritten_at = case when ? is null then now() end where event = ?")) {
            keep.setString(1, leftOver);
            keep.setString(2, leftOver);
            keep.setObject(3, state.event());
            keep.executeUpdate();
        }
        done.accept(Step.WAL_OVERWRITTEN);
    }

    /**
     * A deleted row stays in its page until something else is put there. VACUUM FULL would copy it, too, while an older
     * snapshot is open somewhere; what is not selected here is certainly not in the table's new file.
     */
    private static void rewrite(Connection connection, State state) throws SQLException {
        inOne(connection, () -> {
            execute(connection, "lock table vault.key in access exclusive mode");
            execute(connection, "create temporary table kept_keys on commit drop as select * from vault.key");
            execute(connection, "truncate vault.key");
            execute(connection, "insert into vault.key select * from kept_keys order by number");
            stamp(connection, state, "rewritten_at = now()");
        });
    }

    private void destroy(Connection connection, State state) throws SQLException {
        if (state.destroyedAt() != null) return;
        inOne(connection, () -> {
            try (var destroy = connection.prepareStatement("select vault.destroy(?, ?)")) {
                destroy.setArray(
                        1, connection.createArrayOf("text", state.scopes().toArray()));
                destroy.setObject(2, state.event());
                destroy.execute();
            }
            stamp(connection, state, "destroyed_at = now()");
        });
        done.accept(Step.KEYS_DESTROYED);
    }

    /** In one transaction that is on disk when it ends. */
    private static void inOne(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(connection, "set local synchronous_commit = on");
            work.done();
            connection.commit();
        } catch (SQLException | RuntimeException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** The segment being written when the table had been rewritten: everything about these keys is in it or before it. */
    private static @Nullable String segment(Connection connection, State state) throws SQLException {
        try (var keep = connection.prepareStatement("""
                update vault.erasure set segment = coalesce(segment, pg_walfile_name(pg_current_wal_insert_lsn()))
                 where event = ? returning segment
                """)) {
            keep.setObject(1, state.event());
            try (var row = keep.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static void stamp(Connection connection, State state, String what) throws SQLException {
        try (var stamp = connection.prepareStatement("update vault.erasure set " + what + " where event = ?")) {
            stamp.setObject(1, state.event());
            stamp.executeUpdate();
        }
    }

    private static List<State> states(Connection connection) throws SQLException {
        var states = new ArrayList<State>();
        try (var select = connection.prepareStatement("""
                        select event, position, participant, scopes, destroyed_at, rewritten_at, emptied_at, overwritten_at, left_over
                          from vault.erasure order by position
                        """);
                var rows = select.executeQuery()) {
            while (rows.next())
                states.add(new State(
                        rows.getObject(1, UUID.class),
                        rows.getLong(2),
                        rows.getString(3),
                        Arrays.asList((String[]) rows.getArray(4).getArray()),
                        instant(rows.getObject(5, OffsetDateTime.class)),
                        instant(rows.getObject(6, OffsetDateTime.class)),
                        instant(rows.getObject(7, OffsetDateTime.class)),
                        instant(rows.getObject(8, OffsetDateTime.class)),
                        rows.getString(9)));
        }
        return states;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <A> A asked(DataSource database, Question<A> question) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(true);
            return Objects.requireNonNull(question.on(connection));
        } catch (SQLException failure) {
            throw new StoreUnavailable(
                    "An erasure could not be carried on: the database failed or did not answer", failure);
        }
    }

    private interface Work {
        void done() throws SQLException;
    }

    private interface Question<A> {
        A on(Connection connection) throws SQLException;
    }
}
