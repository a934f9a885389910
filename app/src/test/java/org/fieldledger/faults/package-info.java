/**
 * What may go wrong, made to go wrong: real processes on a real PostgreSQL, killed, cut off, held up and tampered with, and
 * then held to what the store promises. Seeded; {@code -Dfieldledger.faults.rounds=N} makes each run longer and
 * {@code -Dfieldledger.faults.seed=N} another one.
 */
@NullMarked
package org.fieldledger.faults;

import org.jspecify.annotations.NullMarked;
