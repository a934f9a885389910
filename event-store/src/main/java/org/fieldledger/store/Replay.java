package org.fieldledger.store;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Goes through a stretch of the log with several hands. Positions have no holes, so the stretch falls into pages that can be
 * fetched and decoded side by side, each on a connection of its own and in a transaction no longer than its page; they are
 * handed over in order.
 */
final class Replay<T> {

    private static final int PAGE = 5_000;
    /** Pages in the making or waiting to be handed over, for each hand. */
    private static final int AHEAD = 2;

    private final EventLog log;
    private final long upTo;
    private final Function<StoredEvent, T> decode;
    private final ArrayDeque<Future<List<T>>> coming = new ArrayDeque<>();
    private long asked;

    Replay(EventLog log, long after, long upTo, Function<StoredEvent, T> decode) {
        this.log = log;
        this.asked = after;
        this.upTo = upTo;
        this.decode = decode;
    }

    void handTo(int hands, Consumer<List<T>> each) {
        try (var pool = Executors.newFixedThreadPool(
                hands,
                Thread.ofPlatform().daemon().name("fieldledger-replay-", 0).factory())) {
            try {
                for (int n = 0; n < hands * AHEAD; n++) ask(pool);
                while (!coming.isEmpty()) {
                    var page = arrived(coming.remove());
                    ask(pool);
                    each.accept(page);
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private void ask(ExecutorService pool) {
        if (asked >= upTo) return;
        long from = asked;
        long to = Math.min(upTo, from + PAGE);
        asked = to;
        coming.add(pool.submit(() -> log.between(from, to).stream().map(decode).toList()));
    }

    private static <T> T arrived(Future<T> page) {
        try {
            return page.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException told) throw told;
            throw new IllegalStateException("A page of the log could not be read", failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("Stopped while reading the log", stop);
        }
    }
}
