package org.fieldledger.query.projection;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Head;
import org.fieldledger.store.Selection;
import org.fieldledger.vault.Opening;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Every projection there is, and the one retry of what was parked. */
@Component
public class Projections {

    private static final int PAGE = 1_000;
    private static final int PASSED_OVER = 100_000;

    private final List<Projection> all;
    private final EventLog log;
    private final EventReader reader;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;
    private final Opening opening;
    private final DataSource dataSource;
    private final PlatformTransactionManager transactions;

    Projections(
            List<Projection> all,
            EventLog log,
            EventReader reader,
            Checkpoints checkpoints,
            ParkedCases parkedCases,
            Opening opening,
            DataSource dataSource,
            PlatformTransactionManager transactions) {
        this.all = List.copyOf(all);
        this.log = log;
        this.reader = reader;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
        this.opening = opening;
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    public List<Projection> all() {
        return all;
    }

    /** The projection of that name. Throws {@link UnknownProjection} naming those there are. */
    public Projection named(String name) {
        return all.stream()
                .filter(projection -> projection.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownProjection(
                        name, all.stream().map(Projection::name).sorted().toList()));
    }

    /**
     * Applies what was held back of a case, and unparks it. Returns how many events were applied. Throws {@link NotParked}
     * when nothing is parked there; where an event still cannot be applied, the case stays parked at that event.
     */
    public long retry(String projection, String caseCode) {
        return writer(Target.live(named(projection)))
                .retry(caseCode, (position, upTo, selection) -> read(position, upTo, PAGE, selection))
                .applied();
    }

    BatchWriter writer(Target target) {
        return new BatchWriter(target, checkpoints, parkedCases, null, opening, dataSource, transactions);
    }

    /** One that keeps corrections until all rows are there. */
    BatchWriter writer(Target target, RebuildLanes lanes) {
        return new BatchWriter(target, checkpoints, parkedCases, lanes, opening, dataSource, transactions);
    }

    /** What is selected of the next events of the log, at most so many. */
    Stretch read(long after, int limit, Selection selection) {
        if (!selection.isEverything()) return read(after, log.last(), limit, selection);
        var entries = reader.read(log.after(after, limit));
        if (entries.isEmpty()) return new Stretch(after, entries, after, Instant.EPOCH);
        var last = entries.getLast().stored();
        return new Stretch(after, entries, last.position(), last.recordedAt());
    }

    /** The same, and nothing beyond a position that the log has reached. */
    Stretch read(long after, long upTo, int limit, Selection selection) {
        return read(after, new Head(upTo, log.recordedAt(upTo)), limit, selection);
    }

    /** What is of no interest is passed over in steps, so that the way through a long stretch of it is seen and kept. */
    private Stretch read(long after, Head end, int limit, Selection selection) {
        if (end.position() <= after) return new Stretch(after, List.of(), after, Instant.EPOCH);
        var horizon = Math.min(end.position(), after + PASSED_OVER);
        var entries = reader.read(log.after(after, horizon, limit, selection));
        var last = entries.size() < limit ? null : entries.getLast().stored();
        if (last != null) return new Stretch(after, entries, last.position(), last.recordedAt());
        return new Stretch(
                after, entries, horizon, horizon == end.position() ? end.recordedAt() : log.recordedAt(horizon));
    }
}
