package org.fieldledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.util.PSQLException;

/**
 * Appends by a process that knows where the log ended: plain statements that go to the database in one round trip and one
 * transaction, with the leaf hashes worked out here.
 *
 * <p>The first takes the head's lock. Each that follows sees what was committed before the lock was had, for under READ
 * COMMITTED it takes its snapshot when its turn comes. The second inserts all, or, where the log or a stream has moved on or
 * a command is repeated, nothing.
 */
final class ShortWay {

    /** A few events are sent as rows, which costs the database half of what arrays cost; more as arrays, one for a column. */
    private static final int ROWS_AT_MOST = 32;

    /** The look-ups must use the indexes however small the tables were when the plan was made and kept. */
    private static final String TAKE_HEAD = """
            select set_config('lock_timeout', '10s', true), set_config('enable_seqscan', 'off', true),
                   set_config('plan_cache_mode', 'force_generic_plan', true)
              from ledger.store for update;
            """;

    private static final String INSERT = """
            insert into ledger.event (position, stream, sequence, event_id, type, revision, case_code, slice, payload, metadata,
                                      leaf_hash, recorded_at)
            select new.*, ?::timestamptz
              from %s
             where (select last.position = ? and last.recorded_at <= ?
                      from ledger.event last order by last.position desc limit 1)
               and current_setting('transaction_isolation') = 'read committed'
            """;
    private static final String ROW =
            "(?::bigint, ?::text, ?::bigint, ?::uuid, ?::text, ?::text, ?::text, ?::smallint, ?::json, ?::json, ?::bytea)";
    private static final String ROWS = "(values %s) as new";
    private static final String ARRAYS = """
            (select position, stream, sequence, event_id, type, revision, case_code, slice, payload::json, metadata::json, leaf_hash
               from unnest(?::bigint[], ?::text[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[],
                           ?::text[], ?::bytea[])
                    as r(position, stream, sequence, event_id, type, revision, case_code, slice, payload, metadata, leaf_hash))
                   as new
            """;

    private static final String NOT_MOVED_ON = """
               and not exists (
                   select from unnest(?::text[], ?::bigint[]) as expected(stream, sequence)
                    where expected.sequence
                          <> coalesce((select max(e.sequence) from ledger.event e where e.stream = expected.stream), -1))
            """;
    private static final String NOT_REPEATED = """
               and not exists (select from ledger.command c where c.command_id = any(?))
            """;
    /** Only where the statement before inserted. */
    private static final String ANSWERS = """
            ;
            insert into ledger.command (command_id, fingerprint, recorded_at, outcome)
            select c.id, c.fingerprint, ?::timestamptz, c.outcome::json
              from unnest(?::uuid[], ?::bytea[], ?::text[]) as c(id, fingerprint, outcome)
             where exists (select from ledger.event e where e.position = ? and e.event_id = ?)
            """;

    private record Shape(int rows, boolean lookUps, boolean answers) {}

    private final Map<Shape, String> statements = new ConcurrentHashMap<>();

    /**
     * Appends after this position, at this moment.
     *
     * @param expected where streams must stand, each pair once however many appends rest on it
     * @param connection one that commits by itself
     * @param events at least one
     * @return false if nothing was stored because something is in the way; {@code ledger.append} says what
     */
    boolean append(
            Connection connection,
            long last,
            Instant moment,
            List<NewEvent> events,
            Set<Map.Entry<String, Long>> expected,
            List<AcceptedCommand> commands)
            throws SQLException {
        var lookedUp = lookedUp(expected, events);
        var shape =
                new Shape(events.size() <= ROWS_AT_MOST ? events.size() : 0, !lookedUp.isEmpty(), !commands.isEmpty());
        try (var append = connection.prepareStatement(statements.computeIfAbsent(shape, ShortWay::sql))) {
            var columns = new Columns(connection, append);
            var recorded = moment.atOffset(ZoneOffset.UTC);
            var placed = placed(events, last, moment);
            int next = 1;
            append.setObject(next++, recorded);
            next = shape.rows > 0 ? rows(append, next, placed) : arrays(columns, next, placed);
            append.setLong(next++, last);
            append.setObject(next++, recorded);
            if (shape.lookUps) {
                columns.texts(next++, lookedUp, Map.Entry::getKey);
                columns.numbers(next++, lookedUp, Map.Entry::getValue);
            }
            if (shape.answers) {
                columns.ids(next++, commands, AcceptedCommand::commandId);
                append.setObject(next++, recorded);
                columns.ids(next++, commands, AcceptedCommand::commandId);
                columns.bytes(next++, commands, AcceptedCommand::fingerprint);
                columns.texts(next++, commands, AcceptedCommand::outcome);
                append.setLong(next++, last + 1);
                append.setObject(next, events.getFirst().eventId());
            }
            append.execute();
            append.getMoreResults();
            return append.getUpdateCount() == events.size();
        } catch (SQLException failure) {
            if (placeTaken(failure)) return false;
            throw failure;
        }
    }

    private static String sql(Shape shape) {
        var events = shape.rows == 0 ? ARRAYS : ROWS.formatted(String.join(", ", Collections.nCopies(shape.rows, ROW)));
        return TAKE_HEAD
                + INSERT.formatted(events)
                + (shape.lookUps ? NOT_MOVED_ON : "")
                + (shape.answers ? NOT_REPEATED + ANSWERS : "");
    }

    /** A stream that is begun here needs no look: were it there already, its place would be taken. */
    private static List<Map.Entry<String, Long>> lookedUp(
            Set<Map.Entry<String, Long>> expected, List<NewEvent> events) {
        var begun = new HashSet<String>();
        for (var event : events) if (event.sequence() == 0) begun.add(event.stream());
        return expected.stream()
                .filter(stream -> !begun.contains(stream.getKey()))
                .toList();
    }

    private static boolean placeTaken(SQLException failure) {
        return failure instanceof PSQLException told
                && told.getServerErrorMessage() != null
                && "event_stream_sequence_key"
                        .equals(told.getServerErrorMessage().getConstraint());
    }

    private static List<StoredEvent> placed(List<NewEvent> events, long last, Instant moment) {
        var placed = new ArrayList<StoredEvent>(events.size());
        for (var event : events) placed.add(event.at(++last, moment));
        return placed;
    }

    private static int rows(PreparedStatement append, int next, List<StoredEvent> events) throws SQLException {
        for (var event : events) {
            append.setLong(next++, event.position());
            append.setString(next++, event.stream());
            append.setLong(next++, event.sequence());
            append.setObject(next++, event.eventId());
            append.setString(next++, event.type());
            append.setString(next++, event.revision());
            append.setString(next++, event.caseCode());
            append.setInt(next++, Slice.of(event.caseCode()));
            append.setString(next++, event.payload());
            append.setString(next++, event.metadata());
            append.setBytes(next++, LeafHash.of(event));
        }
        return next;
    }

    private static int arrays(Columns columns, int next, List<StoredEvent> events) throws SQLException {
        columns.numbers(next++, events, StoredEvent::position);
        columns.texts(next++, events, StoredEvent::stream);
        columns.numbers(next++, events, StoredEvent::sequence);
        columns.ids(next++, events, StoredEvent::eventId);
        columns.texts(next++, events, StoredEvent::type);
        columns.texts(next++, events, StoredEvent::revision);
        columns.texts(next++, events, StoredEvent::caseCode);
        columns.turns(
                next++, events.stream().map(event -> Slice.of(event.caseCode())).toList());
        columns.texts(next++, events, StoredEvent::payload);
        columns.texts(next++, events, StoredEvent::metadata);
        columns.bytes(next++, events, LeafHash::of);
        return next;
    }
}
