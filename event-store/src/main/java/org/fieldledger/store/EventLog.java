package org.fieldledger.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The log of everything recorded: append to it, load a stream, or read it from end to end.
 *
 * <p>Positions run 1, 2, 3 without a hole in the order of commit, so a reader that has seen position n has seen all up to n
 * and needs to remember nothing else. Safe for any number of threads, and any number of these on one database, in one process
 * or many. Holds one connection for as long as it is open, to hear of appends elsewhere. Every method may throw
 * {@link StoreUnavailable}.
 */
public final class EventLog implements AutoCloseable {

    /** What {@link #positionAsOf} asks, with one moment, for a statement that asks other things as well. */
    public static final String POSITION_AS_OF = "ledger.position_as_of";

    private static final String COLUMNS =
            "position, stream, sequence, event_id, type, revision, case_code, recorded_at, payload, metadata";
    private static final int FETCH_SIZE = 2_000;

    private final DataSource database;
    private final StoreIdentity identity;
    private final LogSignal signal;
    private final GroupCommit commits;

    private EventLog(DataSource database, StoreIdentity identity, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.identity = identity;
        this.signal = new LogSignal(database, this::head);
        this.commits = new GroupCommit(database, clock, meters, signal::appended);
        Gauge.builder("fieldledger.log.head", signal, LogSignal::known)
                .description("The highest position this process has heard of")
                .register(meters);
    }

    /**
     * Opens the log of a store that {@link StoreSetup#open} has set up.
     *
     * @param clock where recorded times come from; they never run backwards whatever it says
     * @throws SimulatedClockRefused if this is a {@link DemonstrationClock} and the store is not a demonstration
     */
    public static EventLog open(DataSource database, Clock clock, MeterRegistry meters) {
        var identity = StoreSetup.identity(database);
        if (clock instanceof DemonstrationClock && identity.kind() != StoreKind.DEMONSTRATION)
            throw new SimulatedClockRefused(identity);
        return new EventLog(database, identity, clock, meters);
    }

    public StoreIdentity identity() {
        return identity;
    }

    /**
     * Records all of it or nothing, and returns once it is on disk.
     *
     * @throws StreamMovedOn if a stream written to, or named in a condition, does not stand where the append expects it
     * @throws CommandRepeated if one of its commands was accepted before; takes precedence over a stream that moved on
     * @throws Unstorable if the append itself is at fault
     * @throws StoreUnavailable if the database failed; then it may have been stored all the same
     */
    public Appended append(Append append) {
        return commits.append(append);
    }

    /** The events of each stream in sequence order; streams without events are absent. One round trip. */
    public Map<String, List<StoredEvent>> streams(Collection<String> streams) {
        return byStream(
                "select " + COLUMNS + " from ledger.event where stream = any(?) order by stream, sequence",
                (columns, names) -> columns.texts(1, names, name -> name),
                List.copyOf(streams));
    }

    /** Of each stream only what comes after the sequence seen; streams without news are absent. One round trip. */
    public Map<String, List<StoredEvent>> streamsAfter(Map<String, Long> seen) {
        return byStream(
                """
                select e.position, e.stream, e.sequence, e.event_id, e.type, e.revision, e.case_code, e.recorded_at,
                       e.payload, e.metadata
                  from unnest(?::text[], ?::bigint[]) as seen(stream, sequence)
                  join ledger.event e on e.stream = seen.stream and e.sequence > seen.sequence
                 order by e.stream, e.sequence
                """,
                (columns, cached) -> {
                    columns.texts(1, cached, Map.Entry::getKey);
                    columns.numbers(2, cached, Map.Entry::getValue);
                },
                List.copyOf(seen.entrySet()));
    }

    public Optional<StoredEvent> event(UUID eventId) {
        return events("where event_id = ?", select -> select.setObject(1, eventId)).stream()
                .findFirst();
    }

    /** Which of these commands were accepted before, and what each was answered. */
    public Map<UUID, AnsweredCommand> commands(Collection<UUID> ids) {
        if (ids.isEmpty()) return Map.of();
        return answered(connection -> {
            var found = new HashMap<UUID, AnsweredCommand>();
            read(
                    connection,
                    "select command_id, fingerprint, outcome, recorded_at from ledger.command where command_id = any(?)",
                    select -> new Columns(connection, select).ids(1, List.copyOf(ids), id -> id),
                    row -> {
                        var command =
                                new AcceptedCommand(row.getObject(1, UUID.class), row.getBytes(2), row.getString(3));
                        found.put(command.commandId(), new AnsweredCommand(command, instant(row, 4)));
                    });
            return found;
        });
    }

    /** The last position; 0 while nothing has been recorded. */
    public long head() {
        return answered(
                connection -> one(connection, "select position from ledger.head", none -> {}, row -> row.getLong(1)));
    }

    /** When the last event was recorded; {@link Instant#EPOCH} while there is none. */
    public Instant headRecordedAt() {
        return answered(connection ->
                one(connection, "select recorded_at from ledger.head", none -> {}, row -> instant(row, 1)));
    }

    /** The last position and when it was recorded, in one round trip. */
    public Head last() {
        return answered(connection -> one(
                connection,
                "select position, recorded_at from ledger.head",
                none -> {},
                row -> new Head(row.getLong(1), instant(row, 2))));
    }

    /** When the event at a position was recorded. The position must be one that the log has reached. */
    public Instant recordedAt(long position) {
        return answered(connection -> one(
                connection,
                "select recorded_at from ledger.event where position = ?",
                select -> select.setLong(1, position),
                row -> instant(row, 1)));
    }

    /** The last position the store had at that moment; 0 if none. What was recorded at that very microsecond is included. */
    public long positionAsOf(Instant knownAt) {
        return answered(connection -> one(
                connection,
                "select " + POSITION_AS_OF + "(?)",
                select -> select.setObject(1, OffsetDateTime.ofInstant(knownAt, ZoneOffset.UTC)),
                row -> row.getLong(1)));
    }

    /** The next events in order, at most {@code limit}. */
    public List<StoredEvent> after(long position, int limit) {
        return events("where position > ? order by position limit ?", select -> {
            select.setLong(1, position);
            select.setInt(2, limit);
        });
    }

    /** The events at these positions, in order. One round trip. */
    public List<StoredEvent> at(Collection<Long> positions) {
        if (positions.isEmpty()) return List.of();
        return answered(connection -> {
            var events = new ArrayList<StoredEvent>(positions.size());
            read(
                    connection,
                    "select " + COLUMNS + " from ledger.event where position = any(?) order by position",
                    select -> new Columns(connection, select).numbers(1, List.copyOf(positions), position -> position),
                    row -> events.add(event(row)));
            return events;
        });
    }

    /** The next events that are selected, in order, up to and including {@code upTo}, at most {@code limit}. */
    public List<StoredEvent> after(long position, long upTo, int limit, Selection selection) {
        var types = selection.types();
        var text = selection.orContaining();
        var which = new StringBuilder("where position > ? and position <= ?");
        if (!selection.isEverything())
            which.append(" and (slice >= ? and slice < ?")
                    .append(types == null ? "" : " and type = any(?)")
                    .append(text == null ? ")" : " or strpos(payload::text, ?) > 0)");
        return events(which.append(" order by position limit ?").toString(), select -> {
            int parameter = 0;
            select.setLong(++parameter, position);
            select.setLong(++parameter, upTo);
            if (!selection.isEverything()) {
                select.setInt(++parameter, selection.fromSlice());
                select.setInt(++parameter, selection.toSlice());
                if (types != null)
                    new Columns(select.getConnection(), select).texts(++parameter, List.copyOf(types), type -> type);
                if (text != null) select.setString(++parameter, text);
            }
            select.setInt(++parameter, limit);
        });
    }

    /** The events after {@code after} up to and including {@code upTo}, in order. */
    List<StoredEvent> between(long after, long upTo) {
        return after(after, upTo, Math.toIntExact(upTo - after), Selection.EVERYTHING);
    }

    /**
     * Hands over, decoded and in order, every event after {@code after} up to and including {@code upTo}, some thousands at
     * a time. Reads ahead on as many threads as the machine has cores, at most four, and as many connections; holds no
     * transaction open while {@code each} is at work.
     *
     * @param decode called on those threads; what it throws ends the replay and is thrown here
     * @param each called on the caller's thread
     */
    public <T> void replay(long after, long upTo, Function<StoredEvent, T> decode, Consumer<List<T>> each) {
        int hands = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
        new Replay<>(this, after, upTo, decode).handTo(hands, each);
    }

    /** The next events of one case, or, for null, of those that concern no single case; at most {@code limit}. */
    public List<StoredEvent> ofCase(@Nullable String caseCode, long after, long upTo, int limit) {
        return ofCase(caseCode, after, upTo, limit, Selection.EVERYTHING);
    }

    /** The same, but of these only what is selected by type or by text; a case is in one slice. */
    public List<StoredEvent> ofCase(@Nullable String caseCode, long after, long upTo, int limit, Selection selection) {
        var which = selection.types() == null ? "" : "and (type = any(?)" + orContaining(selection);
        if (caseCode == null)
            return events(
                    "where case_code is null and position > ? and position <= ? %s order by position limit ?"
                            .formatted(which),
                    select -> {
                        select.setLong(1, after);
                        select.setLong(2, upTo);
                        selected(select, 3, selection, limit);
                    });
        // Pairs are compared so that only the index by case gives the order: a plan made for the average case would
        // walk
        // the log from end to end for a small one.
        return events("""
                where (case_code, position) > (?, ?) and (case_code, position) <= (?, ?) %s
                order by case_code, position limit ?
                """.formatted(which), select -> {
            select.setString(1, caseCode);
            select.setLong(2, after);
            select.setString(3, caseCode);
            select.setLong(4, upTo);
            selected(select, 5, selection, limit);
        });
    }

    private static String orContaining(Selection selection) {
        return selection.orContaining() == null ? ")" : " or strpos(payload::text, ?) > 0)";
    }

    private static void selected(PreparedStatement select, int from, Selection selection, int limit)
            throws SQLException {
        int parameter = from;
        if (selection.types() != null) {
            new Columns(select.getConnection(), select)
                    .texts(parameter++, List.copyOf(selection.types()), type -> type);
            if (selection.orContaining() != null) select.setString(parameter++, selection.orContaining());
        }
        select.setInt(parameter, limit);
    }

    /**
     * Waits until the log goes beyond {@code position}, however that came about.
     *
     * @return false if it did not within {@code atMost}, or the thread was interrupted
     */
    public boolean awaitBeyond(long position, Duration atMost) {
        return signal.awaitBeyond(position, atMost);
    }

    /** Stops listening. The connections' source stays open: it is the caller's. */
    @Override
    public void close() {
        signal.close();
    }

    Optional<Long> lastSequence(String stream) {
        return answered(connection -> one(
                connection,
                "select max(sequence) from ledger.event where stream = ?",
                select -> select.setString(1, stream),
                row -> Optional.ofNullable(row.getObject(1, Long.class))));
    }

    /** Keeps a shortcut for loading a stream, unless a later one is kept already. */
    void keepSnapshot(NewEvent snapshot) {
        answered(connection -> {
            try (var keep = connection.prepareStatement("""
                    insert into ledger.snapshot as kept (stream, sequence, event_id, type, revision, taken_at, payload, metadata)
                    values (?, ?, ?, ?, ?, now(), ?::json, ?::json)
                    on conflict (stream) do update
                       set (sequence, event_id, type, revision, taken_at, payload, metadata)
                         = (excluded.sequence, excluded.event_id, excluded.type, excluded.revision, excluded.taken_at,
                            excluded.payload, excluded.metadata)
                     where excluded.sequence > kept.sequence
                    """)) {
                keep.setString(1, snapshot.stream());
                keep.setLong(2, snapshot.sequence());
                keep.setObject(3, snapshot.eventId());
                keep.setString(4, snapshot.type());
                keep.setString(5, snapshot.revision());
                keep.setString(6, snapshot.payload());
                keep.setString(7, snapshot.metadata());
                return keep.executeUpdate();
            }
        });
    }

    /** The shortcut kept for a stream, in the shape of an event at position 0. */
    Optional<StoredEvent> snapshot(String stream) {
        return answered(connection -> {
            var kept = new ArrayList<StoredEvent>();
            read(connection, """
                    select 0::bigint, stream, sequence, event_id, type, revision, null, taken_at, payload, metadata
                      from ledger.snapshot where stream = ?
                    """, select -> select.setString(1, stream), row -> kept.add(event(row)));
            return kept.stream().findFirst();
        });
    }

    private List<StoredEvent> events(String which, Binding binding) {
        return answered(connection -> {
            var events = new ArrayList<StoredEvent>();
            read(
                    connection,
                    "select " + COLUMNS + " from ledger.event " + which,
                    binding,
                    row -> events.add(event(row)));
            return events;
        });
    }

    private <T> Map<String, List<StoredEvent>> byStream(String sql, ColumnBinding<T> binding, List<T> wanted) {
        if (wanted.isEmpty()) return Map.of();
        return answered(connection -> {
            var streams = new LinkedHashMap<String, List<StoredEvent>>();
            read(connection, sql, select -> binding.to(new Columns(connection, select), wanted), row -> {
                var event = event(row);
                streams.computeIfAbsent(event.stream(), name -> new ArrayList<>())
                        .add(event);
            });
            return streams;
        });
    }

    private <A> A answered(Question<A> question) {
        try (var connection = database.getConnection()) {
            return question.on(connection);
        } catch (SQLException failure) {
            throw new StoreUnavailable("The log could not be read: the database failed or did not answer", failure);
        }
    }

    private static <A> A one(Connection connection, String sql, Binding binding, Row<A> row) throws SQLException {
        var answer = new ArrayList<A>(1);
        read(connection, sql, binding, found -> answer.add(row.of(found)));
        return answer.getFirst();
    }

    private static void read(Connection connection, String sql, Binding binding, EachRow each) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            // Binary transfer from the first execution on: parsing times and ids from text costs more than fetching
            // them.
            select.unwrap(PGStatement.class).setPrepareThreshold(-1);
            select.setFetchSize(FETCH_SIZE);
            binding.to(select);
            try (var rows = select.executeQuery()) {
                while (rows.next()) each.take(rows);
            }
        }
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                instant(row, 8),
                row.getString(9),
                row.getString(10));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private interface Question<A> {
        A on(Connection connection) throws SQLException;
    }

    private interface Binding {
        void to(PreparedStatement select) throws SQLException;
    }

    private interface ColumnBinding<T> {
        void to(Columns columns, List<T> wanted) throws SQLException;
    }

    private interface EachRow {
        void take(ResultSet row) throws SQLException;
    }

    private interface Row<A> {
        A of(ResultSet row) throws SQLException;
    }
}
