/**
 * Whether the answers are right, held against readings of their own: invented histories by seed, naive readings of the plain list of
 * events, and the gate, the ledger, the audit, the questions over time and what reporting shows asked the same. And whether a
 * difference would be noticed: faults are planted in the tables behind the answers.
 */
@NullMarked
package org.fieldledger.oracle;

import org.jspecify.annotations.NullMarked;
