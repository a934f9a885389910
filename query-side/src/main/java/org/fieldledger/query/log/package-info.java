/** The log itself: its events by position, whether it still says what it was told, and whether appending goes on. */
@NullMarked
package org.fieldledger.query.log;

import org.jspecify.annotations.NullMarked;
