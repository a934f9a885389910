package org.fieldledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Puts several appends into the log in one transaction, by whichever of three ways costs least; all take the head's lock
 * first and hold the same checks.
 *
 * <p>Usually this process was the last to append. Then it knows position and time and takes the
 * {@link ShortWay}. Where that does not hold, {@code ledger.append} says what stands in the
 * way or finds the place by itself. Many events at once, an import's, go in by COPY. Not for two threads at once.
 */
final class LogWriter {

    /** From so many events on, COPY with its four round trips costs less than arrays. */
    private static final int BY_COPY = 500;
    /** How often not to try the short way after it led nowhere: where there is a crowd at one stream it would again. */
    private static final int AFTER_A_MISS = 16;

    private static final String ANSWER = "select base, moment, refused, moved_stream, expected, actual, repeated from ";
    private static final String APPEND = ANSWER + "ledger.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String TAKE_HEAD = ANSWER + "ledger.take_head(?, ?, ?, ?, ?, ?)";

    /** Where the log ended after this process last appended. */
    private record Head(long position, Instant recordedAt) {}

    /** What became of the appends. */
    sealed interface Written {
        /** @param base the position before the first event */
        record Stored(long base, Instant moment) implements Written {}

        /** None is stored. */
        record InTheWay(List<Refusal> refusals) implements Written {}
    }

    /** @param append the number of the append in its group, from 0 */
    record Refusal(int append, AppendRefused why) {}

    private final Clock clock;
    private final ShortWay shortWay = new ShortWay();
    private @Nullable Head known;
    private int missed;

    LogWriter(Clock clock) {
        this.clock = clock;
    }

    /** @param connection one that commits by itself */
    Written write(Connection connection, Group group) throws SQLException {
        var written = group.events.size() >= BY_COPY ? byCopy(connection, group) : byStatement(connection, group);
        if (written instanceof Written.Stored stored)
            known = new Head(stored.base() + group.events.size(), stored.moment());
        return written;
    }

    private Written byStatement(Connection connection, Group group) throws SQLException {
        var head = known;
        if (head == null || missed-- > 0 || group.events.isEmpty()) return append(connection, group);
        missed = 0;
        var moment = now().isAfter(head.recordedAt) ? now() : head.recordedAt;
        if (shortWay.append(
                connection,
                head.position,
                moment,
                group.events,
                Set.copyOf(group.expected.things),
                group.commands.things)) return new Written.Stored(head.position, moment);
        missed = AFTER_A_MISS;
        return append(connection, group);
    }

    private Written append(Connection connection, Group group) throws SQLException {
        try (var append = connection.prepareStatement(APPEND)) {
            var columns = new Columns(connection, append);
            append.setObject(1, clockReading());
            int next = expectations(columns, events(columns, 2, group.events), group);
            answers(columns, next, group.commands.things);
            return answer(append);
        }
    }

    private Written byCopy(Connection connection, Group group) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var written = takeHead(connection, group);
            if (written instanceof Written.Stored(var base, var moment)) {
                var copies = connection.unwrap(PGConnection.class).getCopyAPI();
                try (var rows = LogRows.events(copies)) {
                    for (var event : group.events) rows.event(event.at(++base, moment));
                }
                if (!group.commands.things.isEmpty())
                    try (var rows = LogRows.commands(copies)) {
                        for (var command : group.commands.things) rows.command(command, moment);
                    }
            }
            connection.commit();
            return written;
        } catch (Throwable failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private Written takeHead(Connection connection, Group group) throws SQLException {
        try (var take = connection.prepareStatement(TAKE_HEAD)) {
            take.setObject(1, clockReading());
            int next = expectations(new Columns(connection, take), 2, group);
            new Columns(connection, take).ids(next, group.commands.things, AcceptedCommand::commandId);
            return answer(take);
        }
    }

    private static int events(Columns columns, int first, List<NewEvent> events) throws SQLException {
        columns.texts(first++, events, NewEvent::stream);
        columns.numbers(first++, events, NewEvent::sequence);
        columns.ids(first++, events, NewEvent::eventId);
        columns.texts(first++, events, NewEvent::type);
        columns.texts(first++, events, NewEvent::revision);
        columns.texts(first++, events, NewEvent::caseCode);
        columns.texts(first++, events, NewEvent::payload);
        columns.texts(first++, events, NewEvent::metadata);
        return first;
    }

    private static int expectations(Columns columns, int first, Group group) throws SQLException {
        columns.turns(first++, group.expected.turns);
        columns.texts(first++, group.expected.things, Map.Entry::getKey);
        columns.numbers(first++, group.expected.things, Map.Entry::getValue);
        columns.turns(first++, group.commands.turns);
        return first;
    }

    private static void answers(Columns columns, int first, List<AcceptedCommand> commands) throws SQLException {
        columns.ids(first++, commands, AcceptedCommand::commandId);
        columns.bytes(first++, commands, AcceptedCommand::fingerprint);
        columns.texts(first, commands, AcceptedCommand::outcome);
    }

    private static Written answer(PreparedStatement asked) throws SQLException {
        var refusals = new ArrayList<Refusal>();
        try (var answer = asked.executeQuery()) {
            while (answer.next()) {
                int refused = answer.getInt("refused");
                if (answer.wasNull())
                    return new Written.Stored(
                            answer.getLong("base"),
                            answer.getObject("moment", OffsetDateTime.class).toInstant());
                refusals.add(new Refusal(refused, why(answer)));
            }
        }
        return new Written.InTheWay(refusals);
    }

    private static AppendRefused why(ResultSet answer) throws SQLException {
        var repeated = answer.getObject("repeated", UUID.class);
        if (repeated != null) return new CommandRepeated(repeated);
        return new StreamMovedOn(
                answer.getString("moved_stream"), answer.getLong("expected"), answer.getLong("actual"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private OffsetDateTime clockReading() {
        return now().atOffset(ZoneOffset.UTC);
    }

    /** Appends that go in together, taken apart into the columns they are sent as. */
    static final class Group {
        private final List<NewEvent> events = new ArrayList<>();
        private final Numbered<Map.Entry<String, Long>> expected = new Numbered<>();
        private final Numbered<AcceptedCommand> commands = new Numbered<>();
        private int appends;

        void add(Append append, Map<String, Long> expectations) {
            events.addAll(append.events());
            expected.addAll(appends, expectations.entrySet());
            commands.addAll(appends, append.commands());
            appends++;
        }

        int events() {
            return events.size();
        }
    }

    /** Things, each with the number of the append it belongs to. */
    private static final class Numbered<T> {
        final List<Integer> turns = new ArrayList<>();
        final List<T> things = new ArrayList<>();

        void addAll(int turn, Iterable<? extends T> more) {
            for (var thing : more) {
                turns.add(turn);
                things.add(thing);
            }
        }
    }
}
