package org.fieldledger.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Whether the log still says what it was told. Every stored event is held against its leaf hash, and the order against what
 * {@code ledger.append} guarantees: no hole, no step back in recorded time, no stream that skips.
 *
 * <p>This finds what was edited, taken out or exchanged behind the store's back, except by somebody who also works out the
 * hashes anew, or who takes the very last events off; {@link #head} tells the latter to whoever remembers where the log
 * ended.
 */
public final class LogVerification {

    private static final int MOST_FAULTS = 100;

    /** Something that cannot have come about by appending. */
    public record Fault(long position, String what) {}

    /**
     * A part of the log that was looked at.
     *
     * @param upTo the last position looked at
     * @param head the last position of the log
     * @param faults at most a hundred, in order
     */
    public record Checked(long upTo, long head, List<Fault> faults) {
        public boolean isTheEnd() {
            return upTo >= head;
        }
    }

    private final DataSource database;

    public LogVerification(DataSource database) {
        this.database = database;
    }

    /** Looks at the next {@code many} positions after {@code after}, in one snapshot. Throws {@link StoreUnavailable}. */
    public Checked check(long after, int many) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        with bounds as (
                            select position as head, least(position, ? + ?) as last from ledger.head
                        ),
                        part as (
                            select at.position, e.position is null as missing, e.leaf_hash <> ledger.leaf_hash(
                                       e.position, e.stream, e.sequence, e.event_id, e.type, e.revision, e.case_code,
                                       ledger.micros(e.recorded_at), e.payload::text, e.metadata::text) as changed,
                                   e.recorded_at < (select b.recorded_at from ledger.event b
                                                     where b.position = at.position - 1) as earlier,
                                   e.sequence > 0 and not exists (
                                       select from ledger.event b where b.stream = e.stream
                                          and b.sequence = e.sequence - 1 and b.position < e.position) as skips
                              from bounds, generate_series(? + 1, bounds.last) as at (position)
                              left join ledger.event e on e.position = at.position
                        )
                        select bounds.head, bounds.last, part.position, part.missing, part.changed, part.earlier, part.skips
                          from bounds left join part on part.missing or part.changed or part.earlier or part.skips
                         order by part.position
                         limit ?
                        """)) {
            select.setLong(1, after);
            select.setInt(2, many);
            select.setLong(3, after);
            select.setInt(4, MOST_FAULTS);
            try (var rows = select.executeQuery()) {
                var faults = new ArrayList<Fault>();
                long head = 0;
                long last = 0;
                while (rows.next()) {
                    head = rows.getLong("head");
                    last = rows.getLong("last");
                    var position = rows.getLong("position");
                    if (rows.wasNull()) continue;
                    if (rows.getBoolean("missing")) faults.add(new Fault(position, "the event is gone"));
                    if (rows.getBoolean("changed"))
                        faults.add(new Fault(position, "the event is not the one that was stored"));
                    if (rows.getBoolean("earlier"))
                        faults.add(new Fault(position, "the event was recorded earlier than the one before it"));
                    if (rows.getBoolean("skips"))
                        faults.add(new Fault(position, "the event before it in its stream is gone"));
                }
                return new Checked(last, head, List.copyOf(faults));
            }
        } catch (SQLException failure) {
            throw new StoreUnavailable("The log could not be checked: the database failed or did not answer", failure);
        }
    }

    /** The last position of the log; 0 while nothing has been recorded. */
    public long head() {
        return check(Long.MAX_VALUE / 2, 0).head();
    }

    /** For how long another transaction has kept everybody from appending; zero when none does. */
    public Duration headHeld() {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select coalesce(extract(epoch from max(clock_timestamp() - holder.xact_start)), 0)
                          from pg_locks held join pg_stat_activity holder using (pid)
                         where held.relation = 'ledger.store'::regclass and held.mode = 'RowShareLock' and held.granted
                           and holder.state like 'idle in transaction%' and held.database = (
                               select oid from pg_database where datname = current_database())
                        """);
                var row = select.executeQuery()) {
            row.next();
            return Duration.ofMillis((long) (row.getDouble(1) * 1000));
        } catch (SQLException failure) {
            throw new StoreUnavailable("The log could not be checked: the database failed or did not answer", failure);
        }
    }
}
