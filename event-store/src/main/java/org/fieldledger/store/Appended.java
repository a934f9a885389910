package org.fieldledger.store;

import java.time.Instant;

/**
 * Where an append came to stand. Without events {@code firstPosition} is {@code lastPosition + 1}, and the last position
 * is the one the log had then.
 */
public record Appended(long firstPosition, long lastPosition, Instant recordedAt) {}
