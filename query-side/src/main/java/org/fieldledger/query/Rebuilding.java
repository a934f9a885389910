package org.fieldledger.query;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fieldledger.query.log.EventsOfTheLog;
import org.fieldledger.query.projection.Forgetting;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.ProjectionRebuild;
import org.fieldledger.query.projection.ProjectionRebuild.Progress;
import org.fieldledger.query.projection.Ranges;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Opening;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Rebuilds projections, and divides the work on them, from the command line: no server, no questions, just the log and the tables. */
public final class Rebuilding {

    /**
     * Rebuilds the projections of these names, or all where none is named. A server may go on using the store meanwhile.
     * Answers that the tables hold in the open are opened with these keys.
     * Throws {@link org.fieldledger.query.projection.UnknownProjection} and
     * {@link org.fieldledger.query.projection.RebuildUnderWay}; what they say is fit for the operator.
     */
    public static void on(DataSource database, Opening opening, List<String> names, Consumer<Progress> progress) {
        with(database, opening, context -> {
            var rebuild = context.getBean(ProjectionRebuild.class);
            if (names.isEmpty()) rebuild.rebuildAll(progress);
            else names.forEach(name -> rebuild.rebuild(name, progress));
        });
    }

    /** Looks at and changes how the work on projections is divided. A server may go on using the store meanwhile. */
    public static void dividing(DataSource database, Consumer<Ranges> work) {
        with(database, Opening.CLOSED, context -> work.accept(context.getBean(Ranges.class)));
    }

    /** Empties the tables that hold answers in the open of everybody whose keys were destroyed. Needs no key. */
    public static void forgetting(DataSource database) {
        with(
                database,
                Opening.CLOSED,
                context -> context.getBean(Forgetting.class).forget());
    }

    private static void with(DataSource database, Opening opening, Consumer<ApplicationContext> work) {
        var meters = new SimpleMeterRegistry();
        var clock = Clock.systemUTC();
        try (var log = EventLog.open(database, clock, meters);
                var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(EventLog.class, () -> log, definition -> definition.setDestroyMethodName(""));
            context.registerBean(DataSource.class, () -> database, definition -> definition.setDestroyMethodName(""));
            context.registerBean(Clock.class, () -> clock);
            context.registerBean(Opening.class, () -> opening);
            context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
            context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
            context.register(ProjectionsAlone.class);
            context.refresh();
            work.accept(context);
        }
    }

    /**
     * The projections and what writes them, and nothing that answers or runs by itself. Not marked as a configuration, or the
     * server's own scan would take it in.
     */
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = {
                @Filter(
                        type = FilterType.ASSIGNABLE_TYPE,
                        classes = {
                            Projection.class,
                            Questions.class,
                            NoAccess.class,
                            CaseDays.class,
                            EventsOfTheLog.class
                        }),
                @Filter(
                        type = FilterType.REGEX,
                        pattern = ".*projection\\.(Checkpoints|ParkedCases|Projections|ProjectionSchema"
                                + "|ProjectionRebuild|EventReader|RebuildLanes|Ranges|Forgetting)")
            })
    static class ProjectionsAlone {}

    private Rebuilding() {}
}
