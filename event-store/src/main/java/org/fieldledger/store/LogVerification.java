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
        // Offset 0: else the texts are put into the hash unread, and read as often as it names them, which takes twice
        // as long.
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        with bounds as (
                            select position as head, least(position, ? + ?) as last from ledger.head
                        ),
                        present as (
                            select position, stream, sequence, recorded_at,
                                   lag(recorded_at) over (order by position) as recorded_before,
                                   lag(sequence) over (partition by stream order by position) as sequence_before
                              from ledger.event
                             where position between ? and (select last from bounds)
                        ),
                        fault as (
                            select position, 'the event is not the one that was stored' as what
                              from (select *, ledger.micros(recorded_at) as recorded_micros,
                                           payload::text as payload_text, metadata::text as metadata_text
                                      from ledger.event
                                     where position > ? and position <= (select last from bounds)
                                    offset 0) stored
                             where leaf_hash <> ledger.leaf_hash(
                                       position, stream, sequence, event_id, type, revision, case_code,
                                       recorded_micros, payload_text, metadata_text)
                            union all
                            select position, 'the event was recorded earlier than the one before it'
                              from present where recorded_at < recorded_before
                            union all
                            select position, 'the event before it in its stream is gone'
                              from present
                             where sequence > 0 and sequence_before is distinct from sequence - 1 and not exists (
                                       select from ledger.event b where b.stream = present.stream
                                          and b.sequence = present.sequence - 1 and b.position < present.position)
                            union all
                            select position, 'the event is gone'
                              from bounds, generate_series(? + 1, last) as wanted (position)
                             where not exists (select from present where present.position = wanted.position)
                        )
                        select bounds.head, bounds.last, fault.position, fault.what
                          from bounds left join fault on fault.position > ?
                         order by fault.position, fault.what
                         limit ?
                        """)) {
            select.setLong(1, after);
            select.setInt(2, many);
            // The one before is looked at too: what came first is told by it.
            select.setLong(3, after);
            select.setLong(4, after);
            select.setLong(5, after);
            select.setLong(6, after);
            select.setInt(7, MOST_FAULTS);
            try (var rows = select.executeQuery()) {
                var faults = new ArrayList<Fault>();
                long head = 0;
                long last = 0;
                while (rows.next()) {
                    head = rows.getLong("head");
                    last = rows.getLong("last");
                    if (rows.getString("what") != null)
                        faults.add(new Fault(rows.getLong("position"), rows.getString("what")));
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
