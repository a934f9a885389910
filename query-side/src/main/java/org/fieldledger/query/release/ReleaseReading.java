package org.fieldledger.query.release;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOfParameters;
import org.fieldledger.query.audit.Trails;
import org.fieldledger.store.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a release from the log, case by case in the order of their codes and within each in the order of recording,
 * by the rules of format 1. The definition and the log up to its position say all there is to say, save what was destroyed
 * since.
 */
final class ReleaseReading {

    /** The edition of these rules and of the files' form. Raised whenever either makes other bytes; the old one then stays. */
    static final int FORMAT = 1;

    /** Takes the rows, one value for each column of the table. */
    interface Into {
        void row(ReleaseTable table, @Nullable Object[] values);

        /** For whoever wants to know only how much there is. */
        Into NOWHERE = (table, values) -> {};
    }

    private final Trails trails;
    private final Making making;
    private final AsOf content;

    /** @param since what was destroyed after the release was made, and can only be named */
    ReleaseReading(Trails trails, Definition definition, boolean demonstration, Destroyed since, Into into) {
        this.trails = trails;
        this.making = new Making(
                definition,
                demonstration,
                Destroyed.upTo(trails, definition.position()),
                since,
                instruments(trails, definition),
                new Gathered(),
                into);
        this.content = new AsOf(
                new AsOfParameters(definition.zone())
                        .read(definition.trueAt(), null)
                        .trueAt(),
                definition.knownAt());
    }

    /** Each version of an instrument as last defined, as far as was known, by code and version. */
    Map<String, InstrumentVersionReleased> instruments() {
        return making.instruments();
    }

    private static Map<String, InstrumentVersionReleased> instruments(Trails trails, Definition definition) {
        var known = new TreeMap<String, InstrumentVersionReleased>();
        trails.ofKinds(Set.of(InstrumentVersionReleased.class), definition.position()).stream()
                .filter(entry -> !entry.recordedAt().isAfter(definition.knownAt()))
                .filter(entry -> entry.supersededAt() == null
                        || Objects.requireNonNull(entry.supersededAt()).isAfter(definition.knownAt()))
                .map(entry -> (InstrumentVersionReleased) entry.event())
                .forEach(version -> known.put(Making.key(version.instrument(), version.version()), version));
        return known;
    }

    /**
     * Goes through the log once. Throws {@link CannotBeMade} where an event of these cases cannot be read by this version: a
     * release lacks nothing in silence.
     */
    Gathered read(Instant lastKnown) {
        var unreadable = new TreeSet<Long>();
        var definition = making.definition();
        trails.eachCase(
                definition.position(),
                definition.cases().isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(definition.cases())),
                definition.cases().isEmpty(),
                Selection.EVERYTHING,
                AsOf.trueAt(definition.judgedAt()).knownAt(lastKnown),
                definition.zone(),
                unreadable,
                judged -> {
                    if (unreadable.isEmpty()) new CaseOfRelease(making, judged, content).read();
                });
        if (!unreadable.isEmpty())
            throw new CannotBeMade(
                    "This version of the program cannot read the events at position %s, and a release lacks nothing in silence"
                            .formatted(unreadable.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        return making.gathered();
    }
}
