package org.fieldledger.query.projection;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Questions;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.query.log.EventsOfTheLog;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Opening;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A process that applies projections and does nothing else, on connections of its own; a real one where it is run as a program. */
final class Projecting implements AutoCloseable {

    private final HikariDataSource database;
    private final EventLog log;
    private final AnnotationConfigApplicationContext context;

    Projecting(String jdbcUrl, Projection... more) {
        this(jdbcUrl, Opening.CLOSED, more);
    }

    Projecting(String jdbcUrl, Opening opening, Projection... more) {
        database = new HikariDataSource();
        database.setJdbcUrl(jdbcUrl);
        database.setMaximumPoolSize(6);
        database.setConnectionTimeout(2_000);
        log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry());
        context = new AnnotationConfigApplicationContext();
        context.registerBean(EventLog.class, () -> log, bean -> bean.setDestroyMethodName(""));
        context.registerBean(DataSource.class, () -> database, bean -> bean.setDestroyMethodName(""));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Opening.class, () -> opening);
        context.registerBean(CaseAccess.class, Everything::new);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
        for (var projection : more) context.registerBean(projection.name(), Projection.class, () -> projection);
        context.register(Parts.class);
        context.refresh();
        context.start();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Cuts it off from the database for good, in the middle of whatever it does, so that it can give nothing back. */
    void die() {
        database.close();
        context.close();
        log.close();
    }

    @Override
    public void close() {
        context.close();
        log.close();
        database.close();
    }

    /** Whoever has the tables has everything in them. */
    private record Everything() implements CaseAccess {

        @Override
        public void require(CaseCode caseCode) {}

        @Override
        public Optional<Set<CaseCode>> visibleCases() {
            return Optional.empty();
        }
    }

    @ComponentScan(
            basePackages = "org.fieldledger.query",
            useDefaultFilters = false,
            includeFilters = {
                @Filter(
                        type = FilterType.ASSIGNABLE_TYPE,
                        classes = {Projection.class, Questions.class, CaseDays.class, EventsOfTheLog.class}),
                @Filter(
                        type = FilterType.REGEX,
                        pattern =
                                ".*projection\\.(Checkpoints|ParkedCases|Projections|ProjectionSchema|ProjectionRebuild"
                                        + "|EventReader|RebuildLanes|Ranges|Claims|ProjectionRunner|Forgetting)")
            })
    static class Parts {}

    /**
     * The program: applies projections until somebody ends it; or rebuilds one, and after each step says how far it is and waits
     * to be told to go on.
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1) {
            try (var projecting = new Projecting(arguments[0])) {
                System.out.println("ready " + projecting.log.head());
                new CountDownLatch(1).await();
            }
        }
        var told = new Scanner(System.in, StandardCharsets.UTF_8);
        try (var database = new HikariDataSource()) {
            database.setJdbcUrl(arguments[0]);
            Rebuilding.on(database, Opening.CLOSED, List.of(arguments[1]), progress -> {
                System.out.println("done " + progress.done());
                told.nextLine();
            });
        }
    }
}
