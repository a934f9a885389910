package org.fieldledger.store;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** An event with the hash that was kept when it was recorded. */
record Leaf(StoredEvent event, byte[] kept) {

    boolean altered() {
        return !MessageDigest.isEqual(LeafHash.of(event), kept);
    }

    /** What is wrong with the stretch after {@code after} up to {@code upTo}, of which these are all the events there are. */
    static List<Damage> damages(long after, long upTo, List<Leaf> leaves) {
        var found = new ArrayList<Damage>();
        long next = after + 1;
        for (var leaf : leaves) {
            long position = leaf.event().position();
            if (position > next) found.add(new Damage(next, position - 1, Damage.Kind.MISSING));
            if (leaf.altered()) found.add(new Damage(position, position, Damage.Kind.ALTERED));
            next = position + 1;
        }
        if (next <= upTo) found.add(new Damage(next, upTo, Damage.Kind.MISSING));
        return found;
    }
}
