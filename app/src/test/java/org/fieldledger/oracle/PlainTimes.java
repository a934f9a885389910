package org.fieldledger.oracle;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.Precision;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

/** From when what was said holds and until when, where it is known only to the day, the month or the year. */
final class PlainTimes {

    static Instant permits(Occurred occurred) {
        return switch (occurred.precision()) {
            case MINUTE, DAY -> occurred.earliest();
            case MONTH, YEAR -> occurred.begunBy();
        };
    }

    static Instant takesAway(Occurred occurred) {
        if (occurred.precision() == Precision.MINUTE) return occurred.earliest();
        return occurred.firstDay().plusDays(1).atStartOfDay(occurred.zone()).toInstant();
    }

    /**
     * How a question looks at the decisions: for an action known only to the day, for sources that need no contact, and
     * whether the approval and the module's period count, which against an action are reasons of their own.
     */
    record Look(@Nullable Occurred action, boolean passive, boolean byItself) {
        static final Look PLAIN = new Look(null, false, true);
    }

    /** Against an action known only to the day, what was given to the minute on that day counts from the day's beginning. */
    static Instant permitsFor(Line line, Look look) {
        var occurred = line.occurred();
        var action = look.action();
        if (action != null
                && action.precision() != Precision.MINUTE
                && occurred.precision() == Precision.MINUTE
                && occurred.firstDay().equals(action.firstDay()))
            return occurred.firstDay().atStartOfDay(occurred.zone()).toInstant();
        return permits(occurred);
    }

    /** In March, and on 15 March: nobody can tell which came first, and not knowing denies. */
    static boolean orderUnknown(Occurred taken, Occurred given) {
        var vague = taken.precision().compareTo(Precision.DAY) > 0
                || given.precision().compareTo(Precision.DAY) > 0;
        return vague && taken.begunBy().isAfter(given.earliest());
    }

    record Order(Instant at, long position) {
        boolean isBefore(Order other) {
            return at.isBefore(other.at) || (at.equals(other.at) && position < other.position);
        }
    }

    /** The beginning of an action, and every instant within it at which something may have changed. */
    static List<Instant> probes(Occurred action, List<Instant> changes) {
        var probes = new TreeSet<Instant>();
        probes.add(action.earliest());
        for (var change : changes)
            if (change.isAfter(action.earliest()) && change.isBefore(action.latest())) probes.add(change);
        return List.copyOf(probes);
    }

    private PlainTimes() {}
}
