/**
 * Whether consent is read rightly, held against a reading of its own: invented histories by seed, a naive reading of the
 * plain list of events, and the gate, the ledger and the audit asked the same.
 */
@NullMarked
package org.fieldledger.oracle;

import org.jspecify.annotations.NullMarked;
