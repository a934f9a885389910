package org.fieldledger.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.projection.Checkpoints.Stood;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Selecting;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Asks a projection within one snapshot of the database, so that an answer and its basis belong together. */
@Component
public class Questions {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOMENTS_KEPT = 10_000;

    private final Checkpoints checkpoints;
    private final JdbcClient db;
    private final boolean demonstration;
    private final TransactionTemplate snapshot;
    private final Clock clock;

    /** Where the log stood at moments that were asked about: that never changes once they are over. */
    private final Cache<Instant, Long> known =
            Caffeine.newBuilder().maximumSize(MOMENTS_KEPT).build();

    Questions(
            Checkpoints checkpoints,
            JdbcClient db,
            EventLog log,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.checkpoints = checkpoints;
        this.db = db;
        this.clock = clock;
        this.demonstration = log.identity().kind() == StoreKind.DEMONSTRATION;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
    }

    /**
     * Answers from one snapshot, with the basis of what it shows. A request that carries {@code atLeastPosition} waits up to
     * five seconds for the projection to get there: {@link NotYetProjected} if it does not.
     *
     * @param question is given the two times to answer at: those asked for; but where the latest was asked for and ranges of the
     *     projection stand apart, or a time that is not over or not read up to, what was known where the range furthest behind
     *     stands. Else an answer would show a part of what came later, and asking again by its basis would not.
     */
    public <A> A ask(Projection projection, AsOf asOf, BiFunction<AsOf, Basis, A> question) {
        return ask(List.of(projection), asOf, question);
    }

    /**
     * The same over several projections: all seen in one snapshot, and as of where the one furthest behind stands. Views asked
     * within the question with the times it is given answer from that snapshot too.
     */
    public <A> A ask(List<? extends Projection> together, AsOf asOf, BiFunction<AsOf, Basis, A> question) {
        together.forEach(this::awaitPositionAskedFor);
        return snapshot.execute(status -> {
            var remembered = remembered(asOf);
            var stood = checkpoints.after(
                    beginning(status.isNewTransaction(), together),
                    names(together),
                    remembered == null ? asOf.knownAt() : null);
            var footing = footing(together, asOf, remembered == null ? stood : stood.knowing(remembered));
            return question.apply(footing.upTo(), footing.basis());
        });
    }

    /**
     * Answers a question of one statement: snapshot, basis and rows come in one round trip. Where the two times to answer at turn
     * out to be others than those asked for, it is asked again at these.
     *
     * @param rows the statement, given the two times to answer at
     */
    public <R, A> A askAtOnce(
            Projection projection, AsOf asOf, Function<AsOf, Selecting<R>> rows, BiFunction<Basis, List<R>, A> answer) {
        if (projection.openAnswers().isPresent())
            throw new IllegalArgumentException(
                    "%s has to be locked before it is looked at".formatted(projection.name()));
        awaitPositionAskedFor(projection);
        var together = List.of(projection);
        var remembered = remembered(asOf);
        var momentToLookUp = remembered == null ? asOf.knownAt() : null;
        var seen = TransactionSynchronizationManager.isActualTransactionActive()
                ? checkpoints.with(rows.apply(asOf), names(together), momentToLookUp)
                : checkpoints.alone(rows.apply(asOf), names(together), momentToLookUp);
        var footing = footing(
                together, asOf, remembered == null ? seen.stood() : seen.stood().knowing(remembered));
        return footing.upTo().equals(asOf)
                ? answer.apply(footing.basis(), seen.rows())
                : ask(projection, asOf, (upTo, basis) -> answer.apply(basis, select(rows.apply(upTo))));
    }

    private <R> List<R> select(Selecting<R> selecting) {
        return db.sql(selecting.sql())
                .params(selecting.values())
                .query(selecting.row())
                .list();
    }

    /** What an answer stands on: the two times to answer at, and the basis that states them. */
    private record Footing(AsOf upTo, Basis basis) {}

    private Footing footing(List<? extends Projection> together, AsOf asOf, Stood stood) {
        var apart = stood.furthest() > stood.position();
        var known = known(asOf, stood);
        return new Footing(
                asOf.knownAt() == null && !apart ? asOf : asOf.knownAt(knownNothingBefore(known.recordedAt())),
                new Basis(
                        known.position(),
                        asOf.trueAt() == null ? null : asOf.trueAt().toString(),
                        known.recordedAt(),
                        together.stream().map(Projection::edition).collect(Collectors.joining(" ")),
                        demonstration));
    }

    private static List<String> names(List<? extends Projection> together) {
        return together.stream().map(Projection::name).toList();
    }

    /** Where the log stood at a moment that was asked about before. */
    private @Nullable Long remembered(AsOf asOf) {
        return asOf.knownAt() == null ? null : known.getIfPresent(asOf.knownAt());
    }

    /** The last event that is known, and when it was recorded; or the moment asked about. */
    private record Known(long position, @Nullable Instant recordedAt) {}

    /** Where the log stood by the time asked about, if that is over and has been read up to; else as far as has been read. */
    private Known known(AsOf asOf, Stood stood) {
        var knownAt = asOf.knownAt();
        var position = stood.known();
        var last = stood.recordedAt();
        var asFarAsRead = new Known(stood.position(), last);
        if (knownAt == null || position == null || position > stood.position()) return asFarAsRead;
        var moreWasRecordedSince = last != null && knownAt.isBefore(last);
        if (!moreWasRecordedSince && asOf.mayStillGrow(clock)) return asFarAsRead;
        known.put(knownAt, position);
        return new Known(position, knownAt);
    }

    /**
     * What is said before the snapshot is taken, which locks do not do: an erasure writes a table of open answers anew, and
     * whoever looked with an older snapshot would find it empty. How exactly the snapshot is to be kept is said here and not
     * told to the driver, which takes three round trips for it.
     */
    private static List<String> beginning(boolean newTransaction, List<? extends Projection> together) {
        return Stream.concat(
                        newTransaction
                                ? Stream.of("set transaction isolation level repeatable read")
                                : Stream.<String>empty(),
                        together.stream()
                                .flatMap(projection -> projection.openAnswers().stream())
                                .map(answers -> "lock table query.%s, query.%s in access share mode"
                                        .formatted(
                                                answers.facts().name(),
                                                answers.parts().name())))
                .toList();
    }

    /** While one range has read nothing at all, nothing is known yet. */
    private static Instant knownNothingBefore(@Nullable Instant knownAt) {
        return knownAt == null ? Instant.EPOCH : knownAt;
    }

    private void awaitPositionAskedFor(Projection projection) {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)) return;
        var written = request.getRequest().getParameter("atLeastPosition");
        if (written == null || written.isBlank()) return;
        var position = position(written);
        if (!checkpoints.await(projection.name(), position, PATIENCE))
            throw new NotYetProjected(projection.name(), position);
    }

    private static long position(String written) {
        try {
            return Long.parseLong(written);
        } catch (NumberFormatException e) {
            throw new BadQuestion("atLeastPosition", written, "Write the position that a command was answered with");
        }
    }
}
