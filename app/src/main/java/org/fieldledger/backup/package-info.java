/**
 * A store as one file, and back into another database. What is worked out from the log is not in it: projections are built
 * anew where it is restored.
 */
@NullMarked
package org.fieldledger.backup;

import org.jspecify.annotations.NullMarked;
