package org.fieldledger.command;

import java.util.List;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.events.FieldEvent;

/** A chapter of fieldwork: a sealed family of commands and the pure function that decides each of them. */
public interface Chapter<C extends FieldCommand> {

    /** The sealed family. */
    Class<C> commands();

    /**
     * The events that follow, in the command's own stream; none when what is asked for already holds. Depends on nothing
     * but its arguments. Throws {@link Refused} when a rule stands in the way.
     */
    List<FieldEvent> decide(C command, OnRecord known);
}
