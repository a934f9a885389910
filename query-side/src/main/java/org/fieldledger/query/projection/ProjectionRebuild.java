package org.fieldledger.query.projection;

import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.store.EventLog;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Builds the tables of a projection anew from the log, beside those that are asked, and then puts them in their place in
 * one transaction: whoever asks sees the old or the new, never half. What was parked gets its next chance.
 */
@Component
public class ProjectionRebuild {

    /** How far a rebuild has come: events applied of those in the log when it was asked. */
    public record Progress(String projection, long done, long total) {}

    private static final int BATCH = 5_000;

    private final Projections projections;
    private final EventLog log;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;
    private final DataSource dataSource;
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;

    ProjectionRebuild(
            Projections projections,
            EventLog log,
            Checkpoints checkpoints,
            ParkedCases parkedCases,
            DataSource dataSource,
            PlatformTransactionManager transactions) {
        this.projections = projections;
        this.log = log;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
        this.dataSource = dataSource;
        this.db = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Rebuilds every projection, one after the other. May run while the projections go on. */
    public void rebuildAll(Consumer<Progress> progress) {
        for (var projection : projections.all()) rebuild(projection.name(), progress);
    }

    /**
     * Rebuilds one projection. Throws {@link UnknownProjection} when there is none of that name, and {@link RebuildUnderWay}
     * when it is being rebuilt already, in this process or another.
     */
    public void rebuild(String name, Consumer<Progress> progress) {
        var projection = projections.named(name);
        try (var guard = dataSource.getConnection();
                var lock =
                        guard.prepareStatement("select pg_try_advisory_lock(hashtext('query rebuild'), hashtext(?))");
                var unlock =
                        guard.prepareStatement("select pg_advisory_unlock(hashtext('query rebuild'), hashtext(?))")) {
            lock.setString(1, name);
            unlock.setString(1, name);
            try (var locked = lock.executeQuery()) {
                if (!locked.next() || !locked.getBoolean(1)) throw new RebuildUnderWay(name);
            }
            try {
                rebuild(projection, progress);
            } finally {
                unlock.execute();
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("The database failed during the rebuild of " + name, e);
        }
    }

    private void rebuild(Projection projection, Consumer<Progress> progress) {
        var name = projection.name();
        var shadow = Target.shadow(projection);
        var claim = new Claim(Range.whole(shadow.key()), "rebuild", 0);
        transaction.executeWithoutResult(status -> begin(projection, shadow, claim));
        var writer = projections.writer(shadow);
        var reached = 0L;
        for (var head = log.head(); reached < head; head = Math.max(head, log.head())) {
            var total = head;
            reached = projections.replay(reached, total, page -> {
                writer.apply(claim, page);
                progress.accept(new Progress(name, page.upTo(), total));
            });
        }
        var caughtUp = reached;
        transaction.executeWithoutResult(status -> {
            // Nobody moves a live checkpoint from here on; what they have read more than the shadow is made up for.
            var furthest = checkpoints.lockAll(name).stream()
                    .mapToLong(stand -> stand.checkpoint().position())
                    .max()
                    .orElse(0);
            for (var position = caughtUp; position < furthest; ) {
                var page = projections.read(position, furthest, BATCH, shadow.selection(claim.range()));
                writer.apply(claim, page);
                position = page.upTo();
            }
            swap(projection, shadow);
        });
        for (var table : projection.tables()) db.execute("analyze query." + table.name());
        progress.accept(new Progress(name, caughtUp, caughtUp));
    }

    private void begin(Projection projection, Target shadow, Claim claim) {
        checkpoints.forget(shadow.key());
        parkedCases.forget(shadow.key());
        for (var table : projection.tables()) {
            db.execute("drop table if exists " + shadow.table(table));
            db.execute("create table %s (like query.%s including all)".formatted(shadow.table(table), table.name()));
        }
        checkpoints.begin(claim, projection.version());
    }

    private void swap(Projection projection, Target shadow) {
        for (var table : projection.tables()) {
            db.execute("drop table query." + table.name());
            db.execute("alter table %s rename to %s".formatted(shadow.table(table), table.name()));
        }
        parkedCases.replace(projection.name(), shadow.key());
        checkpoints.replace(projection.name(), shadow.key());
    }
}
