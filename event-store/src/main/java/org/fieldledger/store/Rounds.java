package org.fieldledger.store;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done round after round on a thread of its own, from start to stop. A round that fails is told of and does not
 * end it.
 */
public final class Rounds {

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {
        /**
         * @return how long to rest before the next
         * @throws InterruptedException when told to stop while waiting for something
         */
        Duration go() throws InterruptedException;
    }

    private final String name;
    private final Round round;
    private final Function<RuntimeException, Duration> trouble;
    private volatile boolean running;
    private @Nullable Thread thread;

    /**
     * @param name that of the thread
     * @param trouble what to do about a round that failed, unless it failed because it was told to stop; says how long to rest
     */
    public Rounds(String name, Round round, Function<RuntimeException, Duration> trouble) {
        this.name = name;
        this.round = round;
        this.trouble = trouble;
    }

    /** Does nothing if the rounds are being made already. */
    public synchronized void start() {
        if (running) return;
        running = true;
        thread = Thread.ofPlatform().daemon().name(name).start(this::make);
    }

    /** Interrupts the round and returns when it has ended. Does nothing if none are made. */
    public synchronized void stop() {
        running = false;
        var made = thread;
        if (made == null) return;
        thread = null;
        made.interrupt();
        try {
            made.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether they were started and not stopped. */
    public boolean running() {
        return running;
    }

    private void make() {
        while (running) {
            try {
                Thread.sleep(go());
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private Duration go() throws InterruptedException {
        try {
            return round.go();
        } catch (RuntimeException failure) {
            return running ? trouble.apply(failure) : Duration.ZERO;
        }
    }
}
