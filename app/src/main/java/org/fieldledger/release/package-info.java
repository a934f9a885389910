/** Where releases are made on one side of the ledger and put on record on the other. */
@NullMarked
package org.fieldledger.release;

import org.jspecify.annotations.NullMarked;
