/** Instruments, their versions and items, and when each case plans to use them. */
@NullMarked
package org.fieldledger.command.instrument;

import org.jspecify.annotations.NullMarked;
