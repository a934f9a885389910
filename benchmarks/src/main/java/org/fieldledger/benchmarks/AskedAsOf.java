package org.fieldledger.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.log.EventsOfTheLog;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.timeline.Filter;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Opening;
import org.postgresql.PGStatement;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Cases and people asked about as of two dates, beside bare SQL that reads the rows that stand now and knows no dates. */
final class AskedAsOf implements AutoCloseable {

    private static final LocalDate THE_END = LocalDate.parse("2024-12-31");
    private static final Paging WHOLE = new Paging(Paging.MOST, null);

    private final DataSource database;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final TimelineView timeline;
    private final ParticipantView people;
    private final int cases;
    private final int drawn;
    private final AsOf latest;

    /**
     * @param database whose timelines of cases and of people have been built
     * @param drawn of how many cases, lying all over the store, one is drawn: of as many in a store of any size, for more of them
     *     would be found in memory less often, with or without dates
     */
    AskedAsOf(DataSource database, EventLog log, int cases, int drawn) {
        this.database = database;
        this.cases = cases;
        this.drawn = drawn;
        context.registerBean(EventLog.class, () -> log, bean -> bean.setDestroyMethodName(""));
        context.registerBean(DataSource.class, () -> database, bean -> bean.setDestroyMethodName(""));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Opening.class, () -> Opening.CLOSED);
        context.registerBean(CaseAccess.class, EveryCase::new);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
        context.register(Parts.class);
        context.refresh();
        timeline = context.getBean(TimelineView.class);
        people = context.getBean(ParticipantView.class);
        latest = AsOf.trueAt(THE_END).knownAt(log.headRecordedAt());
    }

    /** One case, drawn by chance, at the end of both times: the same rows as {@link #standing}. */
    Load asked() {
        return () -> ask(latest);
    }

    /** The same at a day in the field and a moment of knowing, both drawn by chance. */
    Load askedThen(Instant first) {
        var between = latest.knownAt() == null ? 1 : latest.knownAt().toEpochMilli() - first.toEpochMilli();
        return () -> {
            var random = ThreadLocalRandom.current();
            ask(AsOf.trueAt(THE_END.minusDays(random.nextInt(2_190)))
                    .knownAt(first.plusMillis(random.nextLong(Math.max(1, between)))));
        };
    }

    private void ask(AsOf asOf) {
        var answer = timeline.ofCase(new CaseCode(anyCase()), asOf, Filter.NONE, WHOLE);
        if (answer.next() != null) throw new IllegalStateException("A case did not fit on a page");
    }

    /** The rows of a case that stand now, every column read. */
    Load standing() throws SQLException {
        return standing("query.timeline", "case_code", this::anyCase);
    }

    /** All that one person, drawn by chance, had a part in, at the end of both times: the same rows as {@link #personStanding}. */
    Load personAsked() {
        return () -> {
            var answer = people.history(new ParticipantCode(anyPerson()), latest, false, WHOLE);
            if (answer.next() != null) throw new IllegalStateException("A person did not fit on a page");
        };
    }

    /** The rows of a person that stand now, every column read. */
    Load personStanding() throws SQLException {
        return standing("query.participant_part", "participant", this::anyPerson);
    }

    private Load standing(String table, String column, Supplier<String> drawn) throws SQLException {
        var connection = database.getConnection();
        var select = connection.prepareStatement("""
                select * from %s
                 where %s = ? and superseded_at is null
                 order by occurred_earliest, position
                """.formatted(table, column));
        select.unwrap(PGStatement.class).setPrepareThreshold(-1);
        return new Load() {
            @Override
            public void once() throws SQLException {
                select.setString(1, drawn.get());
                if (read(select) == 0) throw new IllegalStateException("Nothing stands");
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    /** The tally of every case at the end of both times. */
    void tallied() {
        if (timeline.tallies(latest).size() != cases) throw new IllegalStateException("A case was not counted");
    }

    /** The same columns of the same rows, counted without any date, and as many cases read. */
    void scanned() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select case_code, count(*), count(*) filter (where kind = 'ParticipantEnrolled'), max(occurred_day)
                          from query.timeline where superseded_at is null group by case_code
                        """)) {
            if (read(select) != cases) throw new IllegalStateException("A case was not scanned");
        }
    }

    /** Every column of every row. */
    private static int read(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var columns = rows.getMetaData().getColumnCount();
            var read = 0;
            for (; rows.next(); read++) for (int column = 1; column <= columns; column++) rows.getObject(column);
            return read;
        }
    }

    private String anyCase() {
        return "CASE-%05d".formatted(ThreadLocalRandom.current().nextInt(drawn) * (cases / drawn));
    }

    private String anyPerson() {
        return Samples.person(anyCase(), ThreadLocalRandom.current().nextInt(Samples.A_CASE / Samples.A_PERSON));
    }

    @Override
    public void close() {
        context.close();
    }

    private record EveryCase() implements CaseAccess {
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
                @ComponentScan.Filter(
                        type = FilterType.ASSIGNABLE_TYPE,
                        classes = {Projection.class, Questions.class, CaseDays.class, EventsOfTheLog.class}),
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = ".*projection\\.(Checkpoints|ParkedCases|Projections|ProjectionSchema|EventReader)")
            })
    static class Parts {}
}
