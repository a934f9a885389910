package org.fieldledger.store;

import java.time.Instant;

/** A command accepted earlier, and when the store recorded it. */
public record AnsweredCommand(AcceptedCommand command, Instant recordedAt) {}
