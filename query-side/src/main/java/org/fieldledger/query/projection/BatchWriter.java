package org.fieldledger.query.projection;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.query.projection.Checkpoints.Checkpoint;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies batches of the log to the tables of one projection. Rows, supersession, parked cases and checkpoint commit
 * together, so that every event counts exactly once whatever dies when.
 *
 * <p>A batch is written by COPY, table by table. When the database refuses a value in it, the batch is taken back and
 * gone through event by event; the one at fault parks its case, and all others go on.
 */
final class BatchWriter {

    /** Which tables to fill: those that are asked, or the shadows that a rebuild prepares under a key of its own. */
    record Target(Projection projection, String key, String suffix) {

        static Target live(Projection projection) {
            return new Target(projection, projection.name(), "");
        }

        static Target shadow(Projection projection) {
            return new Target(projection, projection.name() + "/rebuild", "_rebuilt");
        }

        String table(Table table) {
            return "query." + table.name() + suffix;
        }
    }

    /** How a retry went: how many events were applied, and where it is parked again, if it is. */
    record Retried(long applied, boolean stillParked) {}

    private record Supersession(Instant at, UUID by) {}

    private final Target target;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;

    BatchWriter(
            Target target,
            Checkpoints checkpoints,
            ParkedCases parkedCases,
            DataSource dataSource,
            PlatformTransactionManager transactions) {
        this.target = target;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
        this.db = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Applies what lies beyond the checkpoint and moves it to the end of the batch. The batch must begin no later than just
     * beyond the checkpoint. Returns the position reached, also when another process was faster.
     */
    long apply(List<LogEntry> batch) {
        var reached = transaction.execute(status -> {
            var from = checkpoint().position();
            var due = batch.stream().filter(entry -> entry.position() > from).toList();
            if (due.isEmpty()) return from;
            if (due.getFirst().position() != from + 1)
                throw new IllegalStateException("%s stands at %d, and the batch begins at %d"
                        .formatted(target.key(), from, due.getFirst().position()));
            var parked = parkedCases.of(target.key());
            write(due.stream()
                    .filter(entry -> !parked.contains(entry.parkingKey()))
                    .toList());
            var last = due.getLast();
            checkpoints.move(target.key(), last.position(), last.stored().recordedAt());
            return last.position();
        });
        checkpoints.signal();
        return reached == null ? 0 : reached;
    }

    /**
     * Applies what was held back of one case, up to the checkpoint, and unparks it; if an event still cannot be applied,
     * the case is parked again there. Corrections from elsewhere that met nothing while the case was parked are made up for.
     */
    Retried retry(String caseCode, LogPages pages) {
        var retried = transaction.execute(status -> {
            var upTo = checkpoint().position();
            var first = parkedCases
                    .position(target.key(), caseCode)
                    .orElseThrow(() -> new NotParked(target.projection().name(), caseCode));
            parkedCases.unpark(target.key(), caseCode);
            var elsewhere = parkedCases.of(target.key());
            var applied = 0L;
            for (var position = first - 1; position < upTo; ) {
                var page = pages.after(position, upTo);
                position = page.getLast().position();
                var own = page.stream()
                        .filter(entry -> entry.parkingKey().equals(caseCode))
                        .toList();
                applied += write(own);
                supersede(page.stream()
                        .filter(entry -> !entry.parkingKey().equals(caseCode))
                        .filter(entry -> !elsewhere.contains(entry.parkingKey()))
                        .toList());
                if (parkedCases.position(target.key(), caseCode).isPresent()) return new Retried(applied, true);
            }
            return new Retried(applied, false);
        });
        return retried == null ? new Retried(0, false) : retried;
    }

    /** The log, page by page, up to a position. */
    interface LogPages {
        List<LogEntry> after(long position, long upTo);
    }

    private Checkpoint checkpoint() {
        return checkpoints
                .lock(target.key())
                .orElseThrow(() -> new IllegalStateException("%s has no checkpoint".formatted(target.key())));
    }

    /** Writes what can be written and parks the rest; returns how many events were written. */
    private long write(List<LogEntry> entries) {
        var parkedHere = new ArrayList<String>();
        var good = new ArrayList<LogEntry>(entries.size());
        var rows = new ArrayList<Rows>(entries.size());
        for (var entry : entries) {
            if (parkedHere.contains(entry.parkingKey())) continue;
            try {
                rows.add(rowsOf(entry));
                good.add(entry);
            } catch (RuntimeException fault) {
                if (!Fault.liesInTheEvent(fault)) throw fault;
                park(entry, fault);
                parkedHere.add(entry.parkingKey());
            }
        }
        if (attempt(good, rows).isEmpty()) return good.size();
        var written = 0L;
        for (var i = 0; i < good.size(); i++) {
            var entry = good.get(i);
            if (parkedHere.contains(entry.parkingKey())) continue;
            var fault = attempt(List.of(entry), List.of(rows.get(i)));
            if (fault.isEmpty()) written++;
            else {
                park(entry, fault.get());
                parkedHere.add(entry.parkingKey());
            }
        }
        return written;
    }

    private Rows rowsOf(LogEntry entry) {
        return switch (entry) {
            case Recorded recorded -> {
                var rows = new Rows();
                target.projection().project(recorded, rows);
                yield rows;
            }
            case LogEntry.Unreadable unreadable -> throw unreadable.fault();
        };
    }

    private void park(LogEntry entry, Throwable fault) {
        parkedCases.park(target.key(), entry, Fault.named(fault));
    }

    /** Empty when it is written; the fault, and nothing written, when the values were refused. */
    private Optional<Throwable> attempt(List<LogEntry> entries, List<Rows> rows) {
        var fault = db.execute((ConnectionCallback<Optional<Throwable>>) connection -> {
            var before = connection.setSavepoint();
            try {
                var all = new Rows();
                rows.forEach(all::addAll);
                for (var table : all.lines().entrySet()) copy(connection, table.getKey(), table.getValue());
                supersede(entries);
                connection.releaseSavepoint(before);
                return Optional.empty();
            } catch (SQLException | RuntimeException failure) {
                if (!Fault.liesInTheEvent(failure)) throw failure;
                connection.rollback(before);
                return Optional.of(failure);
            }
        });
        return Objects.requireNonNull(fault);
    }

    private void copy(Connection connection, Table table, StringBuilder lines) throws SQLException {
        var copy = "copy %s (%s) from stdin".formatted(target.table(table), String.join(", ", table.columns()));
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, new StringReader(lines.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the rows of events that these correct or declare entered in error. What was closed once stays as it is. */
    private void supersede(List<LogEntry> entries) {
        Map<UUID, Supersession> superseded = new LinkedHashMap<>();
        for (var entry : entries)
            if (entry instanceof Recorded recorded && recorded.envelope().corrects() instanceof Correction correction)
                superseded.putIfAbsent(
                        correction.event().value(), new Supersession(recorded.recordedAt(), recorded.eventId()));
        if (superseded.isEmpty()) return;
        for (var table : target.projection().tables()) {
            if (!table.facts()) continue;
            db.update(
                    """
                    update %s as fact set superseded_at = correction.at, superseded_by = correction.by
                      from unnest(?::uuid[], ?::timestamptz[], ?::uuid[]) as correction (event_id, at, by)
                     where fact.event_id = correction.event_id and fact.superseded_at is null
                    """.formatted(target.table(table)),
                    arrayOf(superseded.keySet()),
                    arrayOf(superseded.values().stream().map(Supersession::at).toList()),
                    arrayOf(superseded.values().stream().map(Supersession::by).toList()));
        }
    }

    private static String arrayOf(Iterable<?> values) {
        var array = new StringBuilder("{");
        for (var value : values) {
            if (array.length() > 1) array.append(',');
            array.append(value);
        }
        return array.append('}').toString();
    }
}
