package org.fieldledger.query.projection;

import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.store.EventLog;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Every projection there is, and the one retry of what was parked. */
@Component
public class Projections {

    private static final int PAGE = 1_000;

    private final List<Projection> all;
    private final EventLog log;
    private final EventReader reader;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;
    private final DataSource dataSource;
    private final PlatformTransactionManager transactions;

    Projections(
            List<Projection> all,
            EventLog log,
            EventReader reader,
            Checkpoints checkpoints,
            ParkedCases parkedCases,
            DataSource dataSource,
            PlatformTransactionManager transactions) {
        this.all = List.copyOf(all);
        this.log = log;
        this.reader = reader;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
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
                .retry(caseCode, (position, upTo) -> read(position, (int) Math.min(PAGE, upTo - position)))
                .applied();
    }

    BatchWriter writer(Target target) {
        return new BatchWriter(target, checkpoints, parkedCases, dataSource, transactions);
    }

    /** Hands over a long stretch of the log in order, some thousands at a time, reading ahead meanwhile. */
    void replay(long after, long upTo, Consumer<List<LogEntry>> each) {
        log.replay(after, upTo, reader::read, each);
    }

    List<LogEntry> read(long after, int limit) {
        return reader.read(log.after(after, limit));
    }
}
