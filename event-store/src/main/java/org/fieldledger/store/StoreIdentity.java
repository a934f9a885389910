package org.fieldledger.store;

import java.time.Instant;
import java.util.UUID;

/** Which store this is, since when, and whether its contents are real or a demonstration. */
public record StoreIdentity(UUID storeId, StoreKind kind, Instant createdAt) {}
