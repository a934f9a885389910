package org.fieldledger.query.projection;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.fieldledger.query.projection.BatchWriter.Target;
import org.fieldledger.query.projection.Checkpoints.Stand;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Slice;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Divides the work of a projection and puts it together again, while it goes on and answers are given: nothing is lost and
 * nothing counts twice, because the ranges concerned stand still for the one transaction that changes their bounds.
 */
@Component
public class Ranges {

    /**
     * A range of slices of a projection: how far it has read, how many events of the log it has not, and which process applies
     * it.
     *
     * @param from the first slice
     * @param to the first slice beyond
     */
    public record Part(
            String projection,
            int from,
            int to,
            long position,
            long behind,
            @Nullable String holder) {}

    /** Further apart than this, two ranges are not put together: the one that is behind catches up first. */
    static final int CLOSE_ENOUGH = 20_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAGE = 5_000;

    private final Projections projections;
    private final Checkpoints checkpoints;
    private final EventLog log;
    private final TransactionTemplate transaction;

    Ranges(Projections projections, Checkpoints checkpoints, EventLog log, PlatformTransactionManager transactions) {
        this.projections = projections;
        this.checkpoints = checkpoints;
        this.log = log;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Every range of every projection, in order. */
    public List<Part> all() {
        var head = log.head();
        return checkpoints
                .ranges(projections.all().stream().map(Projection::name).toList())
                .stream()
                .map(stand -> part(stand, head))
                .toList();
    }

    private static Part part(Stand stand, long head) {
        var range = stand.range();
        var position = stand.checkpoint().position();
        return new Part(range.key(), range.from(), range.to(), position, Math.max(0, head - position), stand.holder());
    }

    /** Cuts the widest range of a projection in the middle; returns where. */
    public int split(String projection) {
        var widest = checkpoints.ranges(projections.named(projection).name()).stream()
                .map(Stand::range)
                .max(Comparator.comparingInt(range -> range.to() - range.from()))
                .orElseThrow(() ->
                        new NoSuchRange("Projection %s has not begun; start the program first".formatted(projection)));
        var middle = (widest.from() + widest.to()) / 2;
        split(projection, middle);
        return middle;
    }

    /** Cuts the range that a slice is in, so that the slice becomes the first of the upper part. */
    public void split(String projection, int at) {
        var name = projections.named(projection).name();
        if (at <= 0 || at >= Slice.COUNT)
            throw new NoSuchRange("A range can be cut at the slices 1 to %d, not at %d".formatted(Slice.COUNT - 1, at));
        transaction.executeWithoutResult(status -> {
            var range = checkpoints.lock(name, at).range();
            if (range.from() == at) throw new NoSuchRange("%s begins at %d already".formatted(range, at));
            checkpoints.split(range, at);
        });
    }

    /**
     * Puts together the two ranges that meet at a slice. The one that is behind is brought to where the other stands in the same
     * transaction; where much is missing, waits up to a minute for it to catch up by itself.
     */
    public void merge(String projection, int at) {
        var name = projections.named(projection).name();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(transaction.execute(status -> mergeIfClose(name, at)))) {
            if (System.nanoTime() > deadline)
                throw new NoSuchRange(("The ranges of %s that meet at %d are more than %,d events apart;"
                                + " try again when the one behind has caught up")
                        .formatted(name, at, CLOSE_ENOUGH));
            checkpoints.await(name, furthest(name) - CLOSE_ENOUGH / 2, Duration.ofSeconds(1));
        }
    }

    private long furthest(String name) {
        return checkpoints.ranges(name).stream()
                .mapToLong(stand -> stand.checkpoint().position())
                .max()
                .orElse(0);
    }

    private boolean mergeIfClose(String name, int at) {
        // In order of slices, as everybody locks several ranges: nobody then waits for somebody who waits for him.
        var stands = checkpoints.lockAll(name);
        var upper = stands.stream()
                .filter(stand -> stand.range().from() == at && at > 0)
                .findFirst()
                .orElseThrow(() -> new NoSuchRange(
                        "No two ranges of %s meet at %d; ranges list tells where they do".formatted(name, at)));
        var lower = stands.get(stands.indexOf(upper) - 1);
        var most = Math.max(lower.checkpoint().position(), upper.checkpoint().position());
        var least = Math.min(lower.checkpoint().position(), upper.checkpoint().position());
        if (most - least > CLOSE_ENOUGH) return false;
        if (lower.checkpoint().version() != upper.checkpoint().version())
            throw new NoSuchRange("%s is being rebuilt; try again afterwards".formatted(name));
        catchUp(lower, most);
        catchUp(upper, most);
        checkpoints.merge(lower.range(), upper.range());
        return true;
    }

    private void catchUp(Stand stand, long upTo) {
        var writer =
                projections.writer(Target.live(projections.named(stand.range().key())));
        var claim = checkpoints.takeLocked(stand, "merge");
        for (var position = stand.checkpoint().position(); position < upTo; ) {
            var stretch = projections.read(position, upTo, PAGE, writer.target().selection(stand.range()));
            writer.apply(claim, stretch);
            position = stretch.upTo();
        }
    }
}
