/** Both sides in one process: what {@code ./fieldledger serve} and {@code ./fieldledger demo} run. */
@NullMarked
package org.fieldledger.app;

import org.jspecify.annotations.NullMarked;
