/** Interviews, and the leadership interviews every case owes every programme year. */
@NullMarked
package org.fieldledger.command.interview;

import org.jspecify.annotations.NullMarked;
