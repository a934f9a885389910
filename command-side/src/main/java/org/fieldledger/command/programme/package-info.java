/** The programme as a whole, its consent modules and what it does across cases. */
@NullMarked
package org.fieldledger.command.programme;

import org.jspecify.annotations.NullMarked;
