/** Joint Interpretive Forums, and findings brought back to those they are about. */
@NullMarked
package org.fieldledger.command.forum;

import org.jspecify.annotations.NullMarked;
