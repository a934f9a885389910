package org.fieldledger.store;

import java.time.Instant;

/** The last event of the log and when it was recorded; position 0 and the epoch while there is none. */
public record Head(long position, Instant recordedAt) {}
