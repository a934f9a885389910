package org.fieldledger.query.projection;

import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.query.projection.Projection.OpenAnswers;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Opening;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Empties the tables that hold answers in the open of everybody whose keys were destroyed, and writes them anew, so that nothing
 * of it is left in their files. The row that says that something was answered stays, with the reason why the answers do not.
 *
 * <p>It holds every range of the projection meanwhile. Answers are opened only by who holds a range, so from then on nobody
 * writes what was opened before, however far the projection is behind and whatever is parked.
 */
@Component
public class Forgetting {

    private final Projections projections;
    private final Checkpoints checkpoints;
    private final DataSource dataSource;
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;

    Forgetting(
            Projections projections,
            Checkpoints checkpoints,
            DataSource dataSource,
            PlatformTransactionManager transactions) {
        this.projections = projections;
        this.checkpoints = checkpoints;
        this.dataSource = dataSource;
        this.db = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Does so for every erasure that waits for it. False where a rebuild is under way: its tables have their turn when it has
     * ended, and until then the erasure is not carried out.
     */
    public boolean forget() {
        var waiting = Erasures.waitingForTables(dataSource);
        if (waiting.isEmpty()) return true;
        var everywhere = true;
        for (var projection : projections.all())
            if (projection.openAnswers().isPresent()
                    && !forget(projection, projection.openAnswers().get(), waiting)) everywhere = false;
        if (everywhere) Erasures.tablesEmptied(dataSource, waiting);
        return everywhere;
    }

    private boolean forget(Projection projection, OpenAnswers answers, List<Erasures.State> erased) {
        return Objects.requireNonNull(transaction.execute(status -> {
            db.execute("set local synchronous_commit = on");
            checkpoints.lockAll(projection.name());
            empty(Target.live(projection), answers, erased);
            if (!ProjectionRebuild.nobodyIsAt(projection.name(), db)) return false;
            // What a rebuild has left that was cut off, and that may be taken up again.
            var shadow = Target.shadow(projection);
            if (exists(shadow.table(answers.parts())) && exists(shadow.table(answers.facts())))
                empty(shadow, answers, erased);
            return true;
        }));
    }

    /**
     * What is deleted stays in its page until something else is put there, and VACUUM copies what an older snapshot may still
     * see. So what stays is selected, and the table filled anew from that.
     */
    private void empty(Target tables, OpenAnswers answers, List<Erasures.State> erased) {
        var facts = tables.table(answers.facts());
        var parts = tables.table(answers.parts());
        db.execute("lock table %s in access exclusive mode".formatted(parts));
        withhold(facts, erased);
        var columns = String.join(", ", answers.parts().columns());
        db.execute("""
                create temporary table kept_answers on commit drop as
                select %s from %s
                 where position not in (select position from %s where withheld is not null)
                """.formatted(columns, parts, facts));
        db.execute("truncate " + parts);
        db.execute(
                "insert into %s (%s) select %s from kept_answers order by position".formatted(parts, columns, columns));
        db.execute("drop table kept_answers");
    }

    private void withhold(String facts, List<Erasures.State> erased) {
        var people = erased.stream().map(Erasures.State::participant).toArray();
        var events = erased.stream().flatMap(state -> state.events().stream()).toArray();
        db.execute((ConnectionCallback<Integer>) connection -> {
            try (var withhold = connection.prepareStatement("""
                    update %s set withheld = ?
                     where withheld is null and sealed_for is not null and (sealed_for && ? or sealed_for = '{}' and event_id = any(?))
                    """.formatted(facts))) {
                withhold.setString(1, Opening.ERASED);
                withhold.setArray(2, connection.createArrayOf("text", people));
                withhold.setArray(3, connection.createArrayOf("uuid", events));
                return withhold.executeUpdate();
            }
        });
    }

    private boolean exists(String table) {
        return Boolean.TRUE.equals(db.queryForObject("select to_regclass(?) is not null", Boolean.class, table));
    }
}
