package org.fieldledger.consent;

import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.jspecify.annotations.Nullable;

/**
 * One rule that did not hold.
 *
 * @param participant whose part is concerned; absent for what concerns the action as a whole
 * @param detail what did not hold, in a sentence without its full stop
 * @param cause the event that stands in the way; absent where it is one that is missing
 */
public record Shortfall(
        CoverRule rule,
        @Nullable ParticipantCode participant,
        @Nullable ModuleCode module,
        String detail,
        @Nullable Fact<? extends FieldEvent> cause) {

    static Shortfall of(CoverRule rule, String detail) {
        return new Shortfall(rule, null, null, detail, null);
    }
}
