package org.fieldledger.query.projection;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.PersonalTexts;
import org.fieldledger.query.projection.RebuildLanes.Correcting;
import org.fieldledger.query.projection.RebuildLanes.Lane;
import org.fieldledger.store.Selection;
import org.fieldledger.store.Slice;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.jspecify.annotations.Nullable;
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

    /**
     * Which tables to fill: those that are asked, or the shadows that a rebuild prepares under a key of its own.
     *
     * @param types the stored names of the events it makes rows of; all if null
     */
    record Target(
            Projection projection,
            String key,
            String suffix,
            @Nullable Set<String> types) {

        static Target live(Projection projection) {
            return new Target(projection, projection.name(), "", typesOf(projection));
        }

        static Target shadow(Projection projection) {
            return new Target(projection, projection.name() + "/rebuild", "_rebuilt", typesOf(projection));
        }

        String table(Table table) {
            return "query." + table.name() + suffix;
        }

        /** What has to be read for a range: its own events, and every correction, for what it corrects may be in the range. */
        Selection selection(Range range) {
            return new Selection(range.from(), range.to(), types, CORRECTION);
        }

        /** Whether an event is one that may make rows in a range. */
        boolean covers(Range range, LogEntry entry) {
            return range.covers(Slice.of(entry.stored().caseCode()))
                    && (types == null || types.contains(entry.stored().type()));
        }

        private static @Nullable Set<String> typesOf(Projection projection) {
            var kinds = projection.concernedWith();
            return kinds.contains(FieldEvent.class) ? null : FieldEvents.names(kinds);
        }
    }

    /** What the payload of every event contains that corrects another; what else contains it is left out once it is read. */
    private static final String CORRECTION = "\"corrects\"";

    /** How a retry went: how many events were applied, and where it is parked again, if it is. */
    record Retried(long applied, boolean stillParked) {}

    private record Supersession(Instant at, UUID by) {}

    private final Target target;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;
    /** Where corrections are kept while rows are missing that they may close; where absent, they close them at once. */
    private final @Nullable RebuildLanes lanes;

    private final Opening opening;
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;

    BatchWriter(
            Target target,
            Checkpoints checkpoints,
            ParkedCases parkedCases,
            @Nullable RebuildLanes lanes,
            Opening opening,
            DataSource dataSource,
            PlatformTransactionManager transactions) {
        this.target = target;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
        this.lanes = lanes;
        this.opening = opening;
        this.db = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(transactions);
    }

    Target target() {
        return target;
    }

    /** Whether a stretch holds anything that may change a row of a range. */
    boolean hasWork(Range range, Stretch stretch) {
        return stretch.entries().stream().anyMatch(entry -> target.covers(range, entry) || corrects(entry));
    }

    /**
     * Applies a stretch to a range and moves its checkpoint to the end of it. The stretch must begin where the range stands.
     * Throws {@link ClaimLost}, and changes nothing, when somebody else holds the range by now.
     */
    void apply(Claim claim, Stretch stretch) {
        transaction.executeWithoutResult(status -> {
            var from = checkpoints.lock(claim).position();
            if (stretch.after() != from)
                throw new IllegalStateException("%s stands at %d, and what was read begins after %d"
                        .formatted(claim.range(), from, stretch.after()));
            write(claim.range(), stretch.entries(), parkedCases.of(target.key()));
            checkpoints.move(claim, stretch.upTo(), stretch.recordedAt());
        });
        checkpoints.signal();
    }

    /** Writes a stretch of a lane of a rebuild and moves the lane to the end of it; returns where the lane stands then. */
    Lane fill(RebuildLanes lanes, Lane lane, Stretch stretch) {
        return Objects.requireNonNull(transaction.execute(status -> {
            // First, so that two programs at one lane meet here and the slower writes nothing.
            var moved = lanes.move(lane, stretch.upTo());
            write(Range.whole(target.key()), stretch.entries(), parkedCases.of(target.key()));
            return moved;
        }));
    }

    /**
     * Takes out what lanes of a rebuild have written of parked cases beyond the event that each is parked at, because another
     * lane met that event later.
     */
    void takeOutWhatWaits(RebuildLanes lanes) {
        parkedCases.of(target.key()).forEach((caseCode, from) -> {
            var facts =
                    target.projection().tables().stream().filter(Table::facts).toList();
            for (var part : target.projection().tables())
                if (!part.facts())
                    for (var fact : facts)
                        db.update("""
                                delete from %s as part using %s as fact
                                 where part.position = fact.position and coalesce(fact.case_code, '') = ?
                                   and fact.position >= ?
                                """.formatted(target.table(part), target.table(fact)), caseCode, from);
            for (var fact : facts)
                db.update(
                        "delete from %s where coalesce(case_code, '') = ? and position >= ?"
                                .formatted(target.table(fact)),
                        caseCode,
                        from);
            lanes.dropCorrectionsOf(target.key(), caseCode, from);
        });
    }

    /** What these correct, with the case whose being parked would make it wait. */
    private List<Correcting> corrections(Range range, List<Step> steps) {
        var corrections = new ArrayList<Correcting>();
        for (var step : steps)
            if (step.entry() instanceof Recorded recorded
                    && recorded.envelope().corrects() instanceof Correction correction)
                corrections.add(new Correcting(
                        recorded.position(),
                        target.covers(range, recorded) ? recorded.parkingKey() : null,
                        correction.event().value(),
                        recorded.recordedAt(),
                        recorded.eventId()));
        return corrections;
    }

    /**
     * Applies what was held back of one case, up to the checkpoint of its range, and unparks it; if an event still cannot be
     * applied, the case is parked again there. Corrections from elsewhere that met nothing while the case was parked are made
     * up for.
     */
    Retried retry(String caseCode, LogPages pages) {
        var retried = transaction.execute(status -> {
            var stand = checkpoints.lock(target.key(), Slice.of(caseCode));
            var range = stand.range();
            var upTo = stand.checkpoint().position();
            var first = parkedCases
                    .position(target.key(), caseCode)
                    .orElseThrow(() -> new NotParked(target.projection().name(), caseCode));
            parkedCases.unpark(target.key(), caseCode);
            var elsewhere = parkedCases.of(target.key());
            var applied = 0L;
            for (var position = first - 1; position < upTo; ) {
                var page = pages.after(position, upTo, target.selection(range));
                applied += write(range, page.entries(), elsewhere, caseCode);
                if (parkedCases.position(target.key(), caseCode).isPresent()) return new Retried(applied, true);
                position = page.upTo();
            }
            return new Retried(applied, false);
        });
        return retried == null ? new Retried(0, false) : retried;
    }

    /** The log, page by page, up to a position. */
    interface LogPages {
        Stretch after(long position, long upTo, Selection selection);
    }

    private static boolean corrects(LogEntry entry) {
        return entry instanceof Recorded recorded && recorded.envelope().corrects() != null;
    }

    /**
     * Writes what can be written of these events to a range, leaving out the cases that are parked, and parks the case of what
     * cannot be; returns how many events were written.
     */
    private long write(Range range, List<LogEntry> entries, Map<String, Long> parked) {
        return write(range, entries, parked, null);
    }

    /** @param only the one case of which rows are made; all if null */
    private long write(Range range, List<LogEntry> entries, Map<String, Long> parked, @Nullable String only) {
        var parkedNow = new HashMap<>(parked);
        var good = new ArrayList<Step>(entries.size());
        for (var entry : opened(range, entries)) {
            if (!target.covers(range, entry)) {
                if (corrects(entry)) good.add(new Step(entry, NO_ROWS));
            } else if (!waits(entry, parkedNow)) {
                try {
                    var mine = only == null || only.equals(entry.parkingKey());
                    if (mine || corrects(entry)) good.add(new Step(entry, mine ? rowsOf(entry) : NO_ROWS));
                } catch (RuntimeException fault) {
                    if (!Fault.liesInTheEvent(fault)) throw fault;
                    park(entry, fault);
                    parkedNow.put(entry.parkingKey(), entry.position());
                }
            }
        }
        if (attempt(range, good).isEmpty())
            return good.stream().filter(step -> step.rows() != NO_ROWS).count();
        var written = 0L;
        for (var step : good) {
            var entry = step.entry();
            var makesRows = step.rows() != NO_ROWS;
            if (makesRows && waits(entry, parkedNow)) continue;
            var fault = attempt(range, List.of(step));
            if (fault.isPresent()) {
                if (!makesRows)
                    throw new IllegalStateException("A correction was refused: " + Fault.named(fault.get()));
                park(entry, fault.get());
                parkedNow.put(entry.parkingKey(), entry.position());
            } else if (makesRows) written++;
        }
        return written;
    }

    /**
     * The same, with answers open where the projection reckons with them. Only within the transaction that holds the range or
     * the lane: so whoever holds them all, as an erasure does, knows that nobody writes what was opened before.
     */
    private List<LogEntry> opened(Range range, List<LogEntry> entries) {
        if (target.projection().openAnswers().isEmpty()) return entries;
        var sealed = new ArrayList<Identified>();
        for (var entry : entries)
            if (isSealed(range, entry) && entry instanceof Recorded recorded)
                sealed.add(new Identified(recorded.eventId(), recorded.event()));
        if (sealed.isEmpty()) return entries;
        var open = opening.answers(sealed).iterator();
        return entries.stream()
                .map(entry -> isSealed(range, entry) ? new Recorded(entry.stored(), open.next(), true) : entry)
                .toList();
    }

    private boolean isSealed(Range range, LogEntry entry) {
        return entry instanceof Recorded recorded
                && target.covers(range, entry)
                && PersonalTexts.anythingWithheld(recorded.event());
    }

    private static boolean waits(LogEntry entry, Map<String, Long> parked) {
        var from = parked.get(entry.parkingKey());
        return from != null && from <= entry.position();
    }

    /** An event and the rows it makes here; {@link #NO_ROWS} for one that at most corrects what is here. */
    private record Step(LogEntry entry, Rows rows) {}

    private static final Rows NO_ROWS = new Rows();

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
    private Optional<Throwable> attempt(Range range, List<Step> steps) {
        var fault = db.execute((ConnectionCallback<Optional<Throwable>>) connection -> {
            var before = connection.setSavepoint();
            try {
                var all = new Rows();
                for (var step : steps) all.addAll(step.rows());
                for (var table : all.lines().entrySet()) copy(connection, table.getKey(), table.getValue());
                if (lanes == null) supersede(range, steps);
                else lanes.keep(target.key(), corrections(range, steps));
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

    /**
     * Closes the rows of events that these correct or declare entered in error, as far as they are in this range. Of several
     * corrections the first one counts, also where it comes late because its own case was parked.
     */
    private void supersede(Range range, List<Step> steps) {
        Map<UUID, Supersession> superseded = new LinkedHashMap<>();
        for (var step : steps)
            if (step.entry() instanceof Recorded recorded
                    && recorded.envelope().corrects() instanceof Correction correction)
                superseded.putIfAbsent(
                        correction.event().value(), new Supersession(recorded.recordedAt(), recorded.eventId()));
        if (superseded.isEmpty()) return;
        for (var table : target.projection().tables()) {
            if (!table.facts()) continue;
            db.update(
                    """
                    update %s as fact set superseded_at = correction.at, superseded_by = correction.by
                      from unnest(?::uuid[], ?::timestamptz[], ?::uuid[]) as correction (event_id, at, by)
                     where fact.event_id = correction.event_id
                       and (fact.superseded_at is null or fact.superseded_at > correction.at)
                       and crc32(convert_to(coalesce(fact.case_code, ''), 'UTF8')) %% 1024 between ? and ?
                    """.formatted(target.table(table)),
                    arrayOf(superseded.keySet()),
                    arrayOf(superseded.values().stream().map(Supersession::at).toList()),
                    arrayOf(superseded.values().stream().map(Supersession::by).toList()),
                    range.from(),
                    range.to() - 1);
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
