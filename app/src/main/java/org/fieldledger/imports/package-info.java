/**
 * Tables from elsewhere, made into commands by a mapping: each row goes through the gate like anything else, and what the
 * gate does not let through is told row by row.
 */
@NullMarked
package org.fieldledger.imports;

import org.jspecify.annotations.NullMarked;
