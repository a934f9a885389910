/**
 * The log: what has been recorded, in one order without holes, kept in PostgreSQL.
 *
 * <p>{@link org.fieldledger.store.EventLog} is the way in and out; nothing here knows what the events mean. Why every
 * append takes the same lock is argued in docs/decisions/0001-the-log-has-one-head.md.
 */
@NullMarked
package org.fieldledger.store;

import org.jspecify.annotations.NullMarked;
