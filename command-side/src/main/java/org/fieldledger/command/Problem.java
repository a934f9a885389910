package org.fieldledger.command;

import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.jspecify.annotations.Nullable;

/** One thing that stands in the way of a command: which rule, what exactly, and how to put it right. */
public record Problem(
        Rule rule,
        String detail,
        String wayOut,
        @Nullable ParticipantCode participant,
        @Nullable ModuleCode module) {

    public static Problem of(Rule rule, String detail, String wayOut) {
        return new Problem(rule, detail, wayOut, null, null);
    }
}
