package org.fieldledger.vault;

import org.jspecify.annotations.Nullable;

/**
 * A key to personal texts, unwrapped.
 *
 * @param number by which a sealed text names it
 * @param key null where it was destroyed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DataKey(long number, byte @Nullable [] key) {}
