/** Ethics approvals: what an authority allowed, for which cases and actions, and until when. */
@NullMarked
package org.fieldledger.command.ethics;

import org.jspecify.annotations.NullMarked;
