package org.fieldledger.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * What a unit of work asks of its append beyond its own events: that streams it relied on still stand where it saw them, and
 * that the commands it answers be remembered. Events and terms go into the log together when the unit of work commits.
 */
public final class AppendTerms {

    private final Map<String, Long> conditions = new HashMap<>();
    private final List<AcceptedCommand> commands = new ArrayList<>();
    private final List<NewEvent> staged = new ArrayList<>();
    private @Nullable Appended appended;

    /** The terms of this unit of work, shared with those nested in it. */
    public static AppendTerms of(UnitOfWork<?> unitOfWork) {
        return unitOfWork.root().getOrComputeResource(AppendTerms.class.getName(), key -> new AppendTerms());
    }

    /** The decision rests on {@code stream} as of {@code lastSequence}, {@link Append#NONE_YET} where it had no events. */
    public AppendTerms restsOn(String stream, long lastSequence) {
        // Seen twice at different places: the earlier look no longer holds, and the append says so.
        conditions.merge(stream, lastSequence, Math::min);
        return this;
    }

    /**
     * Remembers the command with its answer, in the same append as the events. A unit of work without events appends
     * nothing by itself: hand such a command to {@link EventLog#append} directly.
     */
    public AppendTerms answers(AcceptedCommand command) {
        commands.add(command);
        return this;
    }

    /** Where the events came to stand; empty before the commit. */
    public Optional<Appended> appended() {
        return Optional.ofNullable(appended);
    }

    /** Takes events along; true for the first, so that the commit is arranged once. */
    boolean stage(List<NewEvent> events) {
        boolean first = staged.isEmpty();
        staged.addAll(events);
        return first;
    }

    void commitTo(EventLog log) {
        appended = log.append(new Append(staged, conditions, commands));
    }
}
