package org.fieldledger.query.projection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fieldledger.events.FieldEvent;

/** Turns events into rows of its own tables. Knows one event at a time and keeps no state, so it can be rebuilt at will. */
public interface Projection {

    /** The short name under which its checkpoint, parked cases and figures are kept; never changes. */
    String name();

    /** Raised by one whenever the same events make other rows: the next start then rebuilds its tables by itself. */
    int version();

    /** Every table it writes. No other projection writes them. */
    List<Table> tables();

    /**
     * The kinds of event that it makes rows of, single kinds or whole families: no others are read for it. Everything, unless
     * it says less. What corrects an event reaches the event's rows in any case.
     */
    default Set<Class<? extends FieldEvent>> concernedWith() {
        return Set.of(FieldEvent.class);
    }

    /** Where it keeps answers in the open, so that the database can reckon with them; nowhere, unless it says so. */
    default Optional<OpenAnswers> openAnswers() {
        return Optional.empty();
    }

    /**
     * Tables that hold answers in the open, which are sealed in the log. An erasure empties them.
     *
     * @param facts a row for each event with answers, which stays; with the columns {@code sealed_for}, whose keys the answers
     *     take, and {@code withheld}, why they are not here
     * @param parts the answers, by position
     */
    record OpenAnswers(Table facts, Table parts) {}

    /** Adds the rows that this event makes; none, where it is of no concern here. Throwing parks the event's case. */
    void project(Recorded event, Rows rows);

    /** Name and version, as answers state them: {@code timeline/3}. */
    default String edition() {
        return name() + "/" + version();
    }
}
