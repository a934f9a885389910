/** Watching over the record itself: errors, deviations, releases and who read what. */
@NullMarked
package org.fieldledger.command.governance;

import org.jspecify.annotations.NullMarked;
