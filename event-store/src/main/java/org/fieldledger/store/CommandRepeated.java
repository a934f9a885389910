package org.fieldledger.store;

import java.util.UUID;

/** This command was accepted before: answer with what {@link EventLog#commands} keeps for it. */
public final class CommandRepeated extends AppendRefused {

    private final UUID commandId;

    public CommandRepeated(UUID commandId) {
        super("Command %s was accepted before".formatted(commandId), null);
        this.commandId = commandId;
    }

    public UUID commandId() {
        return commandId;
    }
}
