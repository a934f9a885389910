package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.LeafHash;
import org.fieldledger.store.LogVerification;
import org.fieldledger.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * Question 17. Holds every event against the hash it was stored with, works all hashes out anew, and gives the root of the tree over all events up to the instant
 * asked about: whoever keeps that checkpoint can show later that nothing before it was changed, moved, left out or put in.
 */
final class LogIntact implements LogQuestion {

    private static final int MOST_FAULTS = 100;
    private static final int PART = 50_000;

    /**
     * @param finding intact, or changed
     * @param position the event up to which the log was read
     * @param root the RFC 6962 root over the events 1 to this position
     * @param checkpoint the position compared with; absent where no checkpoint was given
     * @param rootThen what its root was when the checkpoint was taken
     * @param rootFound what it is now
     * @param faults what cannot have come about by appending, at most a hundred
     */
    record Row(
            String finding,
            long position,
            @Nullable Instant lastRecordedAt,
            String root,
            @Nullable Long checkpoint,
            @Nullable String rootThen,
            @Nullable String rootFound,
            List<String> faults,
            String told) {}

    private record Checkpoint(long position, String root) {

        static Checkpoint read(String written, long upTo) {
            var colon = written.indexOf(':');
            try {
                var position = Long.parseLong(written.substring(0, Math.max(0, colon)));
                var root = written.substring(colon + 1);
                if (position >= 0 && position <= upTo && HexFormat.of().parseHex(root).length == 32)
                    return new Checkpoint(position, root.toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                // said below, with the form
            }
            throw new BadQuestion(
                    Parameter.CHECKPOINT.written(),
                    written,
                    "Write a position up to %d, a colon and the root of 64 hexadecimal digits, as an earlier answer gave it"
                            .formatted(upTo));
        }
    }

    @Override
    public int number() {
        return 17;
    }

    @Override
    public String name() {
        return "log-intact";
    }

    @Override
    public String asks() {
        return "Is the log intact since a given checkpoint?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CHECKPOINT);
    }

    @Override
    public Findings in(Sources sources, Inquiry inquiry) {
        var upTo = sources.upTo();
        var checkpoint = inquiry.checkpoint()
                .map(written -> Checkpoint.read(written, upTo))
                .orElse(null);
        var reading = new Reading(checkpoint == null ? -1 : checkpoint.position());
        sources.log().replay(0, upTo, Leaf::of, leaves -> leaves.forEach(reading::take));
        var root = HexFormat.of().formatHex(reading.tree.root());
        var faults = faults(sources.verification(), upTo);
        var same = checkpoint == null || checkpoint.root().equals(reading.rootAtCheckpoint);
        var row = new Row(
                faults.isEmpty() && same ? "intact" : "changed",
                upTo,
                reading.lastRecordedAt,
                root,
                checkpoint == null ? null : checkpoint.position(),
                checkpoint == null ? null : checkpoint.root(),
                reading.rootAtCheckpoint,
                faults,
                told(faults, same, checkpoint, upTo, root));
        return new Findings(List.of(row), Map.of("eventsRead", reading.events));
    }

    private static List<String> faults(LogVerification verification, long upTo) {
        var faults = new ArrayList<String>();
        for (long at = 0; at < upTo && faults.size() < MOST_FAULTS; ) {
            var checked = verification.check(at, (int) Math.min(PART, upTo - at));
            for (var fault : checked.faults())
                if (faults.size() < MOST_FAULTS)
                    faults.add("position %d: %s".formatted(fault.position(), fault.what()));
            if (checked.upTo() <= at) break;
            at = checked.upTo();
        }
        return List.copyOf(faults);
    }

    private static String told(
            List<String> faults, boolean same, @Nullable Checkpoint checkpoint, long upTo, String root) {
        if (!same && checkpoint != null)
            return "Something up to position %d is not as it was when the checkpoint was taken"
                    .formatted(checkpoint.position());
        if (!faults.isEmpty()) return "The log is not as it was written";
        return "%s. Keep %d:%s as a checkpoint, outside this store"
                .formatted(
                        checkpoint == null
                                ? "Every event is as it was stored, none is missing"
                                : "Everything up to position %d is as it was when the checkpoint was taken"
                                        .formatted(checkpoint.position()),
                        upTo,
                        root);
    }

    private record Leaf(long position, Instant recordedAt, byte[] hash) {
        static Leaf of(StoredEvent event) {
            return new Leaf(event.position(), event.recordedAt(), LeafHash.of(event));
        }
    }

    /** Goes through the log once. */
    private static final class Reading {

        private final long checkpoint;
        private final MerkleTree tree = new MerkleTree();
        private long events;
        private @Nullable Instant lastRecordedAt;
        private @Nullable String rootAtCheckpoint;

        Reading(long checkpoint) {
            this.checkpoint = checkpoint;
            if (checkpoint == 0) rootAtCheckpoint = HexFormat.of().formatHex(tree.root());
        }

        void take(Leaf leaf) {
            events++;
            lastRecordedAt = leaf.recordedAt();
            tree.add(leaf.hash());
            if (leaf.position() == checkpoint) rootAtCheckpoint = HexFormat.of().formatHex(tree.root());
        }
    }
}
