package org.fieldledger.query.projection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Builds the tables of a projection anew from the log, beside those that are asked, and then puts them in their place in
 * one transaction: whoever asks sees the old or the new, never half. What was parked gets its next chance.
 *
 * <p>Rows are written by several hands, each at a part of the log of its own, since no row depends on another; indexes and
 * corrections come after the rows. Each page commits with how far its part has come, so a rebuild that was killed goes on
 * where it was when it is asked for again.
 */
@Component
public class ProjectionRebuild {

    /** What is being done: rows first, then indexes and corrections, then what has been recorded meanwhile. */
    public enum Stage {
        ROWS,
        INDEXES,
        CATCHING_UP
    }

    /**
     * How far a rebuild has come: events gone through of those in the log.
     *
     * @param left how long the rest of the rows will take at the pace so far; absent before there is one
     */
    public record Progress(
            String projection,
            Stage stage,
            long done,
            long total,
            @Nullable Duration left) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(ProjectionRebuild.class);
    private static final int BATCH = 5_000;
    /** Long enough that few lanes are short of their last page, many enough that all hands have work to the end. */
    private static final int LANE = 20_000;

    private static final int MOST_LANES = 64;
    /** So long the swap waits for whoever reads the tables, and everybody else for the swap; then it gives way and tries again. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /**
     * So long it waits for further tables while it holds some. Much less than PostgreSQL waits before it looks for a deadlock
     * (a second, as it is delivered), so that it is never a reader that is made to give way.
     */
    private static final Duration LONGEST_WAIT_FOR_MORE = Duration.ofMillis(200);

    private static final int ATTEMPTS = 300;
    /** What the name of a table ends in from the moment it is replaced until it is dropped, in one transaction. */
    private static final String REPLACED = "_replaced";

    private final Projections projections;
    private final EventLog log;
    private final Checkpoints checkpoints;
    private final ParkedCases parkedCases;
    private final RebuildLanes lanes;
    private final DataSource dataSource;
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;

    ProjectionRebuild(
            Projections projections,
            EventLog log,
            Checkpoints checkpoints,
            ParkedCases parkedCases,
            RebuildLanes lanes,
            DataSource dataSource,
            PlatformTransactionManager transactions) {
        this.projections = projections;
        this.log = log;
        this.checkpoints = checkpoints;
        this.parkedCases = parkedCases;
        this.lanes = lanes;
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

    /** Whether nobody is rebuilding it, nor begins to before the transaction that asks has ended. */
    static boolean nobodyIsAt(String projection, JdbcTemplate db) {
        return Boolean.TRUE.equals(db.queryForObject(
                "select pg_try_advisory_xact_lock(hashtext('query rebuild'), hashtext(?))", Boolean.class, projection));
    }

    private void rebuild(Projection projection, Consumer<Progress> progress) {
        var shadow = Target.shadow(projection);
        var claim = new Claim(Range.whole(shadow.key()), "a rebuild", 0);
        if (!canBeResumed(projection, shadow)) begin(projection, shadow, false);
        else lanes.of(shadow.key()).ifPresent(lanes::resume);
        if (checkpoints.of(shadow.key()).isEmpty()) {
            try {
                fill(projection, shadow, progress);
                complete(projection, shadow, claim, progress);
            } catch (DataAccessException refused) {
                var laidOut = lanes.of(shadow.key());
                if (!Fault.liesInTheEvent(refused)
                        || laidOut.isEmpty()
                        || laidOut.get().indexesFirst()) throw refused;
                // Only an index tells that an event's rows cannot be: then it has to be there first, to tell which
                // event.
                LOGGER.warn(
                        "An index of {} refuses some rows ({}): rebuilding it with the indexes first",
                        projection.name(),
                        Fault.named(refused));
                begin(projection, shadow, true);
                fill(projection, shadow, progress);
                complete(projection, shadow, claim, progress);
            }
        }
        catchUp(projection, shadow, claim, progress);
        // Also marked as visible to all: a question answered from an index alone need not look a row up.
        for (var table : projection.tables()) db.execute("vacuum (analyze) query." + table.name());
    }

    /** Whether a rebuild that was cut off has left the tables of this very version, in the shape that they must have. */
    private boolean canBeResumed(Projection projection, Target shadow) {
        var version = lanes.of(shadow.key())
                .map(RebuildLanes.UnderWay::version)
                .or(() -> checkpoints.of(shadow.key()).map(Checkpoints.Checkpoint::version));
        return version.filter(made -> made == projection.version()).isPresent()
                && projection.tables().stream()
                        .allMatch(table -> shape("query." + table.name()).equals(shape(shadow.table(table))));
    }

    private String shape(String table) {
        return String.valueOf(db.queryForObject("""
                select string_agg(attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull, ', ' order by attnum)
                  from pg_attribute where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
                """, String.class, table));
    }

    private void begin(Projection projection, Target shadow, boolean indexesFirst) {
        var upTo = log.head();
        transaction.executeWithoutResult(status -> {
            checkpoints.forget(shadow.key());
            parkedCases.forget(shadow.key());
            for (var table : projection.tables()) {
                db.execute("drop table if exists " + shadow.table(table));
                db.execute("create table %s (like query.%s including all%s)"
                        .formatted(shadow.table(table), table.name(), indexesFirst ? "" : " excluding indexes"));
                withTheSameStatistics("query." + table.name(), shadow.table(table));
            }
            var many = (int) Math.clamp(upTo / LANE, 1, MOST_LANES);
            lanes.begin(shadow.key(), projection.version(), upTo, many, indexesFirst);
        });
    }

    /** What a table keeps out of the planner's statistics stays out of them when it is built anew. */
    private void withTheSameStatistics(String like, String table) {
        for (var column : db.queryForList("""
                select format('alter column %I set statistics %s', attname, attstattarget) from pg_attribute
                 where attrelid = to_regclass(?) and attnum > 0 and not attisdropped and attstattarget >= 0
                """, String.class, like)) db.execute("alter table " + table + " " + column);
    }

    /** Writes the rows of every lane that is not done, with as many hands as the machine has cores, at most three. */
    private void fill(Projection projection, Target shadow, Consumer<Progress> progress) {
        tell(projection, shadow, Stage.ROWS, progress);
        var toDo = new ConcurrentLinkedQueue<>(lanes.toDo(shadow.key()));
        var writer = projections.writer(shadow, lanes);
        var selection = shadow.selection(Range.whole(shadow.key()));
        var given = new AtomicBoolean();
        var hands = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 3);
        try (var pool = Executors.newFixedThreadPool(
                hands, Thread.ofPlatform().daemon().name("rebuild-hand-", 0).factory())) {
            var working = new ArrayList<Future<?>>();
            for (var hand = 0; hand < hands; hand++)
                working.add(pool.submit(() -> {
                    try {
                        for (var lane = toDo.poll(); lane != null; lane = toDo.poll())
                            while (!lane.isDone()) {
                                if (given.get()) return;
                                lane = writer.fill(
                                        lanes, lane, projections.read(lane.position(), lane.until(), BATCH, selection));
                                tell(projection, shadow, Stage.ROWS, progress);
                            }
                    } catch (RuntimeException failure) {
                        given.set(true);
                        throw failure;
                    }
                }));
            for (var work : working) done(work);
        }
    }

    private static void done(Future<?> work) {
        try {
            work.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException told) throw told;
            throw new IllegalStateException("A part of a rebuild failed", failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while rebuilding", stop);
        }
    }

    private synchronized void tell(Projection projection, Target shadow, Stage stage, Consumer<Progress> progress) {
        lanes.of(shadow.key())
                .ifPresent(at -> progress.accept(new Progress(
                        projection.name(),
                        stage,
                        at.done(),
                        at.total(),
                        stage == Stage.ROWS ? at.left().orElse(null) : null)));
    }

    /** What needs all rows: the indexes, what waits with parked cases, and the corrections. All of it or none. */
    private void complete(Projection projection, Target shadow, Claim claim, Consumer<Progress> progress) {
        tell(projection, shadow, Stage.INDEXES, progress);
        var underWay = lanes.of(shadow.key()).orElseThrow();
        transaction.executeWithoutResult(status -> {
            if (!underWay.indexesFirst()) {
                db.execute("set local maintenance_work_mem = '128MB'");
                for (var table : projection.tables()) index("query." + table.name(), shadow.table(table));
            }
            projections.writer(shadow, lanes).takeOutWhatWaits(lanes);
            for (var table : projection.tables()) if (table.facts()) lanes.close(shadow.key(), shadow.table(table));
            lanes.forget(shadow.key());
            checkpoints.begin(claim, projection.version());
            if (underWay.total() > 0) checkpoints.move(claim, underWay.total(), log.recordedAt(underWay.total()));
        });
    }

    /** Gives a table the keys and indexes of another. */
    private void index(String like, String table) {
        for (var key : db.queryForList("""
                select pg_get_constraintdef(oid) from pg_constraint
                 where conrelid = to_regclass(?) and contype in ('p', 'u', 'x') order by oid
                """, String.class, like))
            db.execute("alter table %s add %s".formatted(table, key));
        for (var index : db.queryForList("""
                select pg_get_indexdef(indexrelid) from pg_index
                 where indrelid = to_regclass(?)
                   and not exists (select from pg_constraint where conindid = indexrelid) order by indexrelid
                """, String.class, like))
            db.execute(index.replaceFirst(" INDEX \\S+ ON (ONLY )?\\S+ ", " INDEX ON " + table + " "));
    }

    /** Applies what was recorded meanwhile, and puts the new tables in the place of the old. */
    private void catchUp(Projection projection, Target shadow, Claim claim, Consumer<Progress> progress) {
        var name = projection.name();
        var writer = projections.writer(shadow);
        var reached = checkpoints.of(shadow.key()).orElseThrow().position();
        for (var head = log.head(); reached < head; head = log.head()) {
            reached = advance(writer, claim, reached, head);
            progress.accept(new Progress(name, Stage.CATCHING_UP, reached, Math.max(head, reached), null));
        }
        var caughtUp = reached;
        for (var attempt = 1; !swapped(projection, shadow, claim, caughtUp); attempt++)
            if (attempt == ATTEMPTS)
                throw new IllegalStateException(
                        "Somebody has held the tables of %s for too long; end what reads them and start again"
                                .formatted(name));
        progress.accept(new Progress(name, Stage.CATCHING_UP, caughtUp, caughtUp, Duration.ZERO));
    }

    /**
     * Puts the new tables in the place of the old. False, and nothing is changed, where somebody else reads them for longer
     * than events can be kept waiting.
     */
    private boolean swapped(Projection projection, Target shadow, Claim claim, long caughtUp) {
        var writer = projections.writer(shadow);
        try {
            transaction.executeWithoutResult(status -> {
                waitForLocks(LONGEST_WAIT);
                // Nobody moves a live checkpoint from here on; what they have read more than the shadow is made up for.
                var furthest = checkpoints.lockAll(projection.name()).stream()
                        .mapToLong(stand -> stand.checkpoint().position())
                        .max()
                        .orElse(0);
                for (var position = caughtUp; position < furthest; )
                    position = advance(writer, claim, position, furthest);
                swap(projection, shadow);
            });
            return true;
        } catch (DataAccessException held) {
            if (!Fault.isSomebodyElsesLock(held)) throw held;
            LOGGER.info("Tables of {} are being read; the rebuilt ones wait for their turn", projection.name());
            return false;
        }
    }

    private long advance(BatchWriter writer, Claim claim, long position, long upTo) {
        var page = projections.read(position, upTo, BATCH, writer.target().selection(claim.range()));
        writer.apply(claim, page);
        return page.upTo();
    }

    /** The views that read a table, by name, with how each is made. */
    private Map<String, String> viewsOn(Table table) {
        var views = new LinkedHashMap<String, String>();
        db.query(
                """
                select distinct format('%I.%I', home.nspname, view.relname) as name,
                       coalesce(' with (' || array_to_string(view.reloptions, ', ') || ')', '') as options,
                       pg_get_viewdef(view.oid) as definition
                  from pg_depend dependency
                  join pg_rewrite rule on rule.oid = dependency.objid
                  join pg_class view on view.oid = rule.ev_class and view.relkind = 'v'
                  join pg_namespace home on home.oid = view.relnamespace
                 where dependency.classid = 'pg_rewrite'::regclass and dependency.refclassid = 'pg_class'::regclass
                   and dependency.refobjid = to_regclass(?)
                 order by name
                """,
                row -> {
                    views.put(row.getString("name"), row.getString("options") + " as " + row.getString("definition"));
                },
                "query." + table.name());
        return views;
    }

    private void waitForLocks(Duration longest) {
        db.execute("set local lock_timeout = '%d ms'".formatted(longest.toMillis()));
    }

    /** All locks that the swap needs, in the order in which a reader takes them: a view, and then what it is made of. */
    private void lock(Projection projection, Set<String> views) {
        var locks = new ArrayList<String>();
        // Changes nothing. To lock a view by that name would lock every table it is made of, those of others too.
        for (var view : views) locks.add("alter view %s owner to current_user".formatted(view));
        for (var table : projection.tables())
            locks.add("lock table query.%s in access exclusive mode".formatted(table.name()));
        for (var lock : locks) {
            db.execute(lock);
            waitForLocks(LONGEST_WAIT_FOR_MORE);
        }
        waitForLocks(LONGEST_WAIT);
    }

    private void swap(Projection projection, Target shadow) {
        var views = new LinkedHashMap<String, String>();
        for (var table : projection.tables()) views.putAll(viewsOn(table));
        lock(projection, views.keySet());
        for (var table : projection.tables()) {
            db.execute("alter table query.%s rename to %s".formatted(table.name(), table.name() + REPLACED));
            db.execute("alter table %s rename to %s".formatted(shadow.table(table), table.name()));
        }
        // A view is bound to a table and not to its name: said again, it is bound to the new one.
        views.forEach((view, definition) -> db.execute("create or replace view " + view + definition));
        for (var table : projection.tables()) db.execute("drop table query." + table.name() + REPLACED);
        parkedCases.replace(projection.name(), shadow.key());
        checkpoints.replace(projection.name(), shadow.key());
    }
}
