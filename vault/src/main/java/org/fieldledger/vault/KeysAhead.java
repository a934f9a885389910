package org.fieldledger.vault;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.function.IntFunction;

/**
 * Keys made before they are needed, so that recording a text that concerns nobody in particular seldom waits for a round
 * trip. Each is handed out once and then held here no more. A program that records little makes few: what it leaves unused
 * stays in the vault as keys to nothing.
 */
final class KeysAhead {

    private static final int FEWEST = 8;
    private static final int MOST = 512;

    private final IntFunction<Collection<DataKey>> made;
    private final ArrayDeque<DataKey> ready = new ArrayDeque<>();
    private int next = FEWEST;

    /** @param made makes so many new keys, and has them in the database */
    KeysAhead(IntFunction<Collection<DataKey>> made) {
        this.made = made;
    }

    synchronized DataKey take() {
        if (ready.isEmpty()) {
            ready.addAll(made.apply(next));
            next = Math.min(2 * next, MOST);
        }
        return ready.removeFirst();
    }
}
